import { readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { catalogueSource } from "./compile/catalogue-source.ts";
import { CopyMistake } from "./compile/copy-mistake.ts";

const target = fileURLToPath(new URL("../functions/messages/catalogue.generated.ts", import.meta.url));

/**
 * Compiles all copy into functions/messages/catalogue.generated.ts, and leaves the file alone if nothing changed.
 * @throws CopyMistake with a sentence for each file of copy that is wrong.
 */
export async function buildCatalogue(): Promise<"written" | "unchanged"> {
  const source = await catalogueSource(import.meta.dirname);
  if ((await readFile(target, "utf8").catch(() => undefined)) === source) return "unchanged";
  await writeFile(target, source);
  return "written";
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
