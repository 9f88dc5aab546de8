import type { Locale } from "../appearance/locales.ts";
import { madeOnce } from "../platform/made-once.ts";

/** The forms of a count, by CLDR category or exact value (`=0`); a category without a form of its own takes `other`. */
export interface PluralForms {
  readonly other: string;
  readonly [form: string]: string;
}

/** The form that `count` takes in the language: one, few, many, ... */
export function plural(locale: Locale, count: number, forms: PluralForms): string {
  return forms[`=${count}`] ?? forms[rulesOf(locale).select(count)] ?? forms.other;
}

const rulesOf = madeOnce((locale: Locale) => new Intl.PluralRules(locale));

/** The count in digits as the language writes them. */
export const digits = (locale: Locale, count: number): string => numbersOf(locale).format(count);

const numbersOf = madeOnce((locale: Locale) => new Intl.NumberFormat(locale));
