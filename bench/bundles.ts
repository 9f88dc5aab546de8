import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { buildSync } from "esbuild";
import { bundle, bundleOptions, bundleText } from "../lib/constructs/bundling.ts";
import { entryOf, functionList } from "../lib/functions.ts";
import policy from "../retention.config.ts";
import { importCpuMs } from "./import-time.ts";
import { type Measure, median, type Ratio } from "./measure.ts";
import { floorModule, sdkNeedsOf } from "./sdk-needs.ts";

/** A function's bundle beside one that holds only the SDK clients it uses. */
interface Pair {
  readonly name: string;
  readonly ours: string;
  readonly floor: string;
  /** Something for each variable the function insists on. */
  readonly environment: Readonly<Record<string, string>>;
}

const root = join(import.meta.dirname, "..");
const processesPerBundle = 25;
const limitOf = (name: string) => (name === "receive" ? 1.15 : 1.3);

/** Every function's bundle size and import time, over a bundle that holds only the SDK clients it needs. */
export function measureBundles(): Measure[] {
  const folder = mkdtempSync(join(tmpdir(), "holdfast-bench-"));
  try {
    const pairs = functionList
      .map(entryOf)
      .sort()
      .map((entry) => bundlePair(entry, folder));
    return [sizes(pairs), importTimes(pairs)];
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function bundlePair(entry: string, folder: string): Pair {
  const name = basename(entry, ".lambda.ts");
  const ours = join(bundle(join(root, entry), policy), "index.mjs");
  const floor = join(folder, `${name}.mjs`);
  const needs = sdkNeedsOf(sourcesOf(entry));
  writeFileSync(floor, bundleText({ stdin: { contents: floorModule(needs), resolveDir: root } }));
  return { name, ours, floor, environment: variablesOf(readFileSync(join(root, entry), "utf8")) };
}

/** The texts of our own files that a function is made of. */
function sourcesOf(entry: string): string[] {
  const options = { ...bundleOptions, absWorkingDir: root, write: false, metafile: true } as const;
  const { metafile } = buildSync({ ...options, entryPoints: [entry] });
  const paths = Object.keys(metafile.inputs).filter((path) => path.startsWith("functions/"));
  return paths.map((path) => readFileSync(join(root, path), "utf8"));
}

/** A URL is good for any of them. */
const variablesOf = (wiring: string) =>
  Object.fromEntries(
    [...wiring.matchAll(/\b([A-Z][A-Z0-9_]+): z\./g)].map(([, name]) => [name, "https://example.com"]),
  );

function sizes(pairs: readonly Pair[]): Measure {
  const kilobytes = (file: string) => statSync(file).size / 1024;
  return {
    title: "Bundle size",
    how: "The floor is a bundle that holds only the SDK clients and commands the function uses.",
    ratios: pairs.map((pair) => {
      const [ours, floor] = [kilobytes(pair.ours), kilobytes(pair.floor)];
      return ratioOf(pair.name, { ours, floor, ratio: ours / floor, unit: "KB" });
    }),
  };
}

function importTimes(pairs: readonly Pair[]): Measure {
  const rounds = Array.from({ length: processesPerBundle }, () =>
    pairs.map(({ ours, floor, environment }) => ({
      ours: importCpuMs(ours, environment),
      floor: importCpuMs(floor, environment),
    })),
  );
  return {
    title: "Import time",
    how: `The same bundles, each imported by ${processesPerBundle} fresh Node processes in turn with its floor; medians of CPU time.`,
    ratios: pairs.map(({ name }, index) => {
      const samples = rounds.flatMap((round) => round[index] ?? []);
      const [ours, floor] = [
        median(samples.map((sample) => sample.ours)),
        median(samples.map((sample) => sample.floor)),
      ];
      const ratio = median(samples.map((sample) => sample.ours / sample.floor));
      return ratioOf(name, { ours, floor, ratio, unit: "ms" });
    }),
  };
}

interface Measured {
  readonly ours: number;
  readonly floor: number;
  /** Of `ours` to `floor`; of medians it may be another than their quotient. */
  readonly ratio: number;
  readonly unit: "KB" | "ms";
}

const ratioOf = (name: string, { ours, floor, ratio, unit }: Measured): Ratio => ({
  what: `\`${name}\``,
  ours: `${ours.toFixed(0)} ${unit}`,
  floor: `${floor.toFixed(0)} ${unit}`,
  ratio,
  limit: limitOf(name),
});
