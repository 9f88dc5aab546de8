import type { Browser } from "playwright-core";
import type { Checks } from "./checks.ts";
import { onPage } from "./page-checks.ts";
import type { PlayedWorld } from "./played-world.ts";

/** A customer's way from the mail to a paid invoice, hand on the mouse, no script running anywhere. */
export async function checkStory(checks: Checks, browser: Browser, { url, mail }: PlayedWorld): Promise<void> {
  await checks.check("story: mail, button, new card, thanks; an hour later the case is recovered", () =>
    onPage(browser, `${url}/mails/${mail.mailId}`, { javaScriptEnabled: false }, async ({ page }) => {
      const opened = page.waitForEvent("popup");
      await page.frameLocator("iframe.body").locator("a[href*='/update-payment']").first().click();
      const customer = await opened;
      await customer.getByRole("button", { name: "Update your card" }).click();
      await customer.getByRole("heading", { name: "Replace your payment method" }).waitFor();
      await customer.getByRole("radio", { name: "Visa •••• 4242" }).check();
      await customer.getByRole("button", { name: "Save this payment method" }).click();
      await customer.waitForURL(/\/update-payment\?.*returned/);

      await page.goto(`${url}/cases/${mail.caseId}`);
      await page.getByRole("button", { name: "+1 hour" }).click();
      await page.getByText("Recovered with a new card").first().waitFor();
    }),
  );
}
