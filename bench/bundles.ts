import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { type BuildOptions, buildSync } from "esbuild";
import { bundle, bundleDefinitions, bundleOptions } from "../lib/constructs/bundling.ts";
import { entryOf, functionList } from "../lib/functions.ts";
import policy from "../retention.config.ts";
import { importCpuMs } from "./import-time.ts";
import { type Measure, median, type Ratio } from "./measure.ts";
import { floorModule, sdkNeedsOf } from "./sdk-needs.ts";

/** A function's bundle, beside it one that holds only the SDK clients it uses, and the same code with imports. */
interface Trio {
  readonly name: string;
  readonly ours: string;
  readonly floor: string;
  readonly plain: string;
  /** Something for each variable the function insists on. */
  readonly environment: Readonly<Record<string, string>>;
}

const root = join(import.meta.dirname, "..");
const processesPerBundle = 25;
/** Every so many turns the plain bundle takes part, which is compared with all functions together. */
const turnsPerPlain = 3;
const sizeLimitOf = (name: string) => (name === "receive" ? 1.15 : 1.3);
/** Lower than it was while bundles had their built-ins by import, as the floor has. */
const importLimitOf = (name: string) => (name === "receive" ? 0.95 : 1.15);

/** How esbuild leaves a bundle by itself: built-ins are imported, and `require` is made of an import as well. */
const plainOptions = {
  ...bundleOptions,
  banner: { js: "import{createRequire}from'node:module';const require=createRequire(import.meta.url);" },
} as const satisfies BuildOptions;

export interface BundleMeasures {
  readonly tables: readonly Measure[];
  /** The median over functions of the import's CPU over the same code's with imports. */
  readonly importOverPlain: number;
}

/** Every function's bundle size and import time, over a bundle that holds only the SDK clients it needs. */
export function measureBundles(): BundleMeasures {
  const folder = mkdtempSync(join(tmpdir(), "holdfast-bench-"));
  try {
    const trios = functionList
      .map(entryOf)
      .sort()
      .map((entry) => bundleTrio(entry, folder));
    const samples = importSamples(trios);
    const overPlain = trios.map(({ name }) =>
      median(samplesOf(samples, name).flatMap(({ ours, plain }) => (plain === undefined ? [] : [ours / plain]))),
    );
    return { tables: [sizes(trios), importTimes(trios, samples)], importOverPlain: median(overPlain) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function bundleTrio(entry: string, folder: string): Trio {
  const name = basename(entry, ".lambda.ts");
  const ours = join(bundle(join(root, entry), policy), "index.mjs");
  const floor = join(folder, `${name}.mjs`);
  const needs = sdkNeedsOf(sourcesOf(entry));
  buildSync({ ...plainOptions, stdin: { contents: floorModule(needs), resolveDir: root }, outfile: floor });
  const plain = join(folder, `${name}.plain.mjs`);
  buildSync({ ...plainOptions, define: bundleDefinitions(policy), entryPoints: [join(root, entry)], outfile: plain });
  return { name, ours, floor, plain, environment: variablesOf(readFileSync(join(root, entry), "utf8")) };
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

function sizes(trios: readonly Trio[]): Measure {
  const kilobytes = (file: string) => statSync(file).size / 1024;
  return {
    title: "Bundle size",
    how: "The floor is a bundle that holds only the SDK clients and commands the function uses.",
    ratios: trios.map(({ name, ...trio }) => {
      const [ours, floor] = [kilobytes(trio.ours), kilobytes(trio.floor)];
      return ratioOf(name, { ours, floor, ratio: ours / floor, unit: "KB", limit: sizeLimitOf(name) });
    }),
  };
}

/** Milliseconds of CPU that one process each spent on importing the three. */
interface Sample {
  readonly name: string;
  readonly ours: number;
  readonly floor: number;
  readonly plain?: number;
}

/** All functions in turn, again and again, so that what else the machine does meets all of them alike. */
const importSamples = (trios: readonly Trio[]): readonly Sample[] =>
  Array.from({ length: processesPerBundle }, (_, turn) => turn).flatMap((turn) =>
    trios.map(({ name, ours, floor, plain, environment }) => ({
      name,
      ours: importCpuMs(ours, environment),
      floor: importCpuMs(floor, environment),
      ...(turn % turnsPerPlain === 0 && { plain: importCpuMs(plain, environment) }),
    })),
  );

const samplesOf = (samples: readonly Sample[], of: string) => samples.filter(({ name }) => name === of);

function importTimes(trios: readonly Trio[], all: readonly Sample[]): Measure {
  return {
    title: "Import time",
    how: `The same bundles, each imported by ${processesPerBundle} fresh Node processes in turn with its floor, which has its built-ins by import; medians of CPU time.`,
    ratios: trios.map(({ name }) => {
      const samples = samplesOf(all, name);
      const [ours, floor] = [median(samples.map((one) => one.ours)), median(samples.map((one) => one.floor))];
      const ratio = median(samples.map((one) => one.ours / one.floor));
      return ratioOf(name, { ours, floor, ratio, unit: "ms", limit: importLimitOf(name) });
    }),
  };
}

interface Measured {
  readonly ours: number;
  readonly floor: number;
  /** Of `ours` to `floor`; of medians it may be another than their quotient. */
  readonly ratio: number;
  readonly unit: "KB" | "ms";
  readonly limit: number;
}

const ratioOf = (name: string, { ours, floor, ratio, unit, limit }: Measured): Ratio => ({
  what: `\`${name}\``,
  ours: `${ours.toFixed(0)} ${unit}`,
  floor: `${floor.toFixed(0)} ${unit}`,
  ratio,
  limit,
});
