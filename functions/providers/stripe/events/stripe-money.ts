import type { Money } from "../../../billing/money.ts";

/**
 * Stripe's smallest unit is that of ISO 4217 but for these, by `https://docs.stripe.com/currencies`: it keeps two
 * decimals for the Icelandic króna and the Ugandan shilling, which have none, and none for the Malagasy ariary.
 */
const isoUnitsPerStripeUnit: ReadonlyMap<string, number> = new Map([
  ["ISK", 0.01],
  ["UGX", 0.01],
  ["MGA", 100],
]);

/** Stripe's amount as money, rounded to the minor unit. `currency` is in lower case, as Stripe writes it. */
export function moneyOfStripe(amount: number, currency: string): Money {
  const code = currency.toUpperCase();
  // Adding 0 turns -0, which rounding makes of small credits, into 0.
  return { amountMinor: Math.round(amount * (isoUnitsPerStripeUnit.get(code) ?? 1)) + 0, currency: code };
}
