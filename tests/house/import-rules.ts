import { circles, floorFaults, roomCircles } from "./floor-rules.ts";
import { houses } from "./floors.ts";
import { type Import, importsOf } from "./imports.ts";
import type { SourceFile } from "./source-file.ts";

type Rule = (file: SourceFile, imports: readonly Import[]) => string[];

/** What breaks the rules of the house, one sentence each, beginning with the file. */
export function houseFaults(files: readonly SourceFile[]): string[] {
  const faults = files.flatMap((file) =>
    rules.flatMap((rule) => rule(file, importsOf(file))).map((fault) => `${file.path} ${fault}.`),
  );
  return [...faults, ...roomCircles(files), ...cycleFaults(files)];
}

// A URL's two slashes follow a colon, a comment's do not.
const withoutComments = (text: string) => text.replaceAll(/\/\*[\s\S]*?\*\/|(?<!:)\/\/.*$/gm, "");

const isIn = (folder: string) => (path: string | undefined) => path?.startsWith(`${folder}/`) ?? false;
const isWiring = (path: string) => path.endsWith(".lambda.ts");
const isAdapter = (path: string | undefined) =>
  isIn("functions/platform/aws")(path) || /^functions\/providers\/[^/]+\/api\//.test(path ?? "");
const isFunction = isIn("functions");
const operatorsFile = "retention.config.ts";
/** What the operator's file says, as the bundler puts it into each function. */
const provedPolicy = "functions/policy/deployed-policy.ts";

/** Adapters and the proved policy come in where a function is wired, and nowhere else. */
const wiringInOnePlace: Rule = ({ path }, imports) => {
  if (!isFunction(path) || isWiring(path)) return [];
  const wired = imports.filter(({ file }) => file === provedPolicy || (isAdapter(file) && !isAdapter(path)));
  return wired.map(({ file }) => `imports ${file}; only *.lambda.ts may, everything else is given what it needs`);
};

/** Not by a detour either: what lies elsewhere may itself import what this file may not. */
const nothingFromOutside: Rule = ({ path }, imports) => {
  if (!isFunction(path)) return [];
  const outside = imports.filter(({ file }) => file !== undefined && !isFunction(file));
  return outside.map(({ file }) => `imports ${file}, which is not deployed`);
};

/** The one list of functions, which the CDK app deploys and the sandbox wires. It is data: whoever reads it loads no CDK. */
const listOfFunctions = "lib/functions.ts";
const listImportsNothing: Rule = ({ path }, imports) =>
  path === listOfFunctions
    ? imports.map(({ name }) => `imports ${name}; the sandbox reads it, so it is a list alone`)
    : [];

const sandboxStandsOnFunctions: Rule = ({ path }, imports) => {
  if (!isIn("local")(path)) return [];
  const isGround = (file: string) =>
    file === listOfFunctions || isIn("local")(file) || isFunction(file) || isIn("workflows")(file);
  const outside = imports.filter(({ file }) => file !== undefined && file !== operatorsFile && !isGround(file));
  return outside.map(({ file }) => `imports ${file}; local/ stands on functions/ and nothing else`);
};

/** Whoever imports the operator's file must not be given rooms through it. */
const operatorsFileIsPlain: Rule = ({ path }, imports) => {
  if (path !== operatorsFile) return [];
  const more = imports.filter(({ file }) => file !== "functions/policy/define-retention.ts");
  return more.map(({ name }) => `imports ${name}; it holds settings, and imports defineRetention alone`);
};

const nobodyImportsWiring: Rule = (_, imports) => {
  const wired = imports.filter(({ file }) => houses.some(({ isWiring }) => file !== undefined && isWiring(file)));
  return wired.map(({ file }) => `imports ${file}; it wires and is started, import the files that it imports`);
};

const known = (packages: readonly string[], name: string) =>
  name.startsWith("node:") ||
  packages.some((one) => name === one || name.startsWith(`${one}/`) || `@types/${name}` === one);

