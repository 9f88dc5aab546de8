import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { SourceFile } from "./source-file.ts";

/** The folder of the project. */
export const root = join(import.meta.dirname, "../..");

/** A file of the project as text, by its path from the root. */
export const textOf = (path: string): string => readFileSync(join(root, path), "utf8");

/** Every TypeScript file of the project. */
export const projectFiles: readonly SourceFile[] = globSync(
  ["*.ts", "{bin,lib,functions,local,emails,tests,bench}/**/*.{ts,mts,cts,tsx}"],
  { cwd: root },
).map((path) => ({ path, text: textOf(path) }));
