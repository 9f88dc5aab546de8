/** A text that is never empty. */
export const shown = { form: "shown" } as const;

/** A text that may be unknown and is empty then: outside a fact, copy has words for that. */
export const mayBeEmpty = { form: "may-be-empty" } as const;

/** A whole number, which copy gives its language's plural. */
export const count = { form: "count" } as const;

/** The address of a page, where a link or the button leads. */
export const link = { form: "link" } as const;

/** The address of a page that may not be known and is empty then: copy has words for that. */
export const linkIfKnown = { form: "link-if-known" } as const;

/** An e-mail address. */
export const mailbox = { form: "mailbox" } as const;

/** One of a few names, which is never shown: copy chooses its words by it. */
export const oneOf = <const Options extends readonly string[]>(options: Options) =>
  ({ form: "one-of", options }) as const;

/**
 * Several things, each with texts of these names; copy has one fact for each, `- {invoices} {plan}: {amount}`. A list of
 * one is told by the letter's other values.
 */
export const list = <const Names extends readonly string[]>(names: Names) => ({ form: "list", names }) as const;

/** The same, which its kind did not have from the beginning: letters claimed before then say this. */
export const since = <const Kind extends ValueKind, const Before extends string | number | readonly []>(
  kind: Kind,
  before: Before,
) => ({ ...kind, before }) as const;

/** How a value comes: what the build of the copy asks of its use, and what is checked before a mail is written. */
export type ValueKind = (
  | typeof shown
  | typeof mayBeEmpty
  | typeof count
  | typeof link
  | typeof linkIfKnown
  | typeof mailbox
  | { readonly form: "one-of"; readonly options: readonly string[] }
  | { readonly form: "list"; readonly names: readonly string[] }
) & { readonly before?: string | number | readonly [] };
export type ValueKinds = Readonly<Record<string, ValueKind>>;

type ValueOf<Kind> = Kind extends { readonly form: "count" }
  ? number
  : Kind extends { readonly options: readonly (infer Option extends string)[] }
    ? Option
    : Kind extends { readonly names: readonly (infer Name extends string)[] }
      ? readonly { readonly [Each in Name]: string }[]
      : string;

/** The values that such kinds describe. */
export type ValuesOf<Kinds extends ValueKinds> = { readonly [Name in keyof Kinds]: ValueOf<Kinds[Name]> };

/** A value of any message. Texts are already formatted for their reader. */
export type Value = string | number | readonly Readonly<Record<string, string>>[];

/** Values of any message, by name. */
export type Values = Readonly<Record<string, Value>>;

/** The same values with every text changed by `change`, those of lists included. */
export function mapTexts<Texts extends Values>(values: Texts, change: (text: string) => string): Texts;
export function mapTexts(values: Values, change: (text: string) => string): Values {
  const inEntry = (entry: Readonly<Record<string, string>>) =>
    Object.fromEntries(Object.entries(entry).map(([name, text]) => [name, change(text)]));
  const inValue = (value: Value): Value =>
    typeof value === "string" ? change(value) : typeof value === "number" ? value : value.map(inEntry);
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, inValue(value)]));
}
