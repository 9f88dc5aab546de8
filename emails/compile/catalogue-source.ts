import { type Locale, locales } from "../../functions/appearance/locales.ts";
import type { MessageKinds } from "../../functions/messages/message-kind.ts";
import { rooms } from "../rooms.ts";
import { compileDeclineReasons, compileFrame, compileMessage } from "./copy.ts";
import { CopyMistake } from "./copy-mistake.ts";
import { compileLayout } from "./layout.ts";
import { mustAllBeUsed, type Phrases, phraseFunctionsFor, readPhrases } from "./phrases.ts";

/** The generated files, by their path within functions/, and their source. A function carries only those it needs. */
export type GeneratedFiles = Readonly<Record<string, string>>;

type Compile = () => Promise<string>;

/**
 * The source of the generated files within functions/: the same text for the same copy.
 * @param emails where the copy lies, laid out as emails/ is.
 * @throws CopyMistake with a sentence for each file that is wrong.
 */
export async function generatedFiles(emails: string): Promise<GeneratedFiles> {
  const mistakes: string[] = [];
  const collect = async (compile: Compile): Promise<string> => {
    try {
      return await compile();
    } catch (error) {
      if (!(error instanceof CopyMistake)) throw error;
      mistakes.push(error.message);
      return "";
    }
  };
  const perLocale = (compile: (locale: Locale) => Promise<string>) =>
    record(locales.map((locale) => [locale, () => collect(() => compile(locale))]));
  const letters = (room: string, kinds: MessageKinds, phrases: PhrasesByLocale) =>
    record(
      Object.entries(kinds).map(([name, kind]) => [
        name,
        () =>
          perLocale(async (locale) =>
            compileMessage({ emails, folder: `${room}/${name}`, locale }, kind, await phrases[locale]),
          ),
      ]),
    );
  const files: Record<string, string> = {};
  for (const { room, customerKinds, staffKinds } of rooms) {
    const phrases = phrasesOf(emails, room, { ...customerKinds, ...staffKinds });
    const withPhrases = async (source: string): Promise<LettersSource> => ({
      source,
      phrases: mistakes.length > 0 ? "" : await phraseSources(source, phrases),
    });
    files[`${room}/customer-letters.generated.ts`] = lettersModule(
      "customer",
      await withPhrases(await letters(room, customerKinds, phrases)),
    );
    files[`${room}/staff-letters.generated.ts`] = lettersModule(
      "staff",
      await withPhrases(await letters(room, staffKinds, phrases)),
    );
    // What a mistake kept from being compiled used nothing.
    if (mistakes.length === 0)
      for (const locale of locales)
        await collect(async () => {
          mustAllBeUsed(await phrases[locale]);
          return "";
        });
  }
  const frames = await perLocale((locale) => compileFrame({ emails, folder: "layout", locale }));
  const layout = await collect(() => compileLayout(emails));
  files["messages/catalogue.generated.ts"] = catalogueModule(`{\nframes: ${frames},\nlayout: ${layout} }`);
  files["dunning/decline-reasons.generated.ts"] = declineReasonsModule(
    await perLocale((locale) => compileDeclineReasons({ emails, folder: "dunning/decline-reasons", locale })),
  );
  if (mistakes.length > 0) throw new CopyMistake([...new Set(mistakes)].join("\n"));
  return files;
}

type PhrasesByLocale = Readonly<Record<Locale, Promise<Phrases>>>;

function phrasesOf(emails: string, room: string, kinds: MessageKinds): PhrasesByLocale {
  const read = (locale: Locale) => {
    const phrases = readPhrases({ emails, folder: `${room}/phrases`, locale }, kinds);
    // It is heard of by every letter that waits for it.
    phrases.catch(() => {});
    return phrases;
  };
  return { en: read("en"), pl: read("pl"), sv: read("sv"), zh: read("zh") };
}

async function phraseSources(source: string, phrases: PhrasesByLocale): Promise<string> {
  const functions = await Promise.all(locales.map(async (locale) => phraseFunctionsFor(source, await phrases[locale])));
  return functions.filter((text) => text !== "").join("\n");
}

/** The source of an object with these members, compiled in their order. */
async function record(members: readonly (readonly [key: string, compile: Compile])[]): Promise<string> {
  const sources: string[] = [];
  for (const [key, compile] of members) sources.push(`${JSON.stringify(key)}: ${await compile()}`);
  return `{\n${sources.join(",\n")} }`;
}

/** The letters of an audience, and the functions of the phrases that they share. */
interface LettersSource {
  readonly source: string;
  readonly phrases: string;
}

const lettersModule = (audience: "customer" | "staff", { source, phrases }: LettersSource): string =>
  moduleOf(
    [
      `import type { LettersOf${phrases.includes(", m: Markup") ? ", Markup" : ""} } from "../messages/catalogue.ts";`,
      ...countsOf(source + phrases).map((counts) => `import { ${counts} } from "../messages/plural.ts";`),
      `import type { ${audience}Kinds } from "./message-kinds.ts";`,
    ],
    `${phrases}\nexport const ${audience}Letters: LettersOf<typeof ${audience}Kinds> = ${source};`,
  );

const catalogueModule = (source: string): string =>
  moduleOf(['import type { Catalogue } from "./catalogue.ts";'], `export const catalogue: Catalogue = ${source};`);

/** They stand alone, since pages need them without the mail. */
const declineReasonsModule = (source: string): string =>
  moduleOf(
    ['import type { DeclineReasons } from "../billing/declines/decline-kinds.ts";'],
    `export const declineReasons: DeclineReasons = ${source};`,
  );

/** What a source calls to count; none if it never counts. */
function countsOf(source: string): string[] {
  const calls = ["digits", "plural"].filter((call) => source.includes(`${call}("`));
  return calls.length === 0 ? [] : [calls.join(", ")];
}

const moduleOf = (imports: readonly string[], source: string): string =>
  `// Made by emails/build.ts from the copy in emails/. Change the copy, not this.\n${imports.join("\n")}\n\n${source}\n`;
