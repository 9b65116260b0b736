// SPDX-License-Identifier: Apache-2.0
// The themes of a batch as people correct them: rename, merge, split, move, undo, mask, sign, publish; two at a time.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { reviewFile, Town } from "./town.mjs";

let town;
let lot;
let ana;

before(async () => {
  town = await Town.open();
  await town.add("Ana Petit", "administrator");
  await town.add("Luc Roy", "agent");
  await town.start();
  ana = await town.visitor();
  await ana.signIn("Ana Petit");
  await ana.send(reviewFile(), "Concertation du printemps");
  lot = await ana.analyse();
  await ana.page.waitForURL(`**${lot}/themes`); // the page of the progress goes there by itself
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
  await fold.evaluate((details) => { details.open = true; });
  await fill(fold);
  await visitor.press(`#actions details.${name} button[type=submit]`);
}

async function undo(visitor) {
  await visitor.press("#fait form button");
}

test("every page of a batch, at three widths", async () => {
  const [first] = await themes(ana);
  const pages = ["", "/themes", `/themes/${first.id}`, "/non-classees", "/copies", "/donnees-personnelles", "/journal", "/publication", "/methode"];
  for (const page of pages) {
    await ana.go(lot + page);
    await ana.check();
  }
  await ana.go(`${lot}/themes/${first.id}`);
  await ana.press("#contributions .source a");
  assert.match(ana.path(), /\/contributions\//);
  await ana.check();
});

test("rename, and undo", async () => {
  const [first] = await themes(ana);
  await ana.go(`${lot}/themes/${first.id}`);
  await deed(ana, "rename", (fold) => fold.locator("[name=label]").fill("Un nom choisi"));
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
  await ana.check();
  assert.equal((await themes(ana)).length, all.length + 1);
  await ana.page.goto(split);
  await undo(ana);
  assert.deepEqual(await themes(ana), all);
  ana.clean();
});

test("five contributions are moved", async () => {
  const [first, second] = await themes(ana);
  await ana.go(`${lot}/themes/${first.id}`);
  const boxes = ana.page.locator("#contributions input[type=checkbox][name=contribution]");
  for (let i = 0; i < 5; i++) { await boxes.nth(i).check(); }
  await ana.page.locator("select[name=vers]").selectOption(second.id);
  await ana.press("button[name=faire][value=move]");
  assert.match(await ana.page.locator("#fait").innerText(), /5\scontributions/);
  await ana.check();
  await undo(ana);
  ana.clean();
});

test("two agents on one theme: the second is told, and nothing is lost", async () => {
  const luc = await town.visitor();
  await luc.signIn("Luc Roy");
  const [first] = await themes(ana);
  await ana.go(`${lot}/themes/${first.id}`);
  await luc.go(`${lot}/themes/${first.id}`);
  await deed(luc, "rename", (fold) => fold.locator("[name=label]").fill("Selon Luc"));
  await deed(ana, "rename", (fold) => fold.locator("[name=label]").fill("Selon Ana"));
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
  await ana.check();
  const address = await ana.page.locator("#adresse").getAttribute("href");
  const council = await town.visitor();
  await council.page.goto(town.origin + address);
  assert.match(await council.page.locator("body").innerText(), /Selon Luc/);
  await council.check();
  await council.leave();
});
