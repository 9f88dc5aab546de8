import type { Locale } from "../appearance/locales.ts";
import type { FrameValues, MessageKinds, MessageValues } from "./message-kind.ts";

/** How a medium, HTML or plain text, writes what goes beyond words. */
export interface Markup {
  readonly bold: string;
  readonly endBold: string;
  readonly newline: string;
  link(url: string): string;
  endLink(url: string): string;
}

/** A line of copy as a plain function. Values come in already fit for the medium. */
export type Line<Values> = (values: Values, markup: Markup) => string;

/** A fact as it is written. */
export interface Fact {
  readonly label: string;
  readonly value: string;
}

/** One fact, or one for each entry of a list. */
export type Facts<Values> =
  | { readonly label: Line<Values>; readonly value: Line<Values> }
  | { readonly each: (values: Values, markup: Markup) => readonly Fact[] };

/** What stands in a message. A paragraph without text and a fact without value are left out. */
export type Block<Values> =
  | { readonly kind: "paragraph"; readonly line: Line<Values> }
  | { readonly kind: "facts"; readonly facts: readonly Facts<Values>[] }
  | { readonly kind: "button" };

/** The facts to show, in order. */
export const factsIn = <Values>(facts: readonly Facts<Values>[], values: Values, markup: Markup): Fact[] =>
  facts
    .flatMap((one) =>
      "each" in one
        ? one.each(values, markup)
        : [{ label: one.label(values, markup), value: one.value(values, markup) }],
    )
    .map(({ label, value }) => ({ label: label.trim(), value: value.trim() }))
    .filter(({ value }) => value !== "");

/** One message in one language. */
export interface Copy<Values> {
  readonly subject: Line<Values>;
  readonly preheader: Line<Values>;
  /** The button's label. */
  readonly button?: Line<Values>;
  readonly body: readonly Block<Values>[];
}

/** The words around every message in one language. */
export interface Frame {
  /** Introduces the link beneath the button. */
  readonly linkHint: Line<FrameValues>;
  readonly customerFooter: Line<FrameValues>;
  readonly staffFooter: Line<FrameValues>;
}

/** The values of emails/layout.mjml, each already fit for HTML. */
export const layoutSlots = [
  "language",
  "subject",
  "preheader",
  "companyName",
  "website",
  "imprint",
  "accent",
  "onAccent",
  "accentInDark",
  "onAccentInDark",
  "content",
  "label",
  "value",
  "button",
  "actionUrl",
  "linkHint",
  "footer",
] as const;
export type LayoutValues = Readonly<Record<(typeof layoutSlots)[number], string>>;

/** The parts that emails/layout.mjml is cut into, in the order in which it holds them. */
export const layoutParts = ["start", "paragraph", "factsStart", "fact", "factsEnd", "button", "end"] as const;
export type LayoutPart = (typeof layoutParts)[number];

/** Messages of these kinds in every language, each written with its own values. A function carries those it sends. */
export type LettersOf<Kinds extends MessageKinds> = {
  readonly [Name in keyof Kinds]: Readonly<Record<Locale, Copy<MessageValues<Kinds[Name]["values"]>>>>;
};

/** What all messages share, as emails/build.ts compiles it. */
export interface Catalogue {
  readonly frames: Readonly<Record<Locale, Frame>>;
  readonly layout: Readonly<Record<LayoutPart, (slots: LayoutValues) => string>>;
}
