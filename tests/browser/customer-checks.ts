import assert from "node:assert/strict";
import type { Browser } from "playwright-core";
import type { Checks } from "./checks.ts";
import { providerUrl, serveCustomerPages } from "./customer-pages.ts";
import { checkPage, checkText, onPage } from "./page-checks.ts";

// Colours that read badly on a white or a dark ground as they are.
const hardColours = ["#ffe600", "#00e5ff", "#101820", "#767676"];

/** The customer's page in each state and language, and its one button where no script may run. */
export async function checkCustomerPages(checks: Checks, browser: Browser): Promise<void> {
  const { url, paths, close } = await serveCustomerPages();
  for (const path of paths)
    await (/^\/update(-several)?\//.test(path) ? checkPage : checkText)(
      checks,
      browser,
      `customer ${path}`,
      url + path,
    );
  for (const colour of hardColours)
    await checkPage(checks, browser, `customer in ${colour}`, `${url}/update/en?accent=${encodeURIComponent(colour)}`);
  await checks.check("customer: the button leads to the provider with scripts off, past the page's own policy", () =>
    onPage(browser, `${url}/update/en`, { javaScriptEnabled: false }, async ({ page }) => {
      const reached = page.waitForRequest(providerUrl);
      await page.getByRole("button").click({ noWaitAfter: true });
      assert.equal((await reached).method(), "GET");
    }),
  );
  close();
}
