import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Page } from "playwright-core";
import * as z from "zod/mini";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

const resultSchema = z.object({
  violations: z.array(
    z.object({
      id: z.string(),
      help: z.string(),
      nodes: z.array(z.object({ html: z.string(), failureSummary: z.optional(z.string()) })),
    }),
  ),
});

/** Frames are left out: a mail without scripts cannot be asked inside its frame, and is looked at on its own. */
const options = JSON.stringify({ iframes: false, resultTypes: ["violations"] });

/** Throws if axe finds anything to complain about, best practices included. */
export async function expectAccessible(page: Page): Promise<void> {
  await page.evaluate(axe);
  const result: unknown = await page.evaluate(`axe.run(document, ${options})`);
  const { violations } = resultSchema.parse(result);
  if (violations.length === 0) return;
  const told = violations.map(
    ({ id, help, nodes }) => `${id}: ${help}\n  ${nodes.map(({ html }) => html.slice(0, 160)).join("\n  ")}`,
  );
  throw new Error(told.join("\n"));
}
