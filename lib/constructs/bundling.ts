import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { isBuiltin } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type BuildOptions, buildSync } from "esbuild";
import type { Policy } from "../../functions/policy/policy.ts";
import { withoutImports } from "./built-ins.ts";

/**
 * How every function is bundled: one minified ES module that brings its own AWS SDK, because a bundle starts faster
 * than the runtime's copy and cannot change under us. The banner gives CommonJS dependencies their `require`, which has
 * nothing to find but Node's own modules.
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
  banner: { js: "const require=process.getBuiltinModule;" },
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

/** What a bundle is told: the policy that was proved. */
export const bundleDefinitions = (policy: Policy) => ({ PROVED_POLICY: JSON.stringify(JSON.stringify(policy)) });

/** In the place of the SDK's chain of credential providers: see the file for why. */
export const inPlaceOf = {
  "@aws-sdk/credential-provider-node": join(
    import.meta.dirname,
    "../../functions/platform/aws/function-credentials.ts",
  ),
};

/**
 * The text of a bundle.
 * @param input what to bundle, beside `bundleOptions`.
 * @throws Error naming the file, the line and the reason if it does not bundle, or needs what is neither in it nor in Node.
 */
function bundleText(input: Pick<BuildOptions, "entryPoints" | "define">): string {
  const { outputFiles, metafile } = buildSync({
    ...bundleOptions,
    ...input,
    alias: inPlaceOf,
    write: false,
    metafile: true,
  });
  const [file] = outputFiles;
  if (file === undefined) throw new Error("Nothing was bundled; name an entry point.");
  const needed = Object.values(metafile.outputs).flatMap(({ imports }) => imports.filter(({ external }) => external));
  const missing = needed.find(({ path }) => !isBuiltin(path));
  if (missing === undefined) return withoutImports(file.text);
  throw new Error(`A bundle needs "${missing.path}", which is neither in it nor in Node; install it.`);
}

/**
 * Bundles a wiring file, once per process, with the policy in it.
 * @returns the folder that holds it as `index.mjs`; it is gone when the process ends.
 * @throws Error naming the file, the line and the reason if it does not bundle.
 */
export function bundle(entry: string, policy: Policy): string {
  const known = bundled.get(entry);
  if (known !== undefined) return known;
  const text = bundleText({ define: bundleDefinitions(policy), entryPoints: [entry] });
  const folder = mkdtempSync(join(bundleShelf(), "function-"));
  writeFileSync(join(folder, "index.mjs"), text);
  bundled.set(entry, folder);
  return folder;
}
