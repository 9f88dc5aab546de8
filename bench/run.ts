import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { measureBundles } from "./bundles.ts";
import { brokenLimits, markdownOf } from "./measure.ts";
import { withTables } from "./readme-tables.ts";
import { measureReceiveCpu } from "./receive-cpu.ts";

/**
 * `npm run bench` measures what the functions cost over the floor that nobody can go below, prints a table of each
 * measure and fails if a limit is broken. `npm run bench -- --write` also keeps the tables in README.md.
 */
const measures = [await measureReceiveCpu(), ...measureBundles()];
const tables = measures.map(markdownOf).join("\n\n");
console.log(tables);

if (process.argv.includes("--write")) {
  const readme = join(import.meta.dirname, "../README.md");
  writeFileSync(readme, withTables(readFileSync(readme, "utf8"), tables));
}

const broken = measures.flatMap(brokenLimits);
for (const sentence of broken) console.error(sentence);
process.exitCode = broken.length > 0 ? 1 : 0;
