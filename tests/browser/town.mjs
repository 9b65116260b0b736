// SPDX-License-Identifier: Apache-2.0
// town.mjs -- a review server in a folder of its own, a browser, and visitors whose pages are watched for what must
// never happen: an error of a script, a refusal of the content policy, a request to another host, a failed answer.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import net from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

export const PASSWORD = "une phrase assez longue";
export const WAIT_MS = 60_000;
const TENANT = "commune";
const WIDTHS = [390, 768, 1440];
const AXE_WIDTHS = process.env.LONG ? WIDTHS : [390, 1440]; // 768 has the layout of 390
const HERE = path.dirname(fileURLToPath(import.meta.url));
const BROWSER = process.env.CHROMIUM || "/usr/bin/chromium";

// What a test needs and a machine may lack: then it is skipped, and says why.
function skip(why) {
  process.stdout.write(`skipped: ${why}\n`);
  process.exit(77);
}

function need(module) {
  try {
    return createRequire(import.meta.url)(module);
  } catch {
    return skip(`${module} is not installed: npm ci in tests/browser, or scripts/setup --tests`);
  }
}

function onPath(program) {
  return (process.env.PATH || "").split(":").some((folder) => existsSync(path.join(folder, program)));
}

if (!existsSync(BROWSER)) { skip(`no browser at ${BROWSER}`); }
if (!onPath("redis-server")) { skip("redis-server is not installed"); }
const { chromium } = need("playwright-core");
const axeSource = need("axe-core/axe.min.js").source;

// The export of a town when there is one beside the project, else the one that every clone has.
export function someFile() {
  const exported = path.resolve(HERE, "../../../shared/data/exports/decidim-comments.csv");
  return existsSync(exported) ? exported : path.resolve(HERE, "../data/commune.csv");
}

// Reviewed by test_review.mjs, which counts on its themes.
export function reviewFile() {
  return path.resolve(HERE, "../data/commune.csv");
}

export function otherFile() {
  return path.resolve(HERE, "../data/hameau.csv");
}

// What residents complain of in made messages: things, faults, streets.
export async function complaints() {
  return JSON.parse(await readFile(path.resolve(HERE, "../data/complaints.json"), "utf8"));
}

// Polls until the condition gives something true.
export async function until(what, condition, wait = WAIT_MS) {
  const deadline = Date.now() + wait;
  for (;;) {
    const found = await condition();
    if (found) { return found; }
    assert.ok(Date.now() < deadline, `not in time: ${what}`);
    await new Promise((resolve) => { setTimeout(resolve, 50); });
  }
}

function ended(child) {
  return child.exitCode !== null || child.signalCode !== null
    ? Promise.resolve()
    : new Promise((resolve) => { child.once("exit", resolve); });
}

export class Town {
  // Started, with an administrator and an agent.
  static async peopled() {
    const town = await Town.open();
    await town.add("Ana Petit", "administrator");
    await town.add("Luc Roy", "agent");
    await town.start();
    return town;
  }

  static async open() {
    const town = new Town();
    town.folder = await mkdtemp(path.join(tmpdir(), "cahier-browser-"));
    return town;
  }

  #program(...words) {
    return spawn(process.env.CAHIER, ["serve", "--data", this.folder, "--tenant", TENANT, ...words]);
  }

  async add(name, role) {
    const child = this.#program("--add-person", name, "--role", role);
    let said = "";
    child.stderr.on("data", (bytes) => { said += bytes; });
    child.stdin.end(`${PASSWORD}\n`);
    await ended(child);
    assert.equal(child.exitCode, 0, said);
  }

  async start() {
    this.said = "";
    let printed = "";
    this.server = this.#program("--port", "0", "--jobs", "1");
    this.server.stdin.end();
    this.server.stderr.on("data", (bytes) => { this.said += bytes; });
    this.server.stdout.on("data", (bytes) => { printed += bytes; });
    const line = await until("address of the server", () => {
      assert.equal(this.server.exitCode, null, this.said);
      return printed.includes("\n") && printed.split("\n")[0].trim();
    });
    this.origin = new URL(line).origin;
    this.browser = await chromium.launch({
      executablePath: BROWSER,
      args: ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--disable-background-networking",
        "--disable-sync"],
    });
    return this;
  }

  // A watcher of the space, whose days end with the messages of later ones.
  async watch() {
    this.watcher = spawn(process.env.CAHIER, ["watch", "--redis", `unix://${this.folder}/redis/redis.sock`, "--tenant", TENANT,
      "--clock", "messages", "--quiet", "--jobs", "1", "--person-key", path.join(this.folder, "cle-auteurs")]);
    await until("the watch", async () => await this.redis("HGET", `cahier:{${TENANT}}:watch`, "on") === "1");
  }

  // A command and its answer, a number or a string; null.
  redis(...words) {
    return new Promise((resolve, reject) => {
      const link = net.connect(path.join(this.folder, "redis", "redis.sock"));
      let said = "";
      link.on("error", reject);
      link.on("data", (bytes) => {
        said += bytes;
        const [first, rest] = said.split("\r\n");
        if (said.endsWith("\r\n") && (first[0] !== "$" || first === "$-1" || rest !== "")) {
          link.end();
          resolve(first === "$-1" ? null : first[0] === ":" ? Number(first.slice(1)) : rest);
        }
      });
      link.write(`*${words.length}\r\n${words.map((word) => `$${Buffer.byteLength(word)}\r\n${word}\r\n`).join("")}`);
    });
  }

  async close() {
    if (this.watcher) {
      this.watcher.kill("SIGTERM");
      await ended(this.watcher);
    }
    if (this.browser) { await this.browser.close(); }
    if (this.server) {
      this.server.kill("SIGTERM");
      await ended(this.server);
    }
    await rm(this.folder, { recursive: true, force: true });
  }

  // Somebody with a browser of his own: cookies are not shared with the others.
  async visitor(options = {}) {
    const context = await this.browser.newContext({
      viewport: { width: 1440, height: 900 }, locale: "fr-FR", reducedMotion: "reduce", ...options,
    });
    context.setDefaultTimeout(WAIT_MS);
    return new Visitor(this, await context.newPage(), options.javaScriptEnabled === false);
  }
}

