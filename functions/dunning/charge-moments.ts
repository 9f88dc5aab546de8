import type { DeclineClass } from "../billing/declines/decline-class.ts";

/** The time of day that a charge waits for. */
type TimeOfDay =
  /** The policy's `retryHours`. */
  | "preferred"
  /** Just after midnight where `afterMidnight` names the issuer's country, else as preferred. */
  | "after-midnight";

/** What kind of moment the next charge waits for. */
export type MomentKind =
  /** Hours after the decline rather than days: `waits` after the first charge that met it, the second, and every later one. */
  | { readonly kind: "soon"; readonly waits: readonly string[] }
  /** A day on which wages have just arrived, if one is near enough. */
  | { readonly kind: "payday"; readonly time: TimeOfDay }
  /** When a window of the issuer's has passed since the decline. */
  | { readonly kind: "after-window"; readonly window: string; readonly time: TimeOfDay }
  /** The policy's hours and weekdays. */
  | { readonly kind: "policy" };

/** One line of the table; the first that fits is taken. */
export interface MomentRow {
  readonly declineClass: DeclineClass;
  /** As the network calls it: `debit`, `credit`, `prepaid`. Undefined fits all, bank debits too. */
  readonly funding?: string;
  readonly moment: MomentKind;
  /** Why, for the operator who reads the case's story. */
  readonly because: string;
}

/**
 * When to charge again, by what stood in the way. What is not here waits for the policy's own hours and weekdays.
 * - Processor: Stripe calls these declines passing and asks for the charge to be tried again (docs.stripe.com/declines/codes);
 *   the waits are our default.
 * - Insufficient funds: paydays, as Churnkey waits for them; the days are in functions/timing/paydays.ts.
 * - Limits: issuers count by the day or in a sliding day; 24 hours are our default.
 * - Debit cards: "might be slightly more successful at 12:01 AM" local time in certain countries (Stripe, Smart Retries).
 */
export const momentTable: readonly MomentRow[] = [
  {
    declineClass: "processor",
    moment: { kind: "soon", waits: ["PT1H", "PT6H", "P1D"] },
    because: "the issuer or the processor was not available",
  },
  {
    declineClass: "insufficient-funds",
    funding: "debit",
    moment: { kind: "payday", time: "after-midnight" },
    because: "insufficient funds",
  },
  { declineClass: "insufficient-funds", moment: { kind: "payday", time: "preferred" }, because: "insufficient funds" },
  {
    declineClass: "limit",
    funding: "debit",
    moment: { kind: "after-window", window: "P1D", time: "after-midnight" },
    because: "a limit of the card",
  },
  {
    declineClass: "limit",
    moment: { kind: "after-window", window: "P1D", time: "preferred" },
    because: "a limit of the card",
  },
];

/**
 * Issuers' countries where debit cards are charged just after midnight, ISO 3166-1 alpha-2, as of November 2026. Stripe
 * names none. Ours is a default to be measured: countries in which wages are credited overnight and cards are mostly debit.
 */
export const afterMidnight: ReadonlySet<string> = new Set(
  "AU BE BR CA DK ES FI FR GB IE IT MX NL NO NZ PL PT SE US".split(" "),
);

/** 12:01 at night, and as long as it takes to spread the charges of one midnight. */
export const afterMidnightHours = { from: "00:01", until: "00:31" } as const;

/** So many days, the payday among them, does an account hold what came on it. */
export const paydayLastsDays = 3;

/** The row for a decline; undefined leaves its time to the policy. */
export const momentRow = (declineClass: DeclineClass, funding: string | undefined): MomentRow | undefined =>
  momentTable.find(
    (row) => row.declineClass === declineClass && (row.funding === undefined || row.funding === funding),
  );

/** Whether such a decline is charged again within hours, however far away the next step is. */
export const isOverSoon = (declineClass: DeclineClass): boolean =>
  momentRow(declineClass, undefined)?.moment.kind === "soon";
