import { marked, type Token, type Tokens } from "marked";
import { type CopyMistake, mistakeAt, type Origin } from "./copy-mistake.ts";
import type { Setting } from "./line.ts";
import { linkTargets, valueNamed } from "./vocabulary.ts";

/** A block of Markdown whose words are still ICU MessageFormat. */
export type SourceBlock =
  | { readonly kind: "paragraph"; readonly icu: string }
  | { readonly kind: "facts"; readonly facts: readonly SourceFact[] }
  | { readonly kind: "button" };

/** `Label: value`; with `each`, for every entry of the list of this name. */
export interface SourceFact {
  readonly each?: string;
  readonly label: string;
  readonly value: string;
}

// To Markdown a brace is punctuation, and `**{amount}**未` would not be bold; these count as letters.
const hideBraces = (text: string) => text.replaceAll("{", "\uE000").replaceAll("}", "\uE001");
const showBraces = (text: string) => text.replaceAll("\uE000", "{").replaceAll("\uE001", "}");

/**
 * Reads the Markdown that copy is written in: paragraphs, bold, links to a value, hard line breaks, `{button}` on a
 * line of its own, and lists whose items are facts, `Label: value`.
 * @throws CopyMistake for anything else.
 */
export function readMarkdown(markdown: string, setting: Setting): SourceBlock[] {
  const tokens = marked.lexer(hideBraces(markdown)).filter(({ type }) => type !== "space");
  return tokens.map((token) => blockOf(token, setting));
}

/** One line of Markdown: bold and links, no blocks. */
export function readInlineMarkdown(markdown: string, setting: Setting): string {
  return icuOf(marked.Lexer.lexInline(hideBraces(markdown)), setting);
}

function blockOf(token: Token, setting: Setting): SourceBlock {
  if (token.type === "list") return { kind: "facts", facts: itemsOf(token).map((item) => factOf(item, setting)) };
  if (token.type !== "paragraph") throw notAllowed(token, setting.origin);
  if (showBraces(token.raw.trim()) === "{button}") return { kind: "button" };
  return { kind: "paragraph", icu: icuOf(token.tokens ?? [], setting) };
}

const itemsOf = (token: Token): Tokens.ListItem[] =>
  "items" in token && Array.isArray(token.items) ? token.items : [];

function factOf(item: Tokens.ListItem, setting: Setting): SourceFact {
  const [text, ...rest] = item.tokens;
  if (text?.type !== "text" || rest.length > 0) throw notAllowed(rest[0] ?? item, setting.origin);
  const icu = icuOf("tokens" in text ? (text.tokens ?? []) : [], setting);
  const [, each, ofEntry = "", ofValue = ""] = /^\{(\w+)\}\s+(.+)[:：]\s*(.+)$/s.exec(icu) ?? [];
  if (each !== undefined) return { each, label: ofEntry, value: ofValue };
  const [, label, value] = /^([^:：{}]+)[:：]\s*(.+)$/s.exec(icu) ?? [];
  if (label === undefined || value === undefined)
    throw mistakeAt(setting.origin, `the list item "${icu}" must be a fact: a label, a colon and its value.`);
  return { label, value };
}

function icuOf(tokens: readonly Token[], setting: Setting): string {
  return tokens.map((token) => inlineOf(token, setting)).join("");
}

function inlineOf(token: Token, setting: Setting): string {
  const inner = () => icuOf("tokens" in token ? (token.tokens ?? []) : [], setting);
  switch (token.type) {
    case "text":
    case "escape":
      return wordsOf(showBraces(String(token["text"])), setting);
    case "strong":
      return `{bold, open}${inner()}{bold, close}`;
    case "link":
      return linkOf(showBraces(String(token["href"])), inner(), setting);
    case "br":
      return "\n";
    default:
      throw notAllowed(token, setting.origin);
  }
}

/** Plain words. Lines that the writer broke run on: with a space, in Chinese without one. */
function wordsOf(text: string, { origin, locale }: Setting): string {
  const [sign] = /[<>&'"*`]/.exec(text) ?? [];
  if (sign !== undefined)
    throw mistakeAt(origin, `${sign} cannot stand in copy: write typographic signs such as ’ and “”, and no HTML.`);
  const running = text.replaceAll(/\n\s*/g, locale === "zh" ? "" : " ");
  // Polish leaves no word of one letter at the end of a line.
  return locale === "pl" ? running.replaceAll(/(?<=^|[\s(])(\p{L}) /gu, "$1\u00A0") : running;
}

function linkOf(href: string, words: string, { origin, vocabulary }: Setting): string {
  const [, scheme = "", name = ""] = /^(mailto:)?\{(\w+)\}$/.exec(href) ?? [];
  const forms: readonly (string | undefined)[] = scheme === "" ? ["link", "link-if-known"] : ["mailbox"];
  if (!forms.includes(valueNamed(vocabulary, name)?.form))
    throw mistakeAt(origin, `a link must lead to ${linkTargets(vocabulary)}, not to ${href}.`);
  return `{${name}, open}${words}{${name}, close}`;
}

const notAllowed = ({ type, raw }: Token, origin: Origin): CopyMistake =>
  mistakeAt(
    origin,
    `"${showBraces(raw.trim()).slice(0, 40)}" is a ${type}; copy has paragraphs, facts, bold and links.`,
  );
