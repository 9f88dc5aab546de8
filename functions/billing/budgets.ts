import { type Instant, msBetween } from "../platform/instant.ts";

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

const budgetsOf = (network: string | undefined): readonly Budget[] =>
  network === "mastercard" ? networkBudgets.mastercard : networkBudgets.visa;

const dayMs = 24 * 60 * 60 * 1000;

/**
 * Why one more charge at `at` would break the network's budget; undefined if it would not.
 * @param chargedAt every charge of the card known so far, the provider's own included.
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
