// review.js -- comfort only: every page does what it says without it. ASCII: words come from the page.
"use strict";

const byId = (id) => document.getElementById(id);
const all = (selector, from) => Array.from((from || document).querySelectorAll(selector));

// Several at a time: how many are chosen; shift extends the choice from the last box.
function watchChoices(status) {
  const form = byId(status.dataset.chosen);
  const boxes = all("input[type=checkbox][form=" + form.id + "]");
  let last = -1;
  const tell = () => {
    const count = boxes.filter((box) => box.checked).length;
    status.textContent = count === 0 ? "" : (count === 1 ? status.dataset.one : status.dataset.many).replace("#", count);
  };
  boxes.forEach((box, i) => box.addEventListener("click", (event) => {
    if (event.shiftKey && last >= 0) {
      boxes.slice(Math.min(i, last), Math.max(i, last) + 1).forEach((other) => { other.checked = box.checked; });
    }
    last = i;
    tell();
  }));
  form.addEventListener("change", tell);
  document.addEventListener("cahier-chosen", tell);
  tell();
}

// One form, one sending: a second click on the same button is the same decision.
function sendOnce(form) {
  form.addEventListener("submit", () => {
    setTimeout(() => all("button", form).forEach((button) => { button.disabled = true; }), 0);
  });
}

// Keys of the list: j k x o r m / ?
let row = -1;

function goTo(index) {
  const rows = all("[data-row]");
  if (rows.length === 0) { return; }
  row = Math.max(0, Math.min(rows.length - 1, index));
  all("[data-row].at").forEach((other) => other.classList.remove("at"));
  rows[row].classList.add("at");
  const target = rows[row].querySelector("input[type=checkbox], button, a");
  if (target) { target.focus({ preventScroll: true }); }
  rows[row].scrollIntoView({ block: "center" });
}

function openFold(fold) {
  if (!fold) { return; }
  fold.open = true;
  const input = fold.querySelector("input:not([type=hidden])");
  if (input) { input.focus(); input.select(); }
}

const keys = {
  j: () => goTo(row + 1),
  k: () => goTo(row - 1),
  x: (at) => {
    const box = at && at.querySelector("input[type=checkbox]");
    if (box) { box.checked = !box.checked; document.dispatchEvent(new Event("cahier-chosen")); }
  },
  o: (at) => { const link = at && at.querySelector("h2 a, .source a"); if (link) { link.click(); } },
  r: (at) => openFold((at && at.querySelector("details.rename")) || document.querySelector(".deeds details.rename")),
  m: () => { const field = document.querySelector(".tray input:not([type=hidden]), .tray select"); if (field) { field.focus(); } },
  "/": () => { const field = document.querySelector("input[type=search]"); if (field) { field.focus(); } },
  "?": () => { const fold = document.querySelector("details.keys"); if (fold) { fold.open = true; fold.scrollIntoView(); } },
};

// Who dictates to a computer says letters: they can be turned off, for this browser.
const keysBox = byId("touches");
if (keysBox) {
  keysBox.closest("label").hidden = false;
  keysBox.checked = localStorage.getItem("cahier-touches") !== "non";
  keysBox.addEventListener("change", () => localStorage.setItem("cahier-touches", keysBox.checked ? "oui" : "non"));
}

function onKey(event) {
  const inField = /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName) && event.target.type !== "checkbox";
  if (event.key === "Escape") { onEscape(event.target); return; }
  if (!keysBox || !keysBox.checked || inField || event.ctrlKey || event.altKey || event.metaKey || !Object.hasOwn(keys, event.key)) { return; }
  event.preventDefault();
  keys[event.key](all("[data-row]")[row]);
}

// Escape hides a reason that covers the text, and folds a form that was opened by mistake.
function onEscape(target) {
  const mark = target.closest("mark");
  if (mark) { mark.classList.add("quiet"); mark.addEventListener("blur", () => mark.classList.remove("quiet"), { once: true }); }
  const fold = target.closest("details[open]");
  if (fold && !mark) { fold.open = false; fold.querySelector("summary").focus(); }
}

