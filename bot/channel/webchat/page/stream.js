// What comes from the server: history first, then live. Whenever the connection breaks, it goes on where it stood.
const quiet = 50000; // without a sign of life for so long, the stream counts as dead
let source = null, place = "", attempts = 0, streamTimer = 0, watchdog = 0, offlineTimer = 0, lastSign = 0;

function connect() {
  clearTimeout(streamTimer);
  close();
  if (!place) return catchUp();
  source = new EventSource("/aliran?sesudah=" + encodeURIComponent(place));
  source.addEventListener("detak", alive);
  source.addEventListener("baris", function (e) {
    alive();
    const line = JSON.parse(e.data);
    if (!line.mine) showTyping(false);
    change(function () { settle(line, true); });
    if (e.lastEventId) place = e.lastEventId;
  });
  source.addEventListener("mengetik", function () { alive(); showTyping(true); });
  source.addEventListener("ulang", function () { place = ""; connect(); });
  source.onerror = lost;
  watch();
}

// catchUp asks for all that was said, and only then for what comes.
function catchUp() {
  within(20000, "/riwayat", { credentials: "same-origin", cache: "no-store" }).then(function (r) {
    if (r.status === 401) return within(20000, "/", { credentials: "same-origin" }).then(function () { throw new Error("new"); });
    if (!r.ok) throw new Error("history");
    return r.json();
  }).then(function (told) {
    change(function () { told.lines.forEach(function (line) { settle(line, true); }); });
    if (log.getAttribute("aria-live") === "off") { // what was there before is not read aloud
      toEnd();
      setTimeout(function () { log.setAttribute("aria-live", "polite"); }, 500);
    }
    place = told.cursor;
    connect();
  }).catch(lost);
}

function close() {
  clearTimeout(watchdog);
  if (source) { source.onerror = null; source.close(); source = null; }
}

function alive() {
  lastSign = Date.now();
  attempts = 0;
  clearTimeout(offlineTimer);
  offlineTimer = 0;
  state("on", word("online"));
  byId("notice").hidden = true;
  watch();
  flush();
}

function watch() {
  clearTimeout(watchdog);
  watchdog = setTimeout(lost, quiet);
}

// lost tries again soon, then more seldom. A short break is shown as "connecting" only.
function lost() {
  close();
  attempts++;
  if (!offlineTimer) offlineTimer = setTimeout(offline, 4000);
  if (navigator.onLine === false) offline(); else if (byId("notice").hidden) state("wait", word("connecting"));
  const wait = Math.min(20000, 400 * Math.pow(2, Math.min(attempts, 6))) * (0.7 + Math.random() * 0.6);
  clearTimeout(streamTimer);
  streamTimer = setTimeout(connect, wait);
}

function offline() {
  state("off", word("offline_short"));
  showTyping(false);
  const notice = byId("notice");
  notice.textContent = word("offline");
  notice.hidden = false;
}

function state(name, text) {
  const el = byId("state");
  if (el.dataset.state === name) return;
  el.dataset.state = name;
  el.textContent = text;
}
