import type { Locale } from "../../functions/appearance/locales.ts";
import type { Act } from "../../functions/dunning/case.ts";

const acts: Readonly<Record<Act, string>> = {
  "retry-payment": "Charges the card again",
  notify: "Writes to the customer",
  "warn-of-pause": "Warns of the pause",
  pause: "Pauses the subscription",
  resume: "Resumes the subscription",
  "hand-to-person": "Asks a person to take over",
  close: "Closes the case",
};

/** What a line of the story is about: money, a letter, trouble, an end, or the machinery at work. */
export type Tone = "money" | "letter" | "trouble" | "end" | "quiet";

const lines: Readonly<Record<string, readonly [title: string, tone: Tone]>> = {
  opened: ["Payment failed", "trouble"],
  "decline-learned": ["The bank’s reason", "quiet"],
  planned: ["Planned", "quiet"],
  "retry-payment": ["Charged again", "money"],
  "passed-over": ["Not charged", "quiet"],
  looked: ["Looked at the invoice", "quiet"],
  message: ["Wrote to the customer", "letter"],
  "link-used": ["The customer opened the link", "letter"],
  "card-changed": ["Card changed", "money"],
  pause: ["Subscription paused", "trouble"],
  resume: ["Subscription resumed", "money"],
  "hand-to-person": ["Handed to a person", "letter"],
  "step-failed": ["A step failed", "trouble"],
  held: ["Letter held", "quiet"],
  restored: ["Restored from an earlier state", "trouble"],
  woken: ["Woken by the sweep", "quiet"],
  recovered: ["Recovered", "money"],
  lost: ["Lost", "end"],
  cancelled: ["Cancelled", "end"],
  voided: ["Voided", "end"],
  closed: ["Case closed", "end"],
};

const sentence = (literal: string): string => literal.charAt(0).toUpperCase() + literal.slice(1).replaceAll("-", " ");

/** `retry-payment` as an operator says it; a literal nobody knows is shown as words. */
export const actInWords = (act: string): string => new Map(Object.entries(acts)).get(act) ?? sentence(act);

/** The title and tone of a timeline entry's `what`. */
export const lineInWords = (what: string): readonly [title: string, tone: Tone] =>
  new Map(Object.entries(lines)).get(what) ?? [sentence(what), "quiet"];

/** Each language in its own words, with the tag that fonts and screen readers need. */
export const languages: Readonly<Record<Locale, { readonly name: string; readonly tag: string }>> = {
  en: { name: "English", tag: "en" },
  pl: { name: "Polski", tag: "pl" },
  sv: { name: "Svenska", tag: "sv" },
  zh: { name: "中文", tag: "zh-Hans" },
};

/** `1 mail`, `2 mails`, `1,204 events` */
export const count = (amount: number, one: string, many = `${one}s`): string =>
  `${amount.toLocaleString("en-GB")} ${amount === 1 ? one : many}`;
