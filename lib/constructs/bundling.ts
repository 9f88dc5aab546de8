import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type BuildOptions, buildSync } from "esbuild";
import type { Policy } from "../../functions/policy/policy.ts";

/**
 * How every function is bundled: one minified ES module that brings its own AWS SDK, because a bundle starts faster
 * than the runtime's copy and cannot change under us. The banner gives CommonJS dependencies their `require`.
 */
export const bundleOptions = {
  bundle: true,
  platform: "node",
  target: "node24",
  format: "esm",
  mainFields: ["module", "main"],
  minify: true,
  legalComments: "none",
  // Otherwise each letter beyond ASCII in the copy takes up to six bytes.
  charset: "utf8",
  banner: { js: "import{createRequire}from'node:module';const require=createRequire(import.meta.url);" },
  logLevel: "silent",
} as const satisfies BuildOptions;

const bundled = new Map<string, string>();
let shelf: string | undefined;

/** A folder for this process's bundles, removed when the process ends. */
function bundleShelf(): string {
  if (shelf !== undefined) return shelf;
  const folder = mkdtempSync(join(tmpdir(), "holdfast-bundles-"));
  process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
  shelf = folder;
  return folder;
}

/**
 * Bundles a wiring file, once per process, with the policy in it.
 * @returns the folder that holds it as `index.mjs`; it is gone when the process ends.
 * @throws Error naming the file, the line and the reason if it does not bundle.
 */
export function bundle(entry: string, policy: Policy): string {
  const known = bundled.get(entry);
  if (known !== undefined) return known;
  const folder = mkdtempSync(join(bundleShelf(), "function-"));
  const define = { PROVED_POLICY: JSON.stringify(JSON.stringify(policy)) };
  buildSync({ ...bundleOptions, define, entryPoints: [entry], outfile: join(folder, "index.mjs") });
  bundled.set(entry, folder);
  return folder;
}
