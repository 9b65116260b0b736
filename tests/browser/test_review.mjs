// SPDX-License-Identifier: Apache-2.0
// A consultation from its file to the council, and on to its next file: rename, merge, split, move, mask, undo, sign, publish; two
// people at once; with the keyboard alone; without script; every page with axe at three widths, empty and full.
import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { after, before, test } from "node:test";
import { reviewFile, Town, until } from "./town.mjs";

let town;
let lot;
let ana;

before(async () => {
  town = await Town.peopled();
  ana = await town.visitor();
  await ana.signIn("Ana Petit");
});

after(async () => { await town.close(); });

// The themes as the list shows them: id and label.
async function themes(visitor) {
  await visitor.go(`${lot}/themes`);
  return visitor.page.locator("[data-theme]").evaluateAll((rows) => rows.map((row) => ({
    id: row.dataset.theme, label: row.querySelector("h2").innerText.trim(),
  })));
}

// What one does with the theme that is shown, in the fold of that name.
async function deed(visitor, name, fill = async () => {}) {
  const fold = visitor.page.locator(`#actions details.${name}`);
  if (await fold.getAttribute("open") === null) { await fold.locator("summary").click(); }
  await fill(fold);
  await visitor.press(`#actions details.${name} button[type=submit]`);
}

const rename = (label) => (fold) => fold.locator("[name=label]").fill(label);

async function undo(visitor) {
  await visitor.press("#fait form button");
}

async function checkPages(batch, pages) {
  for (const page of pages) {
    await ana.go(batch + page);
    await ana.check();
  }
}

const PAGES = ["", "/themes", "/non-classees", "/copies", "/donnees-personnelles", "/relecture", "/propositions", "/apprendre", "/journal",
  "/publication", "/methode"];

test("empty pages say what to do next", async () => {
  await ana.go("/lots");
  await ana.check();
  const few = path.join(town.folder, "trois.csv");
  await writeFile(few, "id;texte\n1;Un banc devant la poste.\n2;Merci pour la fête.\n3;La piscine ferme trop tôt.\n");
  await ana.send(few, "Trois avis");
  const batch = await ana.analyse();
  await ana.ready(batch);
  await checkPages(batch, PAGES);
});

test("a file, a column corrected, its progress, its themes", async () => {
  await ana.send(reviewFile(), "Concertation du printemps");
  const column = (rank) => ana.page.locator(`select[name='role-0-${rank}']`);
  await column(5).selectOption("text"); // by mistake: the title is taken for what people wrote
  await column(6).selectOption("other");
  await ana.press("#relire");
  await ana.settled("#analyser");
  assert.equal(await column(5).inputValue(), "text");
  await column(5).selectOption("title");
  await column(6).selectOption("text");
  await ana.press("#relire");
  await ana.settled("#analyser");
  assert.deepEqual([await column(5).inputValue(), await column(6).inputValue()], ["title", "text"]);
  lot = await ana.analyse();
  await ana.page.waitForURL(`**${lot}/themes`); // the page of the progress goes there by itself
  assert.ok((await themes(ana)).length > 5);
});

test("rename, and undo", async () => {
  const [first] = await themes(ana);
  await ana.go(`${lot}/themes/${first.id}`);
  await deed(ana, "rename", rename("Un nom choisi"));
  assert.match(await ana.page.locator("#fait").innerText(), /Un nom choisi/);
  assert.equal((await themes(ana)).find(({ id }) => id === first.id).label, "Un nom choisi");
  await ana.page.goBack();
  await undo(ana);
  assert.equal((await themes(ana)).find(({ id }) => id === first.id).label, first.label);
  ana.clean();
});

test("merge, split, each undone", async () => {
  const all = await themes(ana);
  await ana.go(`${lot}/themes/${all[0].id}`);
  await deed(ana, "merge", (fold) => fold.locator("select").selectOption(all[1].id));
  const merged = ana.page.url();
  assert.equal((await themes(ana)).length, all.length - 1);
  await ana.page.goto(merged);
  await undo(ana);
  assert.deepEqual(await themes(ana), all);
  await ana.go(`${lot}/themes/${all[0].id}`);
  await deed(ana, "split");
  const split = ana.page.url();
  assert.equal((await themes(ana)).length, all.length + 1);
  await ana.page.goto(split);
  await undo(ana);
  assert.deepEqual(await themes(ana), all);
  ana.clean();
});

