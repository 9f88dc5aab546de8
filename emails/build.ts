import { readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { generatedFiles } from "./compile/catalogue-source.ts";
import { CopyMistake } from "./compile/copy-mistake.ts";

const target = fileURLToPath(new URL("../functions/", import.meta.url));

/**
 * Compiles all copy into the *.generated.ts files of the rooms under functions/, leaving alone what did not change, and
 * removes those that an earlier version made and this one does not: nothing would compile beside them.
 * @returns the paths of the files written, within functions/.
 * @throws CopyMistake with a sentence for each file of copy that is wrong.
 */
export async function buildCatalogue(): Promise<string[]> {
  const written: string[] = [];
  const files = await generatedFiles(import.meta.dirname);
  const there = await readdir(target, { recursive: true });
  for (const name of there.map((path) => path.replaceAll("\\", "/"))) {
    if (name.endsWith(".generated.ts") && files[name] === undefined) await rm(join(target, name));
  }
  for (const [name, source] of Object.entries(files)) {
    const path = join(target, name);
    if ((await readFile(path, "utf8").catch(() => undefined)) === source) continue;
    await writeFile(path, source);
    written.push(name);
  }
  return written;
}

if (import.meta.main) {
  try {
    await buildCatalogue();
  } catch (error) {
    if (!(error instanceof CopyMistake)) throw error;
    console.error(`The e-mails cannot be built.\n${error.message}`);
    process.exitCode = 1;
  }
}
