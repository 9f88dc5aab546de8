import type { Locale } from "../../functions/appearance/locales.ts";
import { declineKinds } from "../../functions/billing/declines/decline-kinds.ts";
import type { MessageName } from "../../functions/messages/message-names.ts";
import { CopyMistake, mistakeAt, type Origin } from "./copy-mistake.ts";
import { type CopyFile, readCopyFile } from "./front-matter.ts";
import { type CompiledLine, compileLine } from "./line.ts";
import { readInlineMarkdown, readMarkdown, type SourceBlock } from "./markdown.ts";
import { frameNeeds, messageRules } from "./message-rules.ts";
import type { VariableName } from "./variables.ts";

/** Compiles one message in one language to the source of a `Copy`. */
export async function compileMessage(folder: string, name: MessageName, locale: Locale): Promise<string> {
  const { hasButton, needs } = messageRules[name];
  const copyFile = await readCopyFile(folder, `${name}/${locale}.md`, [
    "subject",
    "preheader",
    ...(hasButton ? ["button"] : []),
  ]);
  const front = [...copyFile.front.keys()].map((field) => ({ field, line: plainLine(copyFile, field, locale) }));
  const origin = { file: copyFile.file, place: "text" };
  const blocks = readMarkdown(copyFile.markdown, origin, locale);
  mustShowButton(blocks, hasButton, origin);
  const lines: CompiledLine[] = front.map(({ line }) => line);
  const body = blocks.map((block) => blockCode(block, origin, locale, lines)).join(",\n");
  mustUse(needs, lines, copyFile.file);
  return `{ ${front.map(({ field, line }) => `${field}: ${line.code}`).join(",\n")}, body: [\n${body}] }`;
}

/** Compiles the words around every message in one language to the source of a `Frame`. */
export async function compileFrame(folder: string, locale: Locale): Promise<string> {
  const fields = ["linkHint", "customerFooter", "staffFooter"];
  const copyFile = await readCopyFile(folder, `layout/${locale}.md`, fields);
  const lines = fields.map((field) => markdownLine(copyFile, field, locale));
  mustUse(frameNeeds, lines, copyFile.file);
  return `{ ${fields.map((field, index) => `${field}: ${lines[index]?.code}`).join(",\n")} }`;
}

/** Compiles what is said of each kind of decline in one language. */
export async function compileDeclineReasons(folder: string, locale: Locale): Promise<string> {
  const copyFile = await readCopyFile(folder, `decline-reasons/${locale}.md`, declineKinds);
  for (const field of declineKinds)
    if (plainLine(copyFile, field, locale).uses.size > 0) throw usesVariable(copyFile, field);
  return JSON.stringify(Object.fromEntries(copyFile.front));
}

const usesVariable = ({ file }: CopyFile, place: string) =>
  mistakeAt({ file, place }, "must not use variables: it becomes one itself, {declineReason}.");

function markdownLine({ file, front }: CopyFile, field: string, locale: Locale): CompiledLine {
  const origin = { file, place: field };
  return compileLine(readInlineMarkdown(front.get(field) ?? "", origin, locale), origin, locale);
}

function plainLine(copyFile: CopyFile, field: string, locale: Locale): CompiledLine {
  const line = markdownLine(copyFile, field, locale);
  if (!line.hasMarkup) return line;
  throw mistakeAt({ file: copyFile.file, place: field }, "bold and links cannot stand here.");
}

function blockCode(block: SourceBlock, origin: Origin, locale: Locale, lines: CompiledLine[]): string {
  const compile = (icu: string, mayComeEmpty: boolean) => {
    const line = compileLine(icu, origin, locale, mayComeEmpty);
    lines.push(line);
    return line.code;
  };
  if (block.kind === "button") return '{ kind: "button" }';
  if (block.kind === "paragraph") return `{ kind: "paragraph", line: ${compile(block.icu, false)} }`;
  const facts = block.facts.map(
    ({ label, value }) => `{ label: ${compile(label, false)}, value: ${compile(value, true)} }`,
  );
  return `{ kind: "facts", facts: [\n${facts.join(",\n")}] }`;
}

function mustShowButton(blocks: readonly SourceBlock[], hasButton: boolean, origin: Origin): void {
  const buttons = blocks.filter(({ kind }) => kind === "button").length;
  if (hasButton && buttons !== 1)
    throw mistakeAt(origin, `must have {button} once on a line of its own, not ${buttons} times.`);
  if (!hasButton && buttons > 0) throw mistakeAt(origin, "must not have {button}: this message asks for nothing.");
}

function mustUse(needs: readonly VariableName[], lines: readonly CompiledLine[], file: string): void {
  const unused = needs.filter((name) => !lines.some(({ uses }) => uses.has(name)));
  if (unused.length > 0) throw new CopyMistake(`${file}: must use ${unused.map((name) => `{${name}}`).join(", ")}.`);
}