test("five contributions are moved, their neighbours proposed", async () => {
  const [first, second] = await themes(ana);
  await ana.go(`${lot}/themes/${first.id}`);
  const boxes = ana.page.locator("#contributions input[type=checkbox][name=contribution]");
  for (let i = 0; i < 5; i++) { await boxes.nth(i).check(); }
  assert.match(await ana.page.locator(".chosen").innerText(), /5/);
  await ana.page.locator("select[name=vers]").selectOption(second.id);
  await ana.press("button[name=faire][value=move]");
  assert.match(await ana.page.locator("#fait").innerText(), /5\scontributions/);
  const moved = ana.page.url();
  await ana.press("#voisines");
  assert.equal(await ana.page.locator("h1").count(), 1);
  await ana.check();
  await ana.page.goto(moved);
  await undo(ana);
  ana.clean();
});

test("a name that was missed is masked for ever", async () => {
  const [first] = await themes(ana);
  await ana.go(`${lot}/themes/${first.id}`);
  await ana.press("#contributions .source a");
  const page = ana.path();
  const word = (await ana.page.locator("#texte .text").innerText()).match(/\p{L}{6,}/u)[0];
  await ana.page.locator("[name=passage]").fill(word);
  await ana.press("form:has([name=passage]) button");
  assert.equal(ana.path(), lot);
  await ana.ready(lot);
  await until("the text is read again", async () => {
    await ana.go(page);
    return ana.path() === page;
  });
  assert.match(await ana.page.locator("#texte").innerText(), /\[personne\]/);
  assert.match(await ana.page.locator("#histoire").innerText(), /a masqué/);
  ana.clean();
});

test("two agents on one theme: the second is told, and nothing is lost", async () => {
  const luc = await town.visitor();
  await luc.signIn("Luc Roy");
  const [first] = await themes(ana);
  await ana.go(`${lot}/themes/${first.id}`);
  await luc.go(`${lot}/themes/${first.id}`);
  await deed(luc, "rename", rename("Selon Luc"));
  await deed(ana, "rename", rename("Selon Ana"));
  assert.match(await ana.page.locator("#entre-temps").innerText(), /Luc Roy/);
  ana.wrong = []; // a clash is an answer that failed
  await ana.check();
  assert.equal((await themes(luc)).find(({ id }) => id === first.id).label, "Selon Luc");
  await luc.leave();
});

test("signed off, published, read by the council", async () => {
  const [first] = await themes(ana);
  await ana.go(`${lot}/themes/${first.id}`);
  await ana.press("#signature form button");
  assert.match(await ana.page.locator("#signature").innerText(), /Ana Petit/);
  await ana.go(`${lot}/publication`);
  await ana.press("#publier form:has([name=etat][value=lien]) button");
  const address = await ana.page.locator("#adresse").getAttribute("href");
  const council = await town.visitor();
  await council.page.goto(town.origin + address);
  assert.match(await council.page.locator("body").innerText(), /Selon Luc/);
  await council.check();
  await council.leave();
});

