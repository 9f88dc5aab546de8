import type { Locale } from "../appearance/locales.ts";
import type { MessageVariables } from "./message.ts";
import type { MessageName } from "./message-names.ts";

/** How a medium, HTML or plain text, writes what goes beyond words. */
export interface Markup {
  readonly bold: string;
  readonly endBold: string;
  readonly newline: string;
  link(url: string): string;
  endLink(url: string): string;
}

/** A line of copy as a plain function. Values come in already fit for the medium. */
export type Line = (values: MessageVariables, markup: Markup) => string;

/** What stands in a message. A paragraph without text and a fact without value are left out. */
export type Block =
  | { readonly kind: "paragraph"; readonly line: Line }
  | { readonly kind: "facts"; readonly facts: readonly { readonly label: Line; readonly value: Line }[] }
  | { readonly kind: "button" };

/** One message in one language. */
export interface Copy {
  readonly subject: Line;
  readonly preheader: Line;
  /** The button's label. */
  readonly button?: Line;
  readonly body: readonly Block[];
}

/** The words around every message in one language. */
export interface Frame {
  /** Introduces the link beneath the button. */
  readonly linkHint: Line;
  readonly customerFooter: Line;
  readonly staffFooter: Line;
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

/** Messages in every language. A function carries those it sends. */
export type Letters<Name extends MessageName = MessageName> = Readonly<Record<Name, Readonly<Record<Locale, Copy>>>>;

/** The one message that a person of the company reads; all others are for customers. */
export type StaffMessageName = "hand-over";
export type CustomerLetters = Letters<Exclude<MessageName, StaffMessageName>>;
export type StaffLetters = Letters<StaffMessageName>;

/** What all messages share, as emails/build.ts compiles it. */
export interface Catalogue {
  readonly frames: Readonly<Record<Locale, Frame>>;
  readonly layout: Readonly<Record<LayoutPart, (slots: LayoutValues) => string>>;
}
