/** A text that is never empty. */
export const shown = { form: "shown" } as const;

/** A text that may be unknown and is empty then: outside a fact, copy has words for that. */
export const mayBeEmpty = { form: "may-be-empty" } as const;

/** A whole number, which copy gives its language's plural. */
export const count = { form: "count" } as const;

/** The address of a page, where a link or the button leads. */
export const link = { form: "link" } as const;

/** An e-mail address. */
export const mailbox = { form: "mailbox" } as const;

/** One of a few names, which is never shown: copy chooses its words by it. */
export const oneOf = <const Options extends readonly string[]>(options: Options) =>
  ({ form: "one-of", options }) as const;

/** How a value comes: what the build of the copy asks of its use, and what is checked before a mail is written. */
export type ValueKind =
  | typeof shown
  | typeof mayBeEmpty
  | typeof count
  | typeof link
  | typeof mailbox
  | { readonly form: "one-of"; readonly options: readonly string[] };
export type ValueKinds = Readonly<Record<string, ValueKind>>;

type ValueOf<Kind> = Kind extends { readonly form: "count" }
  ? number
  : Kind extends { readonly options: readonly (infer Option extends string)[] }
    ? Option
    : string;

/** The values that such kinds describe. */
export type ValuesOf<Kinds extends ValueKinds> = { readonly [Name in keyof Kinds]: ValueOf<Kinds[Name]> };

/** Values of any message, by name. Texts are already formatted for their reader. */
export type Values = Readonly<Record<string, string | number>>;

/** The same values with every text changed by `change`. */
export function mapTexts<Texts extends Values>(values: Texts, change: (text: string) => string): Texts;
export function mapTexts(values: Values, change: (text: string) => string): Values {
  const changed = Object.entries(values).map(([name, value]) => [
    name,
    typeof value === "string" ? change(value) : value,
  ]);
  return Object.fromEntries(changed);
}
