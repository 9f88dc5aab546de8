import type { Locale } from "../policy/locales.ts";
import type { MessageName } from "../policy/message-names.ts";
import type { Brand } from "./brand.ts";
import { catalogue } from "./catalogue.generated.ts";
import type { Frame, Line, Markup } from "./catalogue.ts";
import { composeHtml } from "./compose-html.ts";
import { composeText } from "./compose-text.ts";
import type { Manuscript } from "./manuscript.ts";
import { type MessageVariables, mapTexts } from "./message.ts";
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
export function compose(name: MessageName, locale: Locale, variables: MessageVariables, brand: Brand): ComposedMessage {
  const copy = catalogue.messages[name][locale];
  const frame = catalogue.frames[locale];
  const values = mapTexts(variables, oneLine);
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
