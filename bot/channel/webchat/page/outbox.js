// What was typed and is not safe on the server yet. It goes out one by one, in order, again and again under the same ID,
// and is kept for this tab over a reload.
const store = "sapa-outbox";
let outbox = [], sending = false, tries = 0, sendTimer = 0;

function queue(message) {
  message.id = newId();
  message.at = Date.now();
  outbox.push(message);
  draw(message);
  toEnd();
  save();
  flush();
}

function draw(m) {
  change(function () {
    pending.appendChild(element({ id: m.id, mine: true, text: m.label || m.text || "", at: m.at,
      photo: m.photo ? URL.createObjectURL(m.photo) : "" }));
  });
}

function save() {
  const kept = outbox.filter(function (m) { return !m.refused; }).map(function (m) {
    return { id: m.id, at: m.at, text: m.text, tap: m.tap, label: m.label, start: m.start, kept: m.kept, photo: !!m.photo };
  });
  try {
    if (kept.length) sessionStorage.setItem(store, JSON.stringify(kept));
    else sessionStorage.removeItem(store);
  } catch (e) {
    // Full or forbidden: the messages still go out as long as the page is open.
  }
}

// restore takes up what an earlier load of this page had not sent. A picture too large to keep is lost, its words not.
function restore() {
  try {
    JSON.parse(sessionStorage.getItem(store) || "[]").forEach(function (m) {
      m.photo = m.kept ? toBlob(m.kept) : null;
      if (!m.photo && !m.text && !m.tap && !m.start) return;
      outbox.push(m);
      draw(m);
    });
  } catch (e) {
    sessionStorage.removeItem(store);
  }
}

// forget: this message stands in the talk.
function forget(id) {
  const n = outbox.length;
  outbox = outbox.filter(function (m) { return m.id !== id; });
  if (outbox.length !== n) save();
}

// flush sends the first waiting message, and the next when that is through.
function flush() {
  clearTimeout(sendTimer);
  const m = outbox.find(function (m) { return !m.refused; });
  if (sending || !m) return;
  sending = true;
  post(m).then(function (answer) {
    sending = false;
    tries = 0;
    if (answer.ok) change(function () { settle({ id: m.id }, false); });
    else { m.refused = true; fault(m.id, answer.words); save(); }
    flush();
  }, function (wait) {
    sending = false;
    tries++;
    sendTimer = setTimeout(flush, Number(wait) || Math.min(30000, 700 * Math.pow(2, Math.min(tries, 6))) * (0.7 + Math.random() * 0.6));
  });
}

// post resolves with what the server decided, and rejects, perhaps with milliseconds to wait, when it must be tried again.
function post(m) {
  const options = { method: "POST", credentials: "same-origin", cache: "no-store" };
  if (m.photo) {
    options.body = new FormData();
    options.body.append("id", m.id);
    options.body.append("text", m.text || "");
    options.body.append("photo", m.photo, "foto.jpg");
  } else {
    options.headers = { "Content-Type": "application/json" };
    options.body = JSON.stringify({ id: m.id, text: m.text, tap: m.tap, label: m.label, start: m.start });
  }
  return within(m.photo ? 120000 : 20000, "/kirim", options).then(function (r) {
    if (r.ok) return { ok: true };
    if (r.status === 401) return within(20000, "/", { credentials: "same-origin" }).then(function () { throw 500; });
    if (r.status === 429) throw Number(r.headers.get("Retry-After")) * 1000;
    if (r.status >= 500 || r.status === 403 || r.status === 404 || r.status === 408) throw 0;
    return r.json().then(function (body) { return { ok: false, words: body.words }; });
  });
}

// within is fetch that gives up after a time: a bad signal hangs rather than fails.
function within(ms, url, options) {
  const stop = window.AbortController ? new AbortController() : null;
  if (stop) options.signal = stop.signal;
  const timer = setTimeout(function () { if (stop) stop.abort(); }, ms);
  const done = function () { clearTimeout(timer); };
  return fetch(url, options).then(function (r) { done(); return r; }, function (e) { done(); throw e; });
}
