// The person's hands: typing, pressing, choosing a picture, leaving.
const write = byId("write"), input = byId("tulis");

function say(text) {
  const el = byId("fault");
  el.textContent = text;
  el.hidden = !text;
}

function grow() {
  input.style.height = "auto";
  input.style.height = Math.min(input.scrollHeight, 140) + "px";
  write.classList.toggle("filled", input.value.trim() !== "" || chosen !== null);
}

function submit() {
  const text = input.value.trim();
  if (!text && !chosen) return;
  if (Array.from(text).length > maxText) return say(word("error.too_long"));
  say("");
  const message = { text: text }, photo = chosen;
  input.value = "";
  if (!photo) queue(message);
  else toText(photo.blob).then(function (kept) {
    message.photo = photo.blob;
    if (kept.length < 1500000) message.kept = kept;
    queue(message);
  });
  dropPhoto();
  grow();
  input.focus();
}

write.onsubmit = function (e) { e.preventDefault(); submit(); };
input.oninput = grow;
input.onkeydown = function (e) {
  if (e.key !== "Enter" || e.shiftKey || e.isComposing || e.keyCode === 229) return;
  e.preventDefault();
  submit();
};
// Some keyboards bring the line break separately.
input.onkeypress = function (e) { if (e.key === "Enter" && !e.shiftKey) e.preventDefault(); };
byId("draft-remove").onclick = function () { dropPhoto(); grow(); input.focus(); };
if (byId("photo")) byId("photo").onchange = function () {
  if (this.files[0]) choose(this.files[0]);
  this.value = "";
};

byId("leave").onclick = function () {
  if (!window.confirm(word("leave_ask"))) return;
  outbox = [];
  save();
  within(20000, "/keluar", { method: "POST", credentials: "same-origin" }).then(function () { location.replace("/"); }, function () {
    say(word("offline"));
  });
};

word("starters").split("|").forEach(function (text) {
  const button = make("button", "choice", text);
  button.type = "button";
  button.onclick = function () { queue({ text: text }); };
  byId("starters").appendChild(button);
});

window.addEventListener("online", function () { attempts = 0; connect(); flush(); });
window.addEventListener("offline", offline);
document.addEventListener("visibilitychange", function () { 
  if (!document.hidden && (!source || Date.now() - lastSign > 30000)) connect(); // a phone that slept
});
setInterval(dress, 60000); // "today" becomes "yesterday"

restore();
welcome.hidden = elements.size > 0;
// A poster's link opens a flow: /?mulai=wrse
const opened = /[?&]mulai=([A-Za-z0-9_-]{1,64})/.exec(location.search);
if (opened) {
  history.replaceState(null, "", "/");
  queue({ start: opened[1], label: word("start") });
}
connect();
