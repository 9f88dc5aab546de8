import { imprintOf } from "../appearance/brand.ts";
import type { Locale } from "../appearance/locales.ts";
import { type Block, factsIn, type Markup } from "./catalogue.ts";
import type { Manuscript } from "./manuscript.ts";
import type { MessageValues } from "./message-kind.ts";
import type { ValueKinds } from "./values.ts";

const colon = (locale: Locale): string => (locale === "zh" ? "：" : ": ");
const inBrackets = (text: string, locale: Locale): string => (locale === "zh" ? `（${text}）` : ` (${text})`);

/** A link shows where it leads, in brackets; an e-mail address already does. */
const markupIn = (locale: Locale): Markup => ({
  bold: "",
  endBold: "",
  newline: "\n",
  link: () => "",
  endLink: (url) => (url.startsWith("mailto:") ? "" : inBrackets(url, locale)),
});

/**
 * The plain-text part, written to be read: paragraphs, facts line by line, the link alone on its line, and what
 * follows the signature's delimiter (RFC 3676, 4.3) is the footer. Lines are not wrapped, the reader's device does it.
 */
export function composeText<Own extends ValueKinds>(manuscript: Manuscript<Own>): string {
  const { locale, copy, footer, values, brand } = manuscript;
  const blocks = copy.body.map((block) => blockText(block, manuscript)).filter((block) => block !== "");
  const ending = ["-- ", footer(values, markupIn(locale)), imprintOf(brand)].join("\n");
  return `${[...blocks, ending].join("\n\n")}\n`;
}

function blockText<Own extends ValueKinds>(
  block: Block<MessageValues<Own>>,
  { locale, copy, values, actionUrl }: Manuscript<Own>,
): string {
  const textMarkup = markupIn(locale);
  if (block.kind === "button") return `${copy.button?.(values, textMarkup)}${colon(locale).trimEnd()}\n${actionUrl}`;
  if (block.kind === "paragraph") return block.line(values, textMarkup).trim();
  return factsIn(block.facts, values, textMarkup)
    .map(({ label, value }) => `${label}${colon(locale)}${value}`)
    .join("\n");
}
