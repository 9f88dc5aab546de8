import { startPage } from "../../local/page/start-page.ts";
import { sampleWorld } from "../local/page/sample-world.ts";
import { Checks } from "./checks.ts";
import { launchChromium } from "./chromium.ts";
import { checkClock } from "./clock-checks.ts";
import { checkCustomerPages } from "./customer-checks.ts";
import { checkPage } from "./page-checks.ts";

const browser = await launchChromium();
if (browser === undefined) process.exit(1);

const checks = new Checks();
const sandbox = await startPage({ world: sampleWorld(), port: 0 });
const empty = await startPage({ world: sampleWorld({ empty: true }), port: 0 });
const paths = [
  "/",
  "/cases",
  "/cases/stripe-in_1",
  "/cases/stripe-in_3",
  "/mails",
  "/mails/mail-1-0?locale=zh",
  "/mails/mail-1-0?view=text",
  "/mails/mail-1-0?view=source",
  "/stripe/portal/bps_1",
  "/stripe/invoice/in_1",
];
for (const path of paths) await checkPage(checks, browser, `sandbox ${path}`, sandbox.url + path);
await checkPage(checks, browser, "empty sandbox", empty.url);
await checkClock(checks, browser, sandbox.url);
await checkCustomerPages(checks, browser);

await Promise.all([browser.close(), sandbox.close(), empty.close()]);
if (!checks.finish()) process.exit(1);
