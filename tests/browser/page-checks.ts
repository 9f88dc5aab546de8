import assert from "node:assert/strict";
import type { Browser, BrowserContextOptions, Page, Response } from "playwright-core";
import * as z from "zod/mini";
import { expectAccessible } from "./accessibility.ts";
import type { Checks } from "./checks.ts";

export const schemes = ["light", "dark"] as const;
const wide = { width: 1280, height: 900 };
const narrow = { width: 320, height: 700 };
const heaviestBytes = 50_000;

/** A page being looked at. */
interface Sight {
  readonly page: Page;
  /** The bytes of the page with its own style, script and icon; a mail shown in a frame is not part of it. */
  bytes(): Promise<number>;
}

function weigh(page: Page): Sight["bytes"] {
  const responses: Response[] = [];
  page.on("response", (response) => response.frame() === page.mainFrame() && responses.push(response));
  return async () => {
    const bodies = await Promise.all(responses.map((response) => response.body()));
    return bodies.reduce((sum, body) => sum + body.length, 0);
  };
}

/** Opens a page in a context of its own, fails on anything the browser complains about, and closes it again. */
export async function onPage(
  browser: Browser,
  url: string,
  options: BrowserContextOptions,
  look: (sight: Sight) => Promise<void>,
): Promise<void> {
  const context = await browser.newContext({ viewport: wide, ...options });
  try {
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
    page.on("pageerror", (error) => complaints.push(error.message));
    const bytes = weigh(page);
    await page.goto(url);
    await look({ page, bytes });
    assert.deepEqual(complaints, [], "The browser complained.");
  } finally {
    await context.close();
  }
}

async function expectNoSidewaysScroll(page: Page): Promise<void> {
  const scrollWidth = z.number().parse(await page.evaluate("document.documentElement.scrollWidth"));
  assert.ok(scrollWidth <= narrow.width, `The page is ${scrollWidth} px wide in a window of ${narrow.width} px.`);
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

const reachable = `[...document.querySelectorAll("a[href], button:enabled, input:not([type=hidden]), summary, [tabindex='0']")]
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
      const shown = at.matches("iframe, body") || [at, at.closest(".row")].some((one) => one && getComputedStyle(one).outlineStyle !== "none");
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

async function expectLight({ bytes }: Sight): Promise<void> {
  const weight = await bytes();
  assert.ok(weight < heaviestBytes, `The page weighs ${weight} bytes; ${heaviestBytes} are allowed.`);
}

/** What every page owes its reader: light and dark, narrow and wide, by eye, ear and keyboard, at once and at rest. */
export async function checkPage(checks: Checks, browser: Browser, name: string, url: string): Promise<void> {
  for (const colorScheme of schemes) {
    await checks.check(`${name}, ${colorScheme}, wide: accessible`, () =>
      onPage(browser, url, { colorScheme }, ({ page }) => expectAccessible(page)),
    );
    await checks.check(`${name}, ${colorScheme}, ${narrow.width} px: accessible, no sideways scroll`, () =>
      onPage(browser, url, { colorScheme, viewport: narrow }, async ({ page }) => {
        await expectAccessible(page);
        await expectNoSidewaysScroll(page);
      }),
    );
  }
  await checks.check(
    `${name}: under ${heaviestBytes / 1000} KB, at rest while loading, keyboard reaches everything`,
    () =>
      onPage(browser, url, {}, async (sight) => {
        await expectStill(sight.page);
        await expectLight(sight);
        await expectKeyboard(sight.page);
      }),
  );
}

/** The least for pages that differ from a checked one only in their text. */
export const checkText = (checks: Checks, browser: Browser, name: string, url: string): Promise<void> =>
  checks.check(`${name}: accessible, no sideways scroll at ${narrow.width} px`, () =>
    onPage(browser, url, { viewport: narrow }, async ({ page }) => {
      await expectAccessible(page);
      await expectNoSidewaysScroll(page);
    }),
  );
