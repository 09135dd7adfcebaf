// Shortcuts for whoever has many cases before them. Single keys, and only while nothing is written; they can be turned off, as
// a voice or a slip may press them. Everything can be reached without.
"use strict";
addEventListener("DOMContentLoaded", () => {
  const help = document.querySelector("#pintasan"), opener = document.querySelector("[data-open]");
  if (!help || !help.showModal) return;
  const on = help.querySelector("input"), off = "sapa-tanpa-pintasan";
  try { on.checked = !localStorage.getItem(off); } catch { /* nothing may be kept here */ }
  on.addEventListener("change", () => {
    try { on.checked ? localStorage.removeItem(off) : localStorage.setItem(off, "1"); } catch { /* until the page is left */ }
  });
  opener.hidden = false;
  opener.addEventListener("click", () => help.showModal());

  // rows are the links of a list of cases; step moves the focus among them.
  const rows = () => Array.from(document.querySelectorAll(".cases tbody th a")).filter(a => a.offsetParent);
  const step = by => {
    const all = rows(), at = all.indexOf(document.activeElement);
    const to = all[at < 0 ? (by > 0 ? 0 : all.length - 1) : at + by];
    if (to) { to.focus(); to.scrollIntoView({block: "nearest"}); }
  };
  // enter goes into a field, once the key that led there is done with: it is not to be written there.
  const enter = field => setTimeout(() => field?.focus());
  const keys = {
    "?": () => help.showModal(),
    "/": () => enter(document.querySelector("#cari")),
    j: () => step(1),
    k: () => step(-1),
    x: () => document.activeElement.closest(".cases tr")?.querySelector("input")?.click(),
  };
  addEventListener("keydown", e => {
    if (e.defaultPrevented || e.ctrlKey || e.altKey || e.metaKey || help.open || !on.checked) return;
    if (e.target.closest("input:not([type=checkbox]):not([type=radio]), select, textarea")) return;
    const marked = /^[a-z]$/.test(e.key) && document.querySelector(`main [data-key="${e.key}"]`);
    if (marked) {
      marked.scrollIntoView({block: "nearest"});
      marked.matches("a, button") ? marked.click() : enter(marked);
    } else if (keys[e.key]) keys[e.key]();
    else return;
    e.preventDefault();
  });

  // What a step asks for besides is shown with that step alone.
  const to = document.querySelector("#ke");
  const parts = document.querySelectorAll("details[data-to]");
  const fold = () => { for (const d of parts) { d.hidden = d.dataset.to !== to.value; d.open = !d.hidden; } };
  if (to) { to.addEventListener("change", fold); fold(); }
});
