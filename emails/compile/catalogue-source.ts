import { type Locale, locales } from "../../functions/appearance/locales.ts";
import { type MessageName, messageNames } from "../../functions/messages/message-names.ts";
import { compileDeclineReasons, compileFrame, compileMessage } from "./copy.ts";
import { CopyMistake } from "./copy-mistake.ts";
import { compileLayout } from "./layout.ts";

/** The generated files, by their path within functions/, and their source. Decline reasons stand alone, since pages need them without the mail. */
export type GeneratedFiles = Readonly<Record<string, string>>;

/**
 * The source of the generated files within functions/: the same text for the same copy.
 * @param folder where the copy lies, laid out as emails/ is.
 * @throws CopyMistake with a sentence for each file that is wrong.
 */
export async function generatedFiles(folder: string): Promise<GeneratedFiles> {
  const mistakes: string[] = [];
  const collect = async (compile: () => Promise<string>): Promise<string> => {
    try {
      return await compile();
    } catch (error) {
      if (!(error instanceof CopyMistake)) throw error;
      mistakes.push(error.message);
      return "";
    }
  };
  const perLocale = (compile: (locale: Locale) => Promise<string>) =>
    record(locales, (locale) => collect(() => compile(locale)));
  const letters = (names: readonly MessageName[]) =>
    record(names, (name) => perLocale((locale) => compileMessage(folder, name, locale)));
  const customerLetters = await letters(messageNames.filter((name) => name !== "hand-over"));
  const staffLetters = await letters(["hand-over"]);
  const frames = await perLocale((locale) => compileFrame(folder, locale));
  const declineReasons = await perLocale((locale) => compileDeclineReasons(folder, locale));
  const layout = await collect(() => compileLayout(folder));
  if (mistakes.length > 0) throw new CopyMistake(mistakes.join("\n"));
  return {
    "messages/catalogue.generated.ts": moduleOf("Catalogue", "catalogue", `{\nframes: ${frames},\nlayout: ${layout} }`),
    "messages/customer-letters.generated.ts": moduleOf("CustomerLetters", "customerLetters", customerLetters),
    "messages/staff-letters.generated.ts": moduleOf("StaffLetters", "staffLetters", staffLetters),
    "dunning/decline-reasons.generated.ts": moduleOf(
      "DeclineReasons",
      "declineReasons",
      declineReasons,
      "../billing/declines/decline-kinds.ts",
    ),
  };
}

/** The source of an object with one member per key, compiled in the order of the keys. */
async function record<Name extends string>(
  names: readonly Name[],
  compile: (name: Name) => Promise<string>,
): Promise<string> {
  const members: string[] = [];
  for (const name of names) members.push(`${JSON.stringify(name)}: ${await compile(name)}`);
  return `{\n${members.join(",\n")} }`;
}

function moduleOf(type: string, name: string, source: string, typeFrom = "./catalogue.ts"): string {
  const calls = ["digits", "plural"].filter((call) => source.includes(`\${${call}(`));
  const imports = calls.length > 0 ? `import { ${calls.join(", ")} } from "./plural.ts";\n` : "";
  return `// Made by emails/build.ts from the copy in emails/. Change the copy, not this.
import type { ${type} } from "${typeFrom}";
${imports}
export const ${name}: ${type} = ${source};
`;
}
