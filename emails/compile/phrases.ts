import type { Locale } from "../../functions/appearance/locales.ts";
import type { MessageKinds } from "../../functions/messages/message-kind.ts";
import { frameValues } from "../../functions/messages/message-kind.ts";
import type { ValueKinds } from "../../functions/messages/values.ts";
import { CopyMistake } from "./copy-mistake.ts";
import { type CopyPlace, readAnyFields } from "./front-matter.ts";
import { compileLine, phraseFunction, type Setting } from "./line.ts";
import { readInlineMarkdown } from "./markdown.ts";
import { inBraces } from "./vocabulary.ts";

/** The wordings that the letters of a room share in one language, and which of them were used so far. */
export interface Phrases {
  readonly file: string;
  readonly locale: Locale;
  /** Whatever the room's letters speak of. */
  readonly values: ValueKinds;
  /** ICU MessageFormat by the name that copy calls it by. */
  readonly icu: ReadonlyMap<string, string>;
  readonly used: Set<string>;
}

/**
 * Reads the phrases of a room in one language. Each language has those that its grammar needs.
 * @throws CopyMistake if the file is missing, or a phrase is called like a value.
 */
export async function readPhrases(place: CopyPlace, kinds: MessageKinds): Promise<Phrases> {
  const { locale } = place;
  const { file, front } = await readAnyFields(place);
  const ofLetters: ValueKinds[] = Object.values(kinds).map((kind) => kind.values);
  const values: ValueKinds = Object.assign({}, frameValues, ...ofLetters);
  const icu = new Map(
    [...front].map(([name, text]) => {
      if (Object.hasOwn(values, name)) throw new CopyMistake(`${file}: ${name} is a value; call the phrase otherwise.`);
      const setting = { origin: { file, place: name }, locale, vocabulary: { values, mustUse: [] } };
      return [name, readInlineMarkdown(text, setting)] as const;
    }),
  );
  return { file, locale, values, icu, used: new Set() };
}

/** @throws CopyMistake naming the phrases that no letter uses. */
export function mustAllBeUsed({ file, icu, used }: Phrases): void {
  const unused = [...icu.keys()].filter((name) => !used.has(name));
  if (unused.length > 0) throw new CopyMistake(`${file}: no letter uses ${inBraces(unused)}.`);
}

/** The source of the functions that the letters of `source` call, and of those that these call. */
export function phraseFunctionsFor(source: string, phrases: Phrases): string {
  const written = new Map<string, string>();
  const calls = (text: string, name: string) => text.includes(`${phraseFunction(phrases.locale, name)}(v`);
  for (let texts = [source]; texts.length > 0; ) {
    const called = [...phrases.icu.keys()].filter(
      (name) => !written.has(name) && texts.some((text) => calls(text, name)),
    );
    texts = called.map((name) => functionOf(name, phrases));
    for (const [index, name] of called.entries()) written.set(name, texts[index] ?? "");
  }
  return [...written.values()].join("\n");
}

function functionOf(name: string, { file, locale, values, icu }: Phrases): string {
  const setting: Setting = { origin: { file, place: name }, locale, vocabulary: { values, mustUse: [], phrases: icu } };
  // Whether an empty value is met with words is asked where the phrase is used.
  const line = compileLine(icu.get(name) ?? "", setting, true);
  const spokenOf = [...line.uses].filter((value) => !icu.has(value));
  const types = spokenOf.map((value) => `readonly ${value}: ${values[value]?.form === "count" ? "number" : "string"}`);
  const parameters = `${types.length === 0 ? "_v" : "v"}: { ${types.join("; ")} }${line.hasMarkup ? ", m: Markup" : ""}`;
  return `function ${phraseFunction(locale, name)}(${parameters}): string { return ${line.expression}; }`;
}
