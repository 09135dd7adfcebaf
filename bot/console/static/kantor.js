// Everything works without this. It folds the menu on a phone, ticks all rows at once, and prints.
"use strict";
document.documentElement.classList.add("js");
addEventListener("DOMContentLoaded", () => {
  const menu = document.querySelector(".menu"), nav = document.querySelector(".nav");
  if (menu && nav) {
    menu.addEventListener("click", () => menu.setAttribute("aria-expanded", String(nav.classList.toggle("shown"))));
  }
  for (const all of document.querySelectorAll("[data-all]")) {
    all.closest("label").hidden = false;
    all.addEventListener("change", () => {
      for (const one of document.querySelectorAll(`input[name="${all.dataset.all}"]`)) one.checked = all.checked;
    });
  }
  for (const paper of document.querySelectorAll("[data-print]")) {
    paper.hidden = false;
    paper.addEventListener("click", () => print());
  }
});
addEventListener("DOMContentLoaded", () => {
  // What goes on by itself is looked at again; once it is over, the page as it is then.
  const look = async () => {
    const now = document.querySelector("[data-reload]");
    if (!now) return;
    try {
      const page = new DOMParser().parseFromString(await (await fetch(location.href)).text(), "text/html");
      const next = page.querySelector("[data-reload]");
      if (!next) return location.reload();
      if (next.innerHTML !== now.innerHTML && !now.contains(document.activeElement)) now.innerHTML = next.innerHTML;
    } catch { /* the network is away; it is looked at again */ }
    setTimeout(look, 2000);
  };
  setTimeout(look, 1000);
});
