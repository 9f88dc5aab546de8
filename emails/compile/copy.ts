import { declineKinds } from "../../functions/billing/declines/decline-kinds.ts";
import { hasButton, type MessageKind } from "../../functions/messages/message-kind.ts";
import { CopyMistake, mistakeAt, type Origin } from "./copy-mistake.ts";
import { type CopyFile, type CopyPlace, readCopyFile } from "./front-matter.ts";
import { type CompiledLine, compileLine, type Setting } from "./line.ts";
import { readInlineMarkdown, readMarkdown, type SourceBlock, type SourceFact } from "./markdown.ts";
import type { Phrases } from "./phrases.ts";
import {
  entryVocabulary,
  frameVocabulary,
  inBraces,
  noVocabulary,
  type Vocabulary,
  valueNamed,
  vocabularyOf,
} from "./vocabulary.ts";

/**
 * Compiles one message in one language to the source of a `Copy`.
 * @param phrases that the room's letters share in this language; those used are marked so.
 */
export async function compileMessage(place: CopyPlace, kind: MessageKind, phrases: Phrases): Promise<string> {
  const asks = hasButton(kind);
  const vocabulary = vocabularyOf(kind, phrases.icu);
  const { locale } = place;
  const copyFile = await readCopyFile(place, ["subject", "preheader", ...(asks ? ["button"] : [])]);
  const settingOf = (field: string): Setting => ({ origin: { file: copyFile.file, place: field }, locale, vocabulary });
  const front = [...copyFile.front].map(([field, text]) => ({ field, line: plainLine(text, settingOf(field)) }));
  const setting = settingOf("text");
  const blocks = readMarkdown(copyFile.markdown, setting);
  mustShowButton(blocks, asks, setting.origin);
  const lines: CompiledLine[] = front.map(({ line }) => line);
  const body = blocks.map((block) => blockCode(block, setting, lines)).join(",\n");
  mustUse(vocabulary, lines, copyFile);
  for (const { uses } of lines) for (const name of uses) phrases.used.add(name);
  return `{ ${front.map(({ field, line }) => `${field}: ${line.code}`).join(",\n")}, body: [\n${body}] }`;
}

/** Compiles the words around every message in one language to the source of a `Frame`. */
export async function compileFrame(place: CopyPlace): Promise<string> {
  const fields = ["linkHint", "customerFooter", "staffFooter"];
  const copyFile = await readCopyFile(place, fields);
  const { file, front } = copyFile;
  const { locale } = place;
  const lines = fields.map((field) =>
    markdownLine(front.get(field) ?? "", { origin: { file, place: field }, locale, vocabulary: frameVocabulary }),
  );
  mustUse(frameVocabulary, lines, copyFile);
  return `{ ${fields.map((field, index) => `${field}: ${lines[index]?.code}`).join(",\n")} }`;
}

/** Compiles what is said of each kind of decline in one language; it becomes a value of messages itself. */
export async function compileDeclineReasons(place: CopyPlace): Promise<string> {
  const { file, front } = await readCopyFile(place, declineKinds);
  const { locale } = place;
  for (const [field, text] of front)
    plainLine(text, { origin: { file, place: field }, locale, vocabulary: noVocabulary });
  return JSON.stringify(Object.fromEntries(front));
}

const markdownLine = (text: string, setting: Setting): CompiledLine =>
  compileLine(readInlineMarkdown(text, setting), setting);

function plainLine(text: string, setting: Setting): CompiledLine {
  const line = markdownLine(text, setting);
  if (!line.hasMarkup) return line;
  throw mistakeAt(setting.origin, "bold and links cannot stand here.");
}

function blockCode(block: SourceBlock, setting: Setting, lines: CompiledLine[]): string {
  const compile = (icu: string, mayComeEmpty: boolean) => {
    const line = compileLine(icu, setting, mayComeEmpty);
    lines.push(line);
    return line.code;
  };
  if (block.kind === "button") return '{ kind: "button" }';
  if (block.kind === "paragraph") return `{ kind: "paragraph", line: ${compile(block.icu, false)} }`;
  const facts = block.facts.map(({ each, label, value }) =>
    each === undefined
      ? `{ label: ${compile(label, false)}, value: ${compile(value, true)} }`
      : eachCode({ each, label, value }, setting, lines),
  );
  return `{ kind: "facts", facts: [\n${facts.join(",\n")}] }`;
}

/** The facts of a list's entries. One alone is what the rest of the letter speaks of. */
function eachCode(
  { each, label, value }: Required<SourceFact>,
  { origin, locale, vocabulary }: Setting,
  lines: CompiledLine[],
): string {
  const list = valueNamed(vocabulary, each);
  if (list?.form !== "list") throw mistakeAt(origin, `{${each}} is no list, so no fact can begin with it.`);
  const setting = { origin, locale, vocabulary: entryVocabulary(list.names) };
  const [labelLine, valueLine] = [compileLine(label, setting), compileLine(value, setting, true)];
  lines.push({ ...labelLine, uses: new Set([each]) });
  const parameters = labelLine.hasMarkup || valueLine.hasMarkup ? "v, m" : "v";
  const facts = `v.${each}.map((v) => ({ label: ${labelLine.expression}, value: ${valueLine.expression} }))`;
  return `{ each: (${parameters}) => v.${each}.length < 2 ? [] : ${facts} }`;
}

function mustShowButton(blocks: readonly SourceBlock[], asks: boolean, origin: Origin): void {
  const buttons = blocks.filter(({ kind }) => kind === "button").length;
  if (asks && buttons !== 1)
    throw mistakeAt(origin, `must have {button} once on a line of its own, not ${buttons} times.`);
  if (!asks && buttons > 0) throw mistakeAt(origin, "must not have {button}: this message asks for nothing.");
}

function mustUse({ mustUse: names }: Vocabulary, lines: readonly CompiledLine[], { file }: CopyFile): void {
  const unused = names.filter((name) => !lines.some(({ uses }) => uses.has(name)));
  if (unused.length > 0) throw new CopyMistake(`${file}: must use ${inBraces(unused)}.`);
}
