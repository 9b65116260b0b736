// SPDX-License-Identifier: Apache-2.0
// The pages of the watch: empty, then with eleven weeks of messages in which one subject grows; with the mouse, without script.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { complaints, Town, until } from "./town.mjs";

const { things: THINGS, faults: FAULTS, streets: STREETS } = await complaints();
const DAYS = 75;
const PAGES = ["", "/messages", "/series", "/reglages"];
let town;
let ana;

// Everyday complaints, the same each time; in the last weeks four persons a day speak of rats.
function messages() {
  const rows = [];
  let n = 7;
  const pick = (list) => { n = (n * 1103515245 + 12345) % 2147483648; return list[Math.floor(n / 65536) % list.length]; };
  for (let day = 0; day < DAYS; day++) {
    const date = new Date(Date.UTC(2024, 0, 1 + day)).toISOString().slice(0, 10);
    const add = (text, person) => rows.push({ id: `m${rows.length}`, date, person, place: pick(["Nord", "Sud"]), text });
    for (let i = 0; i < 14; i++) { add(`${pick(THINGS)} ${pick(FAULTS)} ${pick(STREETS)}`, `p${rows.length}`); }
    for (let i = 0; day >= 62 && day < 68 && i < 4; i++) { add(`rats musqués ${pick(STREETS)}`, `r${day}-${i}`); }
  }
  rows.push({ ...rows.at(-1), id: "gaz", person: "x", text: "Forte odeur de gaz dans la rue Haute devant l'école, venez vite." });
  return rows;
}

before(async () => {
  town = await Town.peopled();
  ana = await town.visitor();
  await ana.signIn("Ana Petit");
});

after(async () => { await town.close(); });

test("where nothing was heard, each page says so", async () => {
  for (const page of PAGES) {
    await ana.go(`/veille${page}`);
    await ana.check();
  }
});

test("what grows is told with its evidence", async () => {
  await town.watch();
  const rows = messages();
  for (const row of rows) { await town.redis("RPUSH", "cahier:{commune}:inbox", JSON.stringify(row)); }
  await until("the days are told", async () => await town.redis("HGET", "cahier:{commune}:watch", "told") === "20240314", 120_000);
  for (const page of PAGES) {
    await ana.go(`/veille${page}`);
    await ana.check();
  }
  await ana.go("/veille");
  await ana.press("[data-alert] a");
  assert.match(await ana.page.locator("main").innerText(), /rats/);
  assert.match(await ana.page.locator("#force").innerText(), /Sans aucun événement/);
  await ana.check();
});

test("it is put off until a date, with a reason, and reopened", async () => {
  const form = ana.page.locator("[data-wish=snoozed]");
  await form.locator("[name=jusqu-au]").fill("2024-06-30");
  await form.locator("[name=raison]").fill("piégeage en cours");
  await ana.press("[data-wish=snoozed] button");
  assert.match(await ana.page.locator(".standing").innerText(), /Ana Petit, jusqu’au 30\sjuin\s2024/);
  await ana.press("[data-wish=open] button");
  assert.match(await ana.page.locator(".standing").innerText(), /Rouverte/);
  ana.clean();
});

test("a setting is tried on the past", async () => {
  await ana.go("/veille/reglages");
  await ana.press("button[value=essayer]");
  assert.match(await ana.page.locator("#essai").innerText(), /Avec ce réglage, \d+\salertes? dans la dernière année/);
  await ana.check();
});

test("without script: what is urgent first, given elsewhere, answered", async () => {
  const luc = await town.visitor({ javaScriptEnabled: false });
  await luc.signIn("Luc Roy");
  await luc.go("/veille/messages");
  await luc.page.locator("#services li", { hasText: "urgent" }).locator("a").click();
  await luc.page.waitForURL(/service=/);
  const first = luc.page.locator("[data-message]").first();
  assert.match(await first.innerText(), /gaz/);
  const position = await first.getAttribute("data-message");
  await luc.press(`[data-message="${position}"] form.line button`);
  assert.equal(await luc.page.locator(`[data-message="${position}"]`).count(), 0);
  await luc.press("[data-message] form.plain button");
  await luc.go("/veille");
  assert.match(await luc.page.locator("#reponses").innerText(), /Luc Roy/);
  await luc.leave();
});
