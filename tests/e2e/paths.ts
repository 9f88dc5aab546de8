import { join } from "node:path";

export const projectRoot = join(import.meta.dirname, "../..");
/** Everything the end-to-end tests install and write; ignored by git, safe to delete. */
export const cache = join(projectRoot, ".e2e");
/** Node 24 comes first, whatever Node the machine has. */
export const searchPath = `${join(projectRoot, "node_modules/.bin")}:${process.env["PATH"] ?? ""}`;
