// What every other part uses: the words of the page and small helpers.
const body = document.body;
const words = JSON.parse(body.dataset.words);
const maxText = Number(body.dataset.maxText);
const maxPhoto = Number(body.dataset.maxPhoto);

function word(key) { return words[key] || key; }

function byId(id) { return document.getElementById(id); }

// make builds an element; text is always text, never markup.
function make(tag, className, text) {
  const el = document.createElement(tag);
  if (className) el.className = className;
  if (text) el.textContent = text;
  return el;
}

function icon(name) {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  const use = document.createElementNS(space, "use");
  svg.setAttribute("aria-hidden", "true");
  use.setAttribute("href", "#i-" + name);
  svg.appendChild(use);
  return svg;
}

// newId names a message before it is sent, so that sending it again cannot double it.
function newId() {
  const bytes = new Uint8Array(12);
  crypto.getRandomValues(bytes);
  return "w" + Array.from(bytes, function (b) { return ("0" + b.toString(16)).slice(-2); }).join("");
}

// Central Indonesian time, whatever the phone is set to: UTC+8 without summer time.
function wita(at) { return new Date(at + 8 * 3600 * 1000).toISOString(); }

function clock(at) { return wita(at).slice(11, 16).replace(":", "."); }

function dayName(at) {
  const day = wita(at).slice(0, 10);
  if (day === wita(Date.now()).slice(0, 10)) return word("today");
  if (day === wita(Date.now() - 24 * 3600 * 1000).slice(0, 10)) return word("yesterday");
  const months = word("months").split("|");
  return Number(day.slice(8)) + " " + months[Number(day.slice(5, 7)) - 1] + " " + day.slice(0, 4);
}
