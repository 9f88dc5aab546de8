import type { Brand } from "../appearance/brand.ts";
import type { Locale } from "../appearance/locales.ts";
import { TerminalError } from "../platform/errors.ts";
import { catalogue } from "./catalogue.generated.ts";
import type { Copy, Frame, Letters, Line, Markup } from "./catalogue.ts";
import { composeHtml } from "./compose-html.ts";
import { composeText } from "./compose-text.ts";
import type { Manuscript } from "./manuscript.ts";
import { type MessageVariables, mapTexts } from "./message.ts";
import type { MessageName } from "./message-names.ts";
import { oneLine } from "./one-line.ts";

/** A message as its reader will see it. */
export interface ComposedMessage {
  readonly subject: string;
  /** What a mail client shows beside the subject; part of the HTML. */
  readonly preheader: string;
  readonly html: string;
  readonly text: string;
}

/** Puts values into the copy of a message. The same input gives the same mail, byte for byte. */
export type Compose = (name: MessageName, locale: Locale, variables: MessageVariables, brand: Brand) => ComposedMessage;

/** Composes `letters`, and throws TerminalError for any other message. */
export const composer =
  (letters: Partial<Letters>): Compose =>
  (name, locale, variables, brand) => {
    const copy = letters[name]?.[locale];
    if (copy === undefined) throw new TerminalError(`This function was not given the message ${name} to send.`);
    return composed(name, locale, copy, mapTexts(variables, oneLine), brand);
  };

function composed(
  name: MessageName,
  locale: Locale,
  copy: Copy,
  values: MessageVariables,
  brand: Brand,
): ComposedMessage {
  const frame = catalogue.frames[locale];
  const manuscript: Manuscript = {
    locale,
    copy,
    linkHint: frame.linkHint,
    footer: footerOf(name, frame),
    values,
    subject: headerOf(copy.subject, values),
    preheader: headerOf(copy.preheader, values),
    brand,
  };
  const { subject, preheader } = manuscript;
  return { subject, preheader, html: composeHtml(manuscript), text: composeText(manuscript) };
}

const headerOf = (line: Line, values: MessageVariables): string => line(values, noMarkup);

const noMarkup: Markup = { bold: "", endBold: "", newline: " ", link: () => "", endLink: () => "" };

const footerOf = (name: MessageName, frame: Frame): Line =>
  name === "hand-over" ? frame.staffFooter : frame.customerFooter;
