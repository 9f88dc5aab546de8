import assert from "node:assert/strict";
import type { Browser, Page } from "playwright-core";
import type { Checks } from "./checks.ts";
import { onPage } from "./page-checks.ts";

const dayMs = 86_400_000;

const shownAt = async (page: Page): Promise<number> =>
  Date.parse((await page.locator("header.clock time").getAttribute("datetime")) ?? "");

async function pressDay(page: Page): Promise<void> {
  const before = await shownAt(page);
  const button = page.getByRole("button", { name: "+1 day" });
  await button.focus();
  await page.keyboard.press("Enter");
  const after = new Date(before + dayMs).toISOString();
  await page.locator(`header.clock[data-busy=false] time[datetime="${after}"]`).waitFor();
}

/** The clock moves under the hand, with and without a script, and leaves the reader where he was. */
export async function checkClock(checks: Checks, browser: Browser, url: string): Promise<void> {
  await checks.check("clock: +1 day moves it by a day and keeps page and focus", () =>
    onPage(browser, url, {}, async ({ page }) => {
      await page.evaluate("globalThis.sameDocument = true");
      await pressDay(page);
      assert.equal(await page.evaluate("globalThis.sameDocument"), true, "The page was loaded anew.");
      assert.equal(await page.evaluate("document.activeElement.value"), "P1D", "The focus left the button.");
    }),
  );
  await checks.check("clock: +1 day works without a script and leads back to the same page", () =>
    onPage(browser, `${url}/cases?state=open`, { javaScriptEnabled: false }, async ({ page }) => {
      await pressDay(page);
      assert.equal(page.url(), `${url}/cases?state=open`);
    }),
  );
}
