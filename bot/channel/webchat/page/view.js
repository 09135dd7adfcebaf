// The talk as it is seen. A line has an element of its own, found by its ID, so that none is shown twice.
const log = byId("log"), settled = byId("lines"), pending = byId("pending"), dots = byId("typing");
const newer = byId("newer"), welcome = byId("welcome");
const elements = new Map();
let dotsTimer = 0, stuck = true; // stuck: the newest line stays in sight

function atEnd() { return log.scrollHeight - log.scrollTop - log.clientHeight < 80; }

function toEnd() {
  if (elements.size) log.scrollTop = log.scrollHeight; // a welcome is read from its top
  newer.hidden = true;
  stuck = true;
}

// change runs something that adds to the talk and keeps the newest line in sight when it was.
function change(does) {
  const stick = stuck, before = settled.lastElementChild;
  does();
  dress();
  welcome.hidden = elements.size > 0;
  if (stick) toEnd();
  else if (settled.lastElementChild !== before) newer.hidden = false;
}

// element draws a line, or finds it drawn.
function element(line) {
  let li = elements.get(line.id);
  if (li) return li;
  li = make("li", "line " + (line.mine ? "mine" : "bot"));
  li.dataset.at = line.at;
  const bubble = make("div", "bubble");
  bubble.appendChild(make("span", "vh", word(line.mine ? "you" : "bot") + ": "));
  if (line.photo) bubble.appendChild(picture(line.photo));
  if (line.photo) bubble.className += line.text || (line.parts && line.parts.length) ? " captioned" : " captioned bare";
  if (line.document) bubble.appendChild(attachment(line.document));
  if (line.text || line.parts) bubble.appendChild(wording(line));
  const meta = make("span", "meta");
  const time = make("time", "", clock(line.at));
  time.title = dayName(line.at) + " " + clock(line.at) + " " + word("wita");
  time.dateTime = new Date(line.at).toISOString();
  meta.appendChild(time);
  if (line.mine) meta.appendChild(make("span", "tick"));
  bubble.appendChild(meta);
  li.appendChild(bubble);
  if (line.buttons) li.appendChild(choices(li, line.buttons));
  elements.set(line.id, li);
  return li;
}

// wording shows the parts of a text. They come apart on the server; here they only become elements.
function wording(line) {
  const text = make("span", "text", line.text || "");
  (line.parts || []).forEach(function (part) {
    let node = document.createTextNode(part.text);
    if (part.bold) {
      const strong = make("strong", /^\S{1,24}$/.test(part.text) ? "whole" : "");
      strong.appendChild(node);
      node = strong;
    }
    if (part.href && /^https?:\/\//i.test(part.href)) {
      const a = make("a");
      a.href = part.href;
      a.target = "_blank";
      a.rel = "noopener noreferrer";
      a.appendChild(node);
      node = a;
    }
    text.appendChild(node);
  });
  return text;
}

function picture(src) {
  const a = make("a", "picture"), img = make("img");
  a.href = src;
  a.target = "_blank";
  a.setAttribute("aria-label", word("photo_open"));
  img.alt = word("photo");
  img.src = src;
  a.appendChild(img);
  return a;
}

function attachment(src) {
  const a = make("a", "document");
  a.href = src;
  a.target = "_blank";
  a.appendChild(icon("file"));
  a.appendChild(make("span", "", word("document")));
  return a;
}

// choices are the buttons under a line. They stay, and an old one says which question it belonged to.
function choices(li, buttons) {
  const short = buttons.every(function (b) { return b.label.length <= 16; });
  const box = make("div", "choices" + (short && buttons.length > 1 && buttons.length <= 6 ? " pairs" : ""));
  box.setAttribute("role", "group");
  box.setAttribute("aria-label", word("choices"));
  buttons.forEach(function (b) {
    const button = make("button", "choice", b.label);
    let pressed = 0;
    button.type = "button";
    button.dataset.data = b.data;
    button.onclick = function () {
      if (Date.now() - pressed < 1200) return; // a nervous double tap is one answer
      pressed = Date.now();
      box.querySelectorAll(".chosen").forEach(function (el) { el.classList.remove("chosen"); });
      button.classList.add("chosen");
      queue({ tap: b.data, label: b.label });
    };
    box.appendChild(button);
  });
  return box;
}

// settle puts a line where the server has it: after all that came before. place: also when it stands somewhere already.
function settle(line, place) {
  const li = elements.get(line.id) || element(line);
  if (place || li.parentNode !== settled) settled.appendChild(li);
  forget(line.id);
}

// dress sets what depends on a line's neighbours: the day above it, its tail, its ticks, which buttons are old.
function dress() {
  let day = "", side = "";
  const all = Array.from(settled.children).concat(Array.from(pending.children));
  all.forEach(function (li) {
    const name = dayName(Number(li.dataset.at));
    if (name !== day) { li.dataset.day = name; side = ""; } else delete li.dataset.day;
    const now = li.classList.contains("mine") ? "mine" : "bot";
    li.classList.toggle("first", now !== side);
    day = name;
    side = now;
  });
  let answered = !dots.hidden, current = true;
  all.reverse().forEach(function (li) {
    if (li.classList.contains("mine")) return tick(li, answered);
    answered = true;
    if (li.querySelector(".choices")) { li.classList.toggle("old", !current); current = false; }
  });
}

function tick(li, answered) {
  let state = answered ? "read" : "sent";
  if (li.parentNode === pending) state = "wait";
  if (li.dataset.fault) state = "fail";
  if (li.dataset.tick === state) return;
  const mark = li.querySelector(".tick");
  li.dataset.tick = state;
  mark.textContent = "";
  mark.appendChild(icon(state));
  mark.appendChild(make("span", "vh", word({ wait: "waiting", sent: "sent", read: "read", fail: "failed" }[state])));
}

// fault writes under a line why it was refused.
function fault(id, text) {
  const li = elements.get(id);
  if (!li) return;
  change(function () {
    li.dataset.fault = "yes";
    li.classList.add("refused");
    li.appendChild(make("p", "why", text));
    settled.appendChild(li); // it waits no longer
  });
}

function showTyping(on) {
  clearTimeout(dotsTimer);
  if (on) dotsTimer = setTimeout(function () { showTyping(false); }, 12000);
  if (dots.hidden === !on) return;
  change(function () { dots.hidden = !on; });
}

newer.onclick = function () { toEnd(); byId("tulis").focus(); };
function size() { return log.clientWidth + "x" + log.clientHeight; }

let known = size();
log.addEventListener("scroll", function () {
  if (window.ResizeObserver && size() !== known) return; // moved by the screen, not by the person
  stuck = atEnd();
  if (stuck) newer.hidden = true;
}, { passive: true });
// A keyboard, a notice, a chosen picture or a turned phone takes room from the talk: its end stays in sight.
if (window.ResizeObserver) new ResizeObserver(function () {
  known = size();
  if (stuck) toEnd();
}).observe(log);
