import assert from "node:assert/strict";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import * as z from "zod/mini";
import { expectAccessible } from "./accessibility.ts";
import type { Checks } from "./checks.ts";

export const schemes = ["light", "dark"] as const;
const wide = { width: 1280, height: 900 };
const narrow = { width: 320, height: 700 };
const heaviestBytes = 50_000;

/** Opens a page in a context of its own, fails on anything the browser complains about, and closes it again. */
export async function onPage(
  browser: Browser,
  url: string,
  options: BrowserContextOptions,
  look: (page: Page) => Promise<void>,
): Promise<void> {
  const context = await browser.newContext({ viewport: wide, ...options });
  try {
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
    page.on("pageerror", (error) => complaints.push(error.message));
    await page.goto(url);
    await look(page);
    assert.deepEqual(complaints, [], "The browser complained.");
  } finally {
    await context.close();
  }
}

async function expectNoSidewaysScroll(page: Page): Promise<void> {
  const scrollWidth = z.number().parse(await page.evaluate("document.documentElement.scrollWidth"));
  assert.ok(scrollWidth <= narrow.width, `The page is ${scrollWidth} px wide in a window of ${narrow.width} px.`);
}

/** The page with its own style, script and icon; a mail shown in a frame is not part of it. */
async function expectLight(browser: Browser, url: string): Promise<void> {
  const weights: Promise<number>[] = [];
  const context = await browser.newContext({ viewport: wide });
  const page = await context.newPage();
  page.on("response", (response) => {
    if (response.frame() === page.mainFrame()) weights.push(response.body().then((body) => body.length));
  });
  await page.goto(url, { waitUntil: "networkidle" });
  const bytes = (await Promise.all(weights)).reduce((sum, weight) => sum + weight, 0);
  await context.close();
  assert.ok(bytes < heaviestBytes, `The page weighs ${bytes} bytes; ${heaviestBytes} are allowed.`);
}

/** Layout shift as browsers score it, once everything is loaded. */
async function expectStill(page: Page): Promise<void> {
  const score: unknown = await page.evaluate(`new Promise((resolve) => {
    let score = 0;
    new PerformanceObserver((list) => { for (const entry of list.getEntries()) score += entry.value; })
      .observe({ type: "layout-shift", buffered: true });
    requestAnimationFrame(() => requestAnimationFrame(() => resolve(score)));
  })`);
  assert.equal(score, 0, "Something moved while the page was loading.");
}

const reachable = `[...document.querySelectorAll("a[href], button:enabled, input:not([type=hidden]), summary, [tabindex='0'], iframe")]
  .filter((element) => element.checkVisibility({ visibilityProperty: true }))
  .filter((element) => element.type !== "radio" || element.checked)`;

/** Tab reaches each control in order, and the focused one can be told from the others. */
async function expectKeyboard(page: Page): Promise<void> {
  const count = z.number().parse(await page.evaluate(`(globalThis.controls = ${reachable}).length`));
  const reached = new Set<number>();
  for (let presses = 0; presses < count * 2 && reached.size < count; presses += 1) {
    await page.keyboard.press("Tab");
    const state: unknown = await page.evaluate(`(() => {
      const at = document.activeElement;
      const shown = at.matches("iframe") || [at, at.closest(".row")].some((one) => one && getComputedStyle(one).outlineStyle !== "none");
      return { index: controls.indexOf(at), shown, what: at.outerHTML.slice(0, 120) };
    })()`);
    const { index, shown, what } = z.object({ index: z.number(), shown: z.boolean(), what: z.string() }).parse(state);
    assert.ok(shown, `Nobody can see that this has the focus: ${what}`);
    if (index >= 0) reached.add(index);
  }
  const missed: unknown = await page.evaluate(
    `controls.filter((_, index) => !${JSON.stringify([...reached])}.includes(index)).map((one) => one.outerHTML.slice(0, 120))`,
  );
  assert.deepEqual(missed, [], "Tab never came to these.");
}

/** What every page owes its reader: light and dark, narrow and wide, by eye, ear and keyboard, at once and at rest. */
export async function checkPage(checks: Checks, browser: Browser, name: string, url: string): Promise<void> {
  for (const colorScheme of schemes) {
    for (const viewport of [wide, narrow])
      await checks.check(`${name}: accessible, ${colorScheme}, ${viewport.width} px`, () =>
        onPage(browser, url, { colorScheme, viewport }, expectAccessible),
      );
  }
  await checks.check(`${name}: no sideways scroll at ${narrow.width} px`, () =>
    onPage(browser, url, { viewport: narrow }, expectNoSidewaysScroll),
  );
  await checks.check(`${name}: nothing moves while loading`, () => onPage(browser, url, {}, expectStill));
  await checks.check(`${name}: under ${heaviestBytes / 1000} KB`, () => expectLight(browser, url));
  await checks.check(`${name}: keyboard reaches everything`, () => onPage(browser, url, {}, expectKeyboard));
}
