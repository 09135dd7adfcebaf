// Everything works without this. It folds the menu on a phone, ticks all rows at once, prints, and keeps a page up to date.
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
  for (const talk of document.querySelectorAll(".talk")) { // its end is what matters, also once pictures have come
    let atEnd = true;
    const toEnd = () => { if (atEnd) talk.scrollTop = talk.scrollHeight; };
    talk.addEventListener("scroll", () => { atEnd = talk.scrollTop + talk.clientHeight > talk.scrollHeight - 40; });
    talk.addEventListener("load", toEnd, true);
    toEnd();
  }
  if (document.querySelector("[data-live]")) setTimeout(renew, 2000, 450);
});

// renew keeps a part of the page that changes by itself up to date, so many times more. Once its kind is another, all of the page is.
async function renew(times) {
  const old = document.querySelector("[data-live]");
  if (!document.hidden) {
    try {
      const answer = await fetch(location.href, {cache: "no-store", redirect: "error"});
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = answer.ok && page.querySelector("[data-live]");
      if (answer.ok && !fresh) return location.reload(); // it is over
      if (fresh && fresh.dataset.live !== old.dataset.live) old.closest("main").replaceWith(fresh.closest("main"));
      else if (fresh && fresh.innerHTML !== old.innerHTML) old.replaceWith(fresh);
    } catch { /* the next time may do better */ }
  }
  if (times > 1) setTimeout(renew, 2000, times - 1);
}
