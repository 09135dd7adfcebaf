// The pages of broadcasts work without this too. It shows what a form comes to while it is filled in, and how a broadcast
// is doing while it is looked at.
"use strict";
addEventListener("DOMContentLoaded", () => {
  for (const form of document.querySelectorAll("form[data-try]")) {
    const into = document.getElementById(form.dataset.into);
    let timer = 0, busy = false, again = false;
    const look = async () => {
      if (busy) { // one at a time: a large audience takes a while to count
        again = true;
        return;
      }
      busy = true;
      const data = new FormData(form);
      data.delete("berkas");
      data.delete("berkas_daftar");
      data.delete("daftar");
      try {
        const answer = await fetch(form.dataset.try, {method: "POST", body: data});
        if (answer.ok) into.innerHTML = await answer.text();
      } catch { /* the network is gone for a while: what was shown stays */ }
      busy = false;
      if (again) {
        again = false;
        look();
      }
    };
    form.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(look, 350);
    });
    for (const choice of form.querySelectorAll("[data-shows]")) {
      const show = () => {
        for (const part of form.querySelectorAll("[data-for]")) part.hidden = !part.dataset.for.split(" ").includes(choice.value);
      };
      choice.addEventListener("input", show);
      show();
    }
    for (const put of form.querySelectorAll("[data-put]")) {
      put.parentElement.hidden = false;
      put.addEventListener("click", () => {
        const field = document.getElementById(put.dataset.in);
        field.setRangeText(put.dataset.put, field.selectionStart, field.selectionEnd, "end");
        field.focus();
        form.dispatchEvent(new Event("input"));
      });
    }
  }
  for (const live of document.querySelectorAll("[data-progress]")) {
    const state = () => live.firstElementChild?.dataset.state;
    const begun = state();
    const ask = async () => {
      try {
        const answer = await fetch(live.dataset.progress);
        if (answer.ok) live.innerHTML = await answer.text();
      } catch { /* likewise */ }
      if (state() !== begun) location.replace(location.pathname); // without what was done just now
      else setTimeout(ask, document.hidden ? 5000 : 1000);
    };
    if (live.dataset.while.split(" ").includes(begun)) setTimeout(ask, 1000);
  }
});
