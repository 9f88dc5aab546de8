import { existsSync } from "node:fs";
import { type Browser, chromium } from "playwright-core";

const executablePath = process.env["CHROMIUM"] ?? "/usr/bin/chromium";

/** Starts Chromium, headless and without calling home; undefined, after saying so, if there is none. */
export async function launchChromium(): Promise<Browser | undefined> {
  if (!existsSync(executablePath)) {
    console.error(`No Chromium at ${executablePath}: install it, or name another with CHROMIUM=/path/to/chromium.`);
    return undefined;
  }
  return chromium.launch({
    executablePath,
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
}
