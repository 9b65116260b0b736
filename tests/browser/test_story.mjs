// SPDX-License-Identifier: Apache-2.0
// From the door to the themes, as people do it: with a mouse, with a keyboard alone, without script, two at a time.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { otherFile, PASSWORD, someFile, Town } from "./town.mjs";

let town;
let lot; // the batch that the first test sent

before(async () => {
  town = await Town.peopled();
});

after(async () => { await town.close(); });

test("the door: a wrong password is told, the right one opens", async () => {
  const ana = await town.visitor();
  await ana.go("/");
  await ana.check();
  await ana.page.fill("[name=nom]", "Ana Petit");
  await ana.page.fill("[name=mot-de-passe]", "un autre mot de passe");
  await ana.press("form[action$='/connexion'] button");
  assert.equal(await ana.page.locator("#avis").count(), 1);
  assert.equal(await ana.page.inputValue("[name=mot-de-passe]"), "");
  ana.wrong = []; // a refusal is an answer that failed
  await ana.check();
  await ana.signIn("Ana Petit");
  await ana.check();
  await ana.go("/reglages");
  await ana.check();
  await ana.leave();
});

test("a file is sent, a column corrected, its themes found", async () => {
  const ana = await town.visitor();
  await ana.signIn("Ana Petit");
  await ana.go("/lots/nouveau");
  await ana.check();
  await ana.send(someFile(), "Concertation du printemps");
  await ana.check();
  const column = ana.page.locator("select[name='role-0-1']");
  const other = (await column.inputValue()) === "other" ? "group" : "other";
  await column.selectOption(other);
  await ana.press("#relire");
  await ana.settled("#analyser");
  assert.equal(await ana.page.locator("select[name='role-0-1']").inputValue(), other);
  assert.equal(await ana.page.inputValue("[name=titre]"), "Concertation du printemps");
  lot = await ana.analyse();
  await ana.ready(lot);
  await ana.go(lot);
  assert.match(await ana.page.locator("h1").innerText(), /Concertation du printemps/);
  await ana.check();
  await ana.leave();
});

test("two people at once: what one says, the other reads", async () => {
  const [ana, luc] = [await town.visitor(), await town.visitor()];
  await ana.signIn("Ana Petit");
  await luc.signIn("Luc Roy");
  await luc.go(lot);
  await ana.go(lot);
  assert.equal(await luc.page.locator("form[action$='/supprimer']").count(), 0); // an agent removes nothing
  await luc.page.fill("[name=titre]", "Printemps, relu");
  await luc.press("form[action$='/titre'] button");
  await ana.page.reload();
  assert.match(await ana.page.locator("h1").innerText(), /Printemps, relu/);
  await luc.check();
  await luc.leave();
  await ana.leave();
});

test("with the keyboard alone", async () => {
  const ana = await town.visitor();
  const { page } = ana;
  const focused = (property) => page.evaluate((name) => document.activeElement[name], property);
  const tabTo = async (selector) => {
    for (let i = 0; i < 60; i++) {
      await page.keyboard.press("Tab");
      if (await page.evaluate((wanted) => document.activeElement.matches(wanted), selector)) { return; }
    }
    assert.fail(`no way to ${selector} by Tab`);
  };
  const enter = async () => {
    const shown = page.waitForEvent("domcontentloaded");
    await page.keyboard.press("Enter");
    await shown;
  };
  await ana.go("/");
  await page.keyboard.press("Tab");
  assert.equal(await focused("className"), "skip");
  await page.keyboard.press("Enter");
  assert.equal(await focused("id"), "contenu");
  await tabTo("[name=nom]");
  await page.keyboard.type("Ana Petit");
  await page.keyboard.press("Tab");
  await page.keyboard.type(PASSWORD);
  await enter();
  assert.equal(ana.path(), "/lots");
  await tabTo("#nouveau");
  await enter();
  assert.equal(ana.path(), "/lots/nouveau");
  await tabTo("#fichiers");
  await ana.leave();
});

test("without script", async () => {
  const luc = await town.visitor({ javaScriptEnabled: false });
  await luc.signIn("Luc Roy");
  await luc.send(otherFile(), "Sans script"); // the same file again would be the same batch
  await luc.page.locator("select[name='role-0-0']").selectOption("other");
  await luc.press("#relire");
  await luc.settled("#analyser");
  assert.equal(await luc.page.locator("select[name='role-0-0']").inputValue(), "other");
  const sent = await luc.analyse();
  await luc.ready(sent);
  await luc.go(sent);
  assert.match(await luc.page.locator("h1").innerText(), /Sans script/);
  await luc.press("form[action$='/deconnexion'] button");
  assert.equal(await luc.page.locator("[name=mot-de-passe]").count(), 1);
  await luc.leave();
});
