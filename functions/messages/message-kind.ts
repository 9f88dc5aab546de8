import type { Locale } from "../appearance/locales.ts";
import { link, mailbox, shown, type ValueKinds, type ValuesOf } from "./values.ts";

/** Why a message is written; what a person may refuse, and how often somebody is written to, goes by this. */
export const purposes = ["legal-notice", "billing-notice", "product", "offer", "survey", "staff"] as const;
export type Purpose = (typeof purposes)[number];

/** Who reads it: who pays, somebody who uses the product, or the company's own people. */
export type Audience = "payer" | "person" | "staff";

/** How it may reach them, the preferred one first. So far only e-mail is built. */
export const channels = ["email", "sms", "banner"] as const;
export type Channel = (typeof channels)[number];

/** One kind of message, as the room it belongs to defines it. Its copy lies in `emails/<room>/<name>/`. */
export interface MessageKind<Name extends string = string, Own extends ValueKinds = ValueKinds> {
  readonly name: Name;
  readonly purpose: Purpose;
  readonly audience: Audience;
  readonly channels: readonly [Channel, ...Channel[]];
  /**
   * What it speaks of, beyond the values of every frame: every translation uses all of it. A message that has
   * `actionUrl` has a button, which leads there.
   */
  readonly values: Own;
  /** Values that a translation may leave out. */
  readonly mayGoUnsaid?: readonly string[];
}

/** Kinds by their names. */
export type MessageKinds = Readonly<Record<string, MessageKind>>;

/** A kind of message, with its name and values known to the compiler. */
export const defineMessage = <const Name extends string, const Own extends ValueKinds>(
  kind: MessageKind<Name, Own> & { readonly mayGoUnsaid?: readonly (keyof Own)[] },
): MessageKind<Name, Own> => kind;

type ByName<Kind extends MessageKind> = { readonly [Each in Kind as Each["name"]]: Each };

/** The kinds by their names, in the order given. */
export function kindsByName<Kind extends MessageKind>(kinds: readonly Kind[]): ByName<Kind>;
export function kindsByName(kinds: readonly MessageKind[]): MessageKinds {
  return Object.fromEntries(kinds.map((kind) => [kind.name, kind]));
}

/** What the frame around every message says. */
export const frameValues = { companyName: shown, supportEmail: mailbox, supportPage: link } as const;
export type FrameValues = ValuesOf<typeof frameValues>;

/** What a message's copy may say: the frame's values and its own. */
export type MessageValues<Own extends ValueKinds = ValueKinds> = FrameValues & ValuesOf<Own>;

/** Whether it asks for something, with a button. */
export const hasButton = ({ values }: Pick<MessageKind, "values">): boolean => Object.hasOwn(values, "actionUrl");

/** Whether the copy of a message, `dunning/paused`, exists in a language. */
export type IsWritten = (message: string, locale: Locale) => boolean;
