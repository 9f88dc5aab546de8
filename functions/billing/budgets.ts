import { type Instant, msBetween } from "../platform/instant.ts";
import { isDebit, type MethodKind } from "./method-kind.ts";

/** How often one card may be charged by one merchant. */
export interface Budget {
  readonly attempts: number;
  readonly days: number;
}

/**
 * Visa: 20 in 30 days (its Core Rules since 25 May 2025). Mastercard: 10 declines in 24 hours and 35 in 30 days (as
 * acquirers tell their merchants). Others: Visa's, the default that open-source routers use.
 */
export const networkBudgets = {
  visa: [{ attempts: 20, days: 30 }],
  mastercard: [
    { attempts: 10, days: 1 },
    { attempts: 35, days: 30 },
  ],
} as const satisfies Record<string, readonly Budget[]>;

/**
 * How often one debit may be presented again, and how long after it was presented first. ACH: two times within 180 days
 * (Nacha Operating Rules, Subsection 2.13.4), two in 14 days by Stripe's default. SEPA: two times (EPC, as Stripe keeps
 * it). PAD: once within 30 days (Payments Canada, Rule H1). BACS and BECS: no more than SEPA, our default.
 */
export const debitBudgets: Readonly<Partial<Record<MethodKind, { readonly again: number; readonly days: number }>>> = {
  "us-bank-account": { again: 2, days: 180 },
  "sepa-debit": { again: 2, days: 180 },
  "bacs-debit": { again: 2, days: 180 },
  "acss-debit": { again: 1, days: 30 },
  "au-becs-debit": { again: 2, days: 180 },
};

const budgetsOf = (network: string | undefined): readonly Budget[] =>
  network === "mastercard" ? networkBudgets.mastercard : networkBudgets.visa;

const dayMs = 24 * 60 * 60 * 1000;

/**
 * Why one more charge at `at` would break the network's budget; undefined if it would not.
 * @param chargedAt every charge of the card's number known so far, by anybody: the provider, the customer, us.
 */
export function overBudget(
  network: string | undefined,
  chargedAt: readonly Instant[],
  at: Instant,
): string | undefined {
  const broken = budgetsOf(network).find(({ attempts, days }) => {
    const within = chargedAt.filter((charge) => charge <= at && msBetween(charge, at) < days * dayMs);
    return within.length >= attempts;
  });
  if (broken === undefined) return undefined;
  return `the network allows ${broken.attempts} charges of a card in ${broken.days === 1 ? "24 hours" : `${broken.days} days`}`;
}

/**
 * How often a debit may still be presented again; undefined if it is no debit.
 * @param presented how often it was presented for this invoice so far.
 */
export function presentationsLeft(kind: MethodKind | undefined, presented: number): number | undefined {
  if (kind === undefined || !isDebit(kind)) return undefined;
  const { again } = debitBudgets[kind] ?? { again: 2 };
  return Math.max(0, again + 1 - presented);
}

/**
 * Why a debit may not be presented again at `at`; undefined if it may, or if it is no debit.
 * @param presentedAt every time it was presented for this invoice, oldest first.
 */
export function overDebitBudget(
  kind: MethodKind | undefined,
  presentedAt: readonly Instant[],
  at: Instant,
): string | undefined {
  if (kind === undefined || !isDebit(kind)) return undefined;
  const { again, days } = debitBudgets[kind] ?? { again: 2, days: 180 };
  const [first] = presentedAt;
  if (first !== undefined && msBetween(first, at) > days * dayMs)
    return `a debit may be presented again within ${days} days only`;
  if (presentedAt.length <= again) return undefined;
  return `a returned debit may be presented again ${again === 1 ? "once" : `${again} times`}`;
}
