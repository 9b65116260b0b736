// Comfort only: everything the page says is there without it.
"use strict";

// A link to a folded text opens the folds around it.
function openTarget() {
  const target = location.hash.length > 1 ? document.getElementById(decodeURIComponent(location.hash.slice(1))) : null;
  if (!target) { return; }
  let folded = false;
  for (let fold = target.closest("details"); fold; fold = fold.parentElement.closest("details")) {
    folded = folded || !fold.open;
    fold.open = true;
  }
  if (folded) { target.scrollIntoView(); }
}

// Lower case without accents, so that "velo" finds what is written with an accent.
function fold(text) {
  return text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase();
}

const cards = document.getElementById("cards");
const themes = Array.from(cards.children);
const folded = themes.map((card) => null);

function search(word, status) {
  const wanted = fold(word.trim());
  let found = 0;
  themes.forEach((card, i) => {
    if (wanted && folded[i] === null) { folded[i] = fold(card.textContent); }
    const seen = !wanted || folded[i].includes(wanted);
    card.hidden = !seen;
    found += seen ? 1 : 0;
  });
  status.textContent = !wanted ? "" : found === 0 ? status.dataset.none : found === 1 ? status.dataset.one
    : status.dataset.many.replace("#", found);
}

function sortThemes(by) {
  const title = (card) => card.querySelector("h3").textContent;
  const order = by === "label" ? (a, b) => title(a).localeCompare(title(b), "fr")
    : (a, b) => b.dataset[by] - a.dataset[by] || themes.indexOf(a) - themes.indexOf(b);
  themes.slice().sort(order).forEach((card) => cards.append(card));
}

function cellValue(row, column) {
  const text = row.cells[column] ? row.cells[column].textContent.replace(/\u202f/g, "") : "";
  const number = parseInt(text, 10);
  return { text, number: Number.isNaN(number) ? -1 : number };
}

function sortTable(table, head, column) {
  const down = head.getAttribute("aria-sort") !== "descending";
  const number = head.classList.contains("number");
  const rows = Array.from(table.tBodies[0].rows);
  rows.sort((a, b) => {
    const x = cellValue(a, column), y = cellValue(b, column);
    const order = number ? x.number - y.number : y.text.localeCompare(x.text, "fr");
    return down ? -order : order;
  });
  table.querySelectorAll("th[aria-sort]").forEach((th) => th.removeAttribute("aria-sort"));
  head.setAttribute("aria-sort", down ? "descending" : "ascending");
  rows.forEach((row) => table.tBodies[0].append(row));
}

document.querySelectorAll("table[data-sort]").forEach((table) => {
  if (!table.tHead || table.tBodies[0].rows.length < 3) { return; }
  Array.from(table.tHead.rows[0].cells).forEach((head, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "sort";
    button.textContent = "\u2195";
    button.setAttribute("aria-label", table.dataset.sort + " " + head.textContent);
    button.addEventListener("click", () => sortTable(table, head, column));
    head.append(" ", button);
  });
});

const tools = document.getElementById("tools");
if (themes.length > 1) {
  const status = document.getElementById("found");
  tools.hidden = false;
  document.getElementById("search").addEventListener("input", (event) => search(event.target.value, status));
  document.getElementById("sort").addEventListener("change", (event) => sortThemes(event.target.value));
}
addEventListener("hashchange", openTarget);
openTarget();