test("every page of a batch that people worked on", async () => {
  const [first] = await themes(ana);
  await checkPages(lot, [...PAGES, `/themes/${first.id}`]);
  await ana.press("#contributions .source a");
  assert.match(ana.path(), /\/contributions\//);
  await ana.check();
  await ana.go("/reglages");
  await ana.check();
});

test("the next file goes on from there: decisions are still there, and what is lost is told", async () => {
  const kept = await themes(ana);
  const [id, gone] = [kept[0].id, kept.at(-1)];
  await ana.go(`${lot}/themes/${gone.id}`);
  await deed(ana, "rename", rename("Un thème qui s’en va"));
  await ana.go(`${lot}/themes/${gone.id}?ordre=arrivee`);
  const left = await ana.page.locator("[data-contribution]").evaluateAll((rows) => rows.map((row) => row.dataset.contribution));
  const rows = (await readFile(reviewFile(), "utf8")).split("\n").filter((row) => !left.includes(row.split(";")[0]));
  const next = path.join(town.folder, "ete.csv");
  await writeFile(next, rows.join("\n"));
  const before = lot;
  await ana.send(next, "Concertation, suite");
  await ana.page.locator("select[name=suite]").selectOption(before.split("/").pop());
  await ana.check();
  lot = await ana.analyse();
  await ana.ready(lot);
  assert.notEqual(lot, before);
  await ana.go(lot);
  assert.match(await ana.page.locator("main").innerText(), /suite de «\sConcertation du printemps\s»/);
  assert.equal((await themes(ana)).find((theme) => theme.id === id).label, "Selon Luc");
  assert.match(await ana.page.locator("p.warning").innerText(), /décisions? sur/);
  await ana.press("p.warning a");
  assert.match(await ana.page.locator("#perdues").innerText(), /Un thème qui s.en va/);
  await ana.check();
  await ana.send(next, "Sous un autre nom"); // the same file, but from no batch: another batch
  await ana.analyse();
  await ana.send(next, "Encore un nom");
  await ana.press("#analyser");
  await ana.settled("[data-page=deja]");
  await ana.check();
  await ana.press("#choisir form:has([value=ouvrir]) button");
  assert.match(await ana.page.locator("h1").innerText(), /Sous un autre nom/);
});

test("with the keyboard alone: choose, move, undo, rename, sign, publish", async () => {
  const luc = await town.visitor();
  const { page } = luc;
  await luc.signIn("Luc Roy");
  const [first, second] = await themes(luc);
  const tabTo = async (selector) => {
    for (let i = 0; i < 250; i++) {
      await page.keyboard.press("Tab");
      if (await page.evaluate((wanted) => document.activeElement.matches(wanted), selector)) { return; }
    }
    assert.fail(`no way to ${selector} by Tab`);
  };
  const press = async (key) => {
    const shown = page.waitForEvent("domcontentloaded");
    await page.keyboard.press(key);
    await shown;
  };
  await page.keyboard.press("j"); // keys of the list: first theme, open it
  await press("o");
  assert.equal(luc.path(), `${lot}/themes/${first.id}`);
  for (const key of ["j", "x", "j", "x", "m"]) { await page.keyboard.press(key); }
  assert.equal(await page.locator("#contributions input[name=contribution]:checked").count(), 2);
  assert.equal(await page.evaluate(() => document.activeElement.name), "vers");
  await page.keyboard.press("ArrowDown");
  assert.equal(await page.locator("select[name=vers]").inputValue(), second.id);
  await tabTo("button[value=move]");
  await press("Enter");
  assert.match(await page.locator("#fait").innerText(), /2\scontributions/);
  await tabTo("#fait form button");
  await press("Enter");
  await page.keyboard.press("r");
  await page.keyboard.type("Au clavier");
  await press("Enter");
  assert.match(await page.locator("h1").innerText(), /Au clavier/);
  await tabTo("#signature button");
  await press("Enter");
  assert.match(await page.locator("#signature").innerText(), /Luc Roy/);
  await tabTo(".places a[href$='/publication']");
  await press("Enter");
  await tabTo("#publier form:has([value=lien]) button");
  await press("Enter");
  assert.equal(await page.locator("#adresse").count(), 1);
  await luc.leave();
});

test("without script: rename, move, undo, verdict, sign, publish", async () => {
  const luc = await town.visitor({ javaScriptEnabled: false });
  await luc.signIn("Luc Roy");
  const all = await themes(luc);
  await luc.go(`${lot}/themes/${all[1].id}`);
  await deed(luc, "rename", rename("Sans script"));
  assert.match(await luc.page.locator("h1").innerText(), /Sans script/);
  await luc.page.locator("#contributions input[name=contribution]").first().check();
  await luc.page.locator("select[name=vers]").selectOption(all[2].id);
  await luc.press("button[name=faire][value=move]");
  assert.match(await luc.page.locator("#fait").innerText(), /1\scontribution/);
  await undo(luc);
  await luc.page.locator("#filtres [name=mots]").fill("rue");
  const filtered = luc.page.waitForEvent("domcontentloaded");
  await luc.page.keyboard.press("Enter");
  await filtered;
  assert.match(luc.page.url(), /mots=rue/);
  await luc.press("#signature form button");
  assert.match(await luc.page.locator("#signature").innerText(), /Luc Roy/);
  await luc.go(`${lot}/relecture`);
  await luc.press("#a-lire form button");
  assert.match(await luc.page.locator("#justesse").innerText(), /Vous avez jugé/);
  await luc.go(`${lot}/publication`);
  await luc.press("#publier form:has([name=etat][value=non]) button");
  assert.equal(await luc.page.locator("#adresse").count(), 0);
  await luc.leave();
});