/** An alias hides where a file lies: `#dunning/decide.ts`, `holdfast/functions/dunning/decide.ts`, `/srv/decide.ts`. */
export const aliasFaults = (files: readonly SourceFile[], packages: readonly string[]): string[] =>
  files.flatMap((file) =>
    importsOf(file)
      .filter(({ name, file: target }) => target === undefined && !known(packages, name))
      .map(({ name }) => `${file.path} imports ${name}, no package of package.json; import files by relative paths.`),
  );

const atSynth = /^functions\/(policy\/.+|platform\/errors\.ts|platform\/aws\/table-shape\.ts)$/;
const synthNamesFunctions: Rule = ({ path }, imports) => {
  if (!isIn("lib")(path) && !isIn("bin")(path)) return [];
  const named = imports.filter(({ file }) => isFunction(file) && !atSynth.test(file ?? ""));
  return named.map(({ file }) => `imports ${file}; at synth functions are named by their path, not loaded`);
};

const harmlessBuiltins = ["node:crypto", "node:zlib", "node:buffer", "node:url"];
const service = /^(@aws-sdk\/|@smithy\/|stripe$|stripe\/)/;
const pureCore: Rule = ({ path }, imports) => {
  if (!isFunction(path) || isWiring(path) || isAdapter(path)) return [];
  const impure = imports.filter(
    ({ name }) => service.test(name) || (name.startsWith("node:") && !harmlessBuiltins.includes(name)),
  );
  return impure.map(({ name }) => `imports ${name}; only adapters reach outside`);
};

/** Each source of time, chance and settings has one door. */
const doors = [
  {
    what: "the time",
    source: /\bDate\.now\b|\bnew Date\(\s*\)|\bDate\(\s*\)|\bTemporal\.Now\b|\bperformance\.now\b/,
    door: "functions/platform/aws/system-clock.ts",
  },
  {
    what: "chance",
    source: /\bMath\.random\b|\brandomUUID\b|\brandomBytes\b|\bgetRandomValues\b/,
    door: "functions/platform/aws/dynamodb-store.ts",
  },
  { what: "the environment", source: /\bprocess\.env\b/, door: "functions/platform/aws/environment.ts" },
];
const oneDoorEach: Rule = ({ path, text }) => {
  if (!isFunction(path)) return [];
  const used = doors.filter(({ source, door }) => path !== door && source.test(withoutComments(text)));
  return used.map(({ what, door }) => `reads ${what}; only ${door} may`);
};

const smallZod: Rule = ({ text }, imports) => {
  const zods = imports.filter(({ name }) => name === "zod" || name.startsWith("zod/"));
  const isSmall = !zods.length || /^import (type )?\* as z from "zod\/mini";$/m.test(text);
  return zods.every(({ name }) => name === "zod/mini") && isSmall
    ? []
    : ['must import zod as `import * as z from "zod/mini"`'];
};

const emptyNames = ["utils", "util", "helpers", "helper", "common", "manager", "misc", "shared"];
const namesThatSay: Rule = ({ path }) => {
  const names = path.split("/").map((part) => part.split(".")[0] ?? "");
  return names
    .filter((name) => emptyNames.includes(name))
    .map((name) => `says nothing by the name ${name}; name what it holds`);
};

const rules: readonly Rule[] = [
  floorFaults,
  wiringInOnePlace,
  nobodyImportsWiring,
  nothingFromOutside,
  listImportsNothing,
  sandboxStandsOnFunctions,
  operatorsFileIsPlain,
  synthNamesFunctions,
  pureCore,
  oneDoorEach,
  smallZod,
  namesThatSay,
];

function cycleFaults(files: readonly SourceFile[]): string[] {
  const targets = files.map((file) => [file.path, importsOf(file).flatMap((imported) => imported.file ?? [])] as const);
  return circles(new Map(targets)).map((way) => `${way.join(" -> ")} is a cycle.`);
}
