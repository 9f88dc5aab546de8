import { locales } from "../../functions/appearance/locales.ts";
import { startPage } from "../../local/page/start-page.ts";
import { sampleWorld } from "../local/page/sample-world.ts";
import { Checks } from "./checks.ts";
import { launchChromium } from "./chromium.ts";
import { checkClock } from "./clock-checks.ts";
import { checkCustomerPages } from "./customer-checks.ts";
import { checkPage, checkText } from "./page-checks.ts";
import { playedWorld } from "./played-world.ts";
import { checkStory } from "./story-check.ts";

const browser = await launchChromium();
if (browser === undefined) process.exit(1);

const checks = new Checks();

// Awkward names, every state and no state at all: what a real run may not happen to hold.
const sample = await startPage({ world: sampleWorld(), port: 0 });
const empty = await startPage({ world: sampleWorld({ empty: true }), port: 0 });
for (const path of ["/", "/cases", "/cases/stripe-in_1", "/cases/stripe-in_3", "/mails", "/stripe/invoice/in_1"])
  await checkPage(checks, browser, `sample ${path}`, sample.url + path);
await checkPage(checks, browser, "empty sandbox", empty.url);
await checkPage(checks, browser, "simulated billing portal", `${sample.url}/stripe/portal/bps_1`);
await checkClock(checks, browser, sample.url);

const world = await playedWorld();
const { caseId, mailId } = world.mail;
await checkPage(checks, browser, "sandbox", world.url);
await checkPage(checks, browser, "a case", `${world.url}/cases/${caseId}`);
for (const locale of locales) {
  await checkPage(checks, browser, `a mail in ${locale}`, `${world.url}/mails/${mailId}?locale=${locale}`);
  for (const view of ["phone", "text", "source"])
    await checkText(
      checks,
      browser,
      `a mail in ${locale}, ${view}`,
      `${world.url}/mails/${mailId}?locale=${locale}&view=${view}`,
    );
}
await checkStory(checks, browser, world);

await checkCustomerPages(checks, browser);

await Promise.all([browser.close(), sample.close(), empty.close(), world.close()]);
if (!checks.finish()) process.exit(1);
