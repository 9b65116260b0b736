// SPDX-License-Identifier: Apache-2.0
// guide.mjs FOLDER -- the pictures of docs/guide.md, from the program itself with the sample that is shipped: scripts/guide-images.
import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { reviewFile, Town } from "./town.mjs";

const folder = path.resolve(process.argv[2]);
const town = await Town.open();
await town.add("Mme Petit", "administrator");
await town.add("M. Roux", "agent");
await town.start();
const petit = await town.visitor({ viewport: { width: 1180, height: 760 }, timezoneId: "Europe/Paris" });
const { page } = petit;

const take = async (name, height = 760) => {
  await page.evaluate(() => { window.scrollTo(0, 0); document.activeElement.blur(); });
  await page.screenshot({ path: path.join(folder, `${name}.png`), clip: { x: 0, y: 0, width: 1180, height }, fullPage: true });
};

/* The pictures tell of themes by their subject: which comes first changes with a text. */
async function themes(lot) {
  await petit.go(`${lot}/themes`);
  const rows = await page.locator("[data-theme]").evaluateAll((all) => all.map((row) => [row.dataset.theme, row.innerText]));
  return (word) => rows.find(([, text]) => text.includes(word))[0];
}

async function deed(name, fill) {
  const fold = page.locator(`#actions details.${name}`);
  await fold.locator("summary").click();
  await fill(fold);
  await petit.press(`#actions details.${name} button[type=submit]`);
}

try {
  await petit.go("/");
  await take("connexion", 480);
  await petit.signIn("Mme Petit");
  await petit.send(reviewFile(), "Concertation du printemps");
  await take("verification", 960);
  const lot = await petit.analyse();
  await petit.ready(lot);
  const about = await themes(lot);
  const [street, bicycles, health] = [about("Chaussée"), about("Vélo"), about("Santé")];
  await take("themes", 900);
  await petit.go(`${lot}/themes/${street}`);
  await take("theme", 1000);
  await deed("rename", (fold) => fold.locator("[name=label]").fill("Trottoirs, passages piétons, chaussée"));
  for (let i = 0; i < 5; i++) { await page.locator("#contributions input[name=contribution]").nth(i).check(); }
  await page.locator("select[name=vers]").selectOption(bicycles);
  await petit.press("button[name=faire][value=move]");
  await take("deplace", 420);
  await petit.press("#fait form.undo button");
  await petit.press("#contributions .source a");
  await take("contribution", 1000);
  await petit.go(`${lot}/relecture`);
  await petit.press("#a-lire form button");
  await take("relecture", 760);
  await petit.go(`${lot}/themes/${street}`);
  await petit.press("#signature form button");
  await petit.go(`${lot}/publication`);
  await petit.press("#publier form:has([name=etat][value=lien]) button");
  await page.evaluate(() => { document.getElementById("adresse").textContent = "https://concertation.exemple.fr/commune/publie/…"; });
  await take("publication", 760);
  await page.goto(town.origin + await page.locator("#adresse").getAttribute("href"));
  await take("conseil", 960);
  await petit.go(`${lot}/themes/${health}`);
  await deed("rename", (fold) => fold.locator("[name=label]").fill("Médecins et dentistes"));
  await petit.go(`${lot}/themes/${health}`);
  const left = await page.locator("[data-contribution]").evaluateAll((rows) => rows.map((row) => row.dataset.contribution));
  const rows = (await readFile(reviewFile(), "utf8")).split("\n").filter((row) => !left.includes(row.split(";")[0]));
  const next = path.join(town.folder, "ete.csv");
  await writeFile(next, rows.join("\n"));
  await petit.send(next, "Concertation, deuxième fichier");
  await page.locator("select[name=suite]").selectOption({ label: "Concertation du printemps" });
  const continued = await petit.analyse();
  await petit.ready(continued);
  await petit.go(`${continued}/journal`);
  await take("suite", 620);
  petit.clean();
} finally {
  await town.close();
}