class Visitor {
  constructor(town, page, scriptless) {
    this.town = town;
    this.page = page;
    this.scriptless = scriptless;
    this.wrong = [];
    page.on("pageerror", (error) => this.wrong.push(`script: ${error.message}`));
    page.on("console", (message) => {
      if (["error", "warning"].includes(message.type())) { this.wrong.push(`console: ${message.text()} ${message.location().url}`); }
    });
    page.on("request", (request) => {
      const { origin, protocol } = new URL(request.url());
      if (protocol !== "data:" && origin !== town.origin) { this.wrong.push(`to another host: ${request.url()}`); }
    });
    page.on("response", (response) => {
      if (response.status() >= 400) { this.wrong.push(`${response.status()}: ${response.url()}`); }
    });
  }

  path() {
    const { pathname } = new URL(this.page.url());
    return pathname.slice(`/${TENANT}`.length);
  }

  go(where) {
    return this.page.goto(`${this.town.origin}/${TENANT}${where}`);
  }

  async signIn(name) {
    await this.go("/");
    await this.page.fill("[name=nom]", name);
    await this.page.fill("[name=mot-de-passe]", PASSWORD);
    await this.press("form[action$='/connexion'] button");
    assert.equal(this.path(), "/lots");
  }

  // Clicks, and waits for the page that it leads to.
  async press(selector) {
    const shown = this.page.waitForEvent("domcontentloaded");
    await this.page.locator(selector).first().click();
    await shown;
  }

  // Sends a file: to its pre-flight once the check has ended.
  async send(file, title) {
    await this.go("/lots/nouveau");
    await this.page.fill("[name=titre]", title);
    await this.page.setInputFiles("#fichiers", file);
    await this.press("#envoi button.main");
    await this.page.waitForURL("**/envois/*");
    await this.settled("#analyser");
  }

  // Starts the analysis: the path of the batch.
  async analyse() {
    await this.press("#analyser");
    await this.settled("[data-page=lot], [data-page=themes]");
    return this.path().match(/^\/lots\/[^/]+/)[0]; // the page of the progress goes to the themes by itself
  }

  // Pages that come back by themselves are asked again for a browser without script.
  async settled(selector) {
    const seen = () => this.page.locator(selector).count().catch(() => 0);
    await until(selector, async () => {
      if (await seen()) { return true; }
      if (this.scriptless) { await this.page.reload(); }
      return seen();
    });
  }

  // The batch once its themes are there; its page shows the progress until then.
  async ready(lot) {
    await until("end of the analysis", async () => {
      await this.go("/lots");
      const card = this.page.locator(`[data-lot="${lot.split("/").pop()}"]`);
      const state = await card.getAttribute("data-state");
      assert.notEqual(state, "4", "the analysis failed");
      return state === "3";
    });
  }

  // As a person with any aid and any screen would meet the page that is shown.
  async check() {
    const { page } = this;
    const before = page.viewportSize();
    await page.evaluate(axeSource);
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: 900 });
      const violations = !AXE_WIDTHS.includes(width) ? [] : await page.evaluate(async () => {
        const { violations: found } = await window.axe.run({ resultTypes: ["violations"] });
        return found.map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.map(({ html }) => html.slice(0, 300)).join(" | ")}`);
      });
      assert.deepEqual(violations, [], `${page.url()} at ${width} px`);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth);
      assert.ok(wide <= width, `${page.url()} is ${wide} px wide at ${width}`);
    }
    await page.setViewportSize(before);
    this.clean();
  }

  // Nothing went wrong since the last time it was asked.
  clean() {
    const wrong = this.wrong.splice(0);
    assert.deepEqual(wrong, []);
  }

  async leave() {
    await this.page.context().close();
    this.clean();
  }
}
