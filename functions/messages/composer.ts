import type { Brand } from "../appearance/brand.ts";
import type { Locale } from "../appearance/locales.ts";
import { TerminalError } from "../platform/errors.ts";
import { catalogue } from "./catalogue.generated.ts";
import type { Copy, Frame, LettersOf, Markup } from "./catalogue.ts";
import { checkedValues } from "./checked-values.ts";
import { composeHtml } from "./compose-html.ts";
import { composeText } from "./compose-text.ts";
import type { Manuscript } from "./manuscript.ts";
import type { MessageKind, MessageKinds, MessageValues } from "./message-kind.ts";
import { oneLine } from "./one-line.ts";
import { mapTexts, type Values } from "./values.ts";

/** A message as its reader will see it. */
export interface ComposedMessage {
  readonly subject: string;
  /** What a mail client shows beside the subject; part of the HTML. */
  readonly preheader: string;
  readonly html: string;
  readonly text: string;
}

/**
 * Puts values into the copy of a message. The same input gives the same mail, byte for byte.
 * @throws TerminalError if there is no such message, or its values are not those of its kind.
 */
export type Compose = (name: string, locale: Locale, values: Values, brand: Brand) => ComposedMessage;

/** Composes a room's letters. */
export function composer<Kinds extends MessageKinds>(kinds: Kinds, letters: LettersOf<Kinds>): Compose {
  const compose = <Name extends keyof Kinds>(name: Name, occasion: Occasion): ComposedMessage =>
    composed<Kinds[Name]>(kinds[name], letters[name][occasion.locale], occasion);
  return (name, locale, values, brand) => {
    if (!isNameOf(kinds, name)) throw new TerminalError(`This function was not given the message ${name} to send.`);
    return compose(name, { locale, values, brand });
  };
}

const isNameOf = <Kinds extends object>(kinds: Kinds, name: PropertyKey): name is keyof Kinds =>
  Object.hasOwn(kinds, name);

interface Occasion {
  readonly locale: Locale;
  readonly values: Values;
  readonly brand: Brand;
}

function composed<Kind extends MessageKind>(
  kind: Kind,
  copy: Copy<MessageValues<Kind["values"]>>,
  { locale, values: given, brand }: Occasion,
): ComposedMessage {
  const onOneLine: Values = mapTexts(given, oneLine);
  const values = checkedValues(kind, onOneLine);
  const { actionUrl = "" } = onOneLine;
  const frame = catalogue.frames[locale];
  const manuscript: Manuscript<Kind["values"]> = {
    locale,
    copy,
    linkHint: frame.linkHint,
    footer: footerOf(kind, frame),
    values,
    actionUrl: String(actionUrl),
    subject: copy.subject(values, noMarkup),
    preheader: copy.preheader(values, noMarkup),
    brand,
  };
  const { subject, preheader } = manuscript;
  return { subject, preheader, html: composeHtml(manuscript), text: composeText(manuscript) };
}

const noMarkup: Markup = { bold: "", endBold: "", newline: " ", link: () => "", endLink: () => "" };

const footerOf = ({ audience }: Pick<MessageKind, "audience">, frame: Frame) =>
  audience === "staff" ? frame.staffFooter : frame.customerFooter;
