import { posix } from "node:path";

/** A TypeScript file of the project, its path from the root. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

interface Import {
  readonly from: string;
  /** As written: `../errors.ts`, `node:crypto`, `stripe`. */
  readonly name: string;
  /** The imported file from the project's root; undefined for a package. */
  readonly file: string | undefined;
}

type Rule = (file: SourceFile, imports: readonly Import[]) => string[];

/** What breaks the rules of the house, one sentence each, beginning with the file. */
export function houseFaults(files: readonly SourceFile[]): string[] {
  const faults = files.flatMap((file) =>
    rules.flatMap((rule) => rule(file, importsOf(file))).map((fault) => `${file.path} ${fault}.`),
  );
  return [...faults, ...cycleFaults(files)];
}

const statement = /^\s*(?:import|export)\b[^"';]*?\bfrom\s*["']([^"']+)["']|\bimport\s*\(?\s*["']([^"']+)["']/gm;

export function importsOf({ path, text }: SourceFile): Import[] {
  return [...withoutComments(text).matchAll(statement)].map(([, named, bare]) => {
    const name = named ?? bare ?? "";
    const file = name.startsWith(".") ? posix.join(posix.dirname(path), name) : undefined;
    return { from: path, name, file };
  });
}

// A URL's two slashes follow a colon, a comment's do not.
const withoutComments = (text: string) => text.replaceAll(/\/\*[\s\S]*?\*\/|(?<!:)\/\/.*$/gm, "");

const isIn = (folder: string) => (path: string | undefined) => path?.startsWith(`${folder}/`) ?? false;
const isWiring = (path: string) => path.endsWith(".lambda.ts");
const isAdapter = (path: string | undefined) =>
  isIn("functions/platform/aws")(path) || /^functions\/providers\/[^/]+\/api\//.test(path ?? "");
const isFunction = isIn("functions");

/** Adapters and the operator's file come in where a function is wired, and nowhere else. */
const wiringInOnePlace: Rule = ({ path }, imports) => {
  if (!isFunction(path) || isWiring(path)) return [];
  const wired = imports.filter(({ file }) => file === "retention.config.ts" || (isAdapter(file) && !isAdapter(path)));
  return wired.map(({ file }) => `imports ${file}; only *.lambda.ts may, everything else is given what it needs`);
};

const notDeployed = ["local", "lib", "bin", "tests", "bench"];
const nothingFromOutside: Rule = ({ path }, imports) => {
  if (!isFunction(path)) return [];
  const outside = imports.filter(({ file }) => notDeployed.some((folder) => isIn(folder)(file)));
  return outside.map(({ file }) => `imports ${file}, which is not deployed`);
};

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
  wiringInOnePlace,
  nothingFromOutside,
  synthNamesFunctions,
  pureCore,
  oneDoorEach,
  smallZod,
  namesThatSay,
];

function cycleFaults(files: readonly SourceFile[]): string[] {
  const targets = new Map(files.map((file) => [file.path, importsOf(file).flatMap((imported) => imported.file ?? [])]));
  const done = new Set<string>();
  const faults: string[] = [];
  const visit = (path: string, way: readonly string[]): void => {
    if (way.includes(path)) {
      faults.push(`${[...way.slice(way.indexOf(path)), path].join(" -> ")} is a cycle.`);
      return;
    }
    if (done.has(path)) return;
    for (const target of targets.get(path) ?? []) visit(target, [...way, path]);
    done.add(path);
  };
  for (const path of targets.keys()) visit(path, []);
  return faults;
}