// A list keeps its place when the filter changes: only its part of the page is replaced.
async function filterInPlace(form) {
  const query = new URLSearchParams(new FormData(form)).toString();
  const address = form.action.split("#")[0] + "?" + query;
  const answer = await fetch(address, { credentials: "same-origin" });
  const next = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("contributions");
  if (!answer.ok || !next) { location.assign(address); return; }
  const focused = document.activeElement && document.activeElement.name;
  byId("contributions").replaceWith(document.importNode(next, true));
  history.replaceState(null, "", address + "#contributions");
  wire(byId("contributions"));
  const field = focused && document.querySelector("#filtres [name=\"" + CSS.escape(focused) + "\"]");
  if (field) { field.focus(); }
}

// Files dropped on the page are the files chosen.
function watchDrop(zone) {
  const input = byId("fichiers");
  const chosen = byId("choisis");
  const tell = () => { chosen.textContent = Array.from(input.files).map((file) => file.name).join(", "); };
  ["dragenter", "dragover"].forEach((name) => zone.addEventListener(name, (event) => {
    event.preventDefault();
    zone.classList.add("over");
  }));
  ["dragleave", "drop"].forEach((name) => zone.addEventListener(name, () => zone.classList.remove("over")));
  zone.addEventListener("drop", (event) => {
    event.preventDefault();
    if (event.dataTransfer.files.length > 0) { input.files = event.dataTransfer.files; tell(); }
  });
  input.addEventListener("change", tell);
}

// Progress, as the server tells it; a lost connection is taken up again by the browser.
function watchProgress(box) {
  const events = new EventSource(box.dataset.events);
  events.addEventListener("message", (event) => {
    const told = JSON.parse(event.data);
    byId("barre").value = told.percent;
    byId("phrase").textContent = told.sentence;
    all("#phases li").forEach((phase) => {
      const rank = Number(phase.dataset.phase);
      phase.className = rank < told.state ? "done" : rank === told.state ? "now" : "next";
      if (rank === told.state) { phase.setAttribute("aria-current", "step"); } else { phase.removeAttribute("aria-current"); }
    });
    if (told.state >= 3) {
      events.close();
      if (told.state === 3) { location.assign(box.dataset.ready); } else { location.reload(); }
    }
  });
}

// What is selected in the text goes to the field of what to hide.
function watchPassage(field) {
  const text = byId("texte");
  document.addEventListener("selectionchange", () => {
    const selection = document.getSelection();
    if (text && selection.rangeCount > 0 && !selection.isCollapsed && text.contains(selection.anchorNode) && text.contains(selection.focusNode)) {
      field.value = selection.toString().trim();
    }
  });
}

// What a part of the page needs, again when it was replaced.
function wire(part) {
  all("[data-chosen]", part).forEach(watchChoices);
  all("form[method=post]", part).forEach(sendOnce);
  const filters = part.querySelector("#filtres");
  if (filters) {
    filters.addEventListener("submit", (event) => { event.preventDefault(); filterInPlace(filters); });
    all("select, input[type=date]", filters).forEach((field) => field.addEventListener("change", () => filterInPlace(filters)));
  }
}

wire(document);
if (byId("depot")) { watchDrop(byId("depot")); }
if (byId("avancement")) { watchProgress(byId("avancement")); }
if (document.querySelector("[data-passage]")) { watchPassage(document.querySelector("[data-passage]")); }
if (document.querySelector("[data-reload]")) { setTimeout(() => location.reload(), 1000); }
if (byId("adresse")) { byId("adresse").textContent = byId("adresse").href; }
// On a phone the places scroll: the one where one is stays in sight.
const here = all(".places [aria-current]").pop();
if (here && here.closest("ul").scrollWidth > here.closest("ul").clientWidth) { here.closest("ul").scrollLeft = here.offsetLeft - 16; }
document.addEventListener("keydown", onKey);
// A page taken back from memory has forms that were sent already.
addEventListener("pageshow", (event) => { if (event.persisted) { location.reload(); } });
