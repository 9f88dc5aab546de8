import type { Money } from "../../../billing/money.ts";
import { TerminalError } from "../../../platform/errors.ts";

/**
 * Stripe's smallest unit is that of ISO 4217 but for these, by `https://docs.stripe.com/currencies`: it keeps two
 * decimals for the Icelandic króna and the Ugandan shilling, which have none, and none for the Malagasy ariary.
 */
const isoUnitsPerStripeUnit: ReadonlyMap<string, number> = new Map([
  ["ISK", 0.01],
  ["UGX", 0.01],
  ["MGA", 100],
]);

/** Whether amounts in it can be shown: of other codes than those of ISO 4217 nobody knows the digits. */
export const isCurrency = (currency: string): boolean => /^[a-z]{3}$/i.test(currency.trim());

/**
 * Stripe's amount as money, rounded to the minor unit. `currency` is in lower case, as Stripe writes it.
 * @throws TerminalError for a currency whose amounts cannot be shown, such as `usdc`.
 */
export function moneyOfStripe(amount: number, currency: string): Money {
  if (!isCurrency(currency))
    throw new TerminalError(`Amounts in ${JSON.stringify(currency)} cannot be shown: it is no code of ISO 4217.`);
  const code = currency.trim().toUpperCase();
  // Adding 0 turns -0, which rounding makes of small credits, into 0.
  return { amountMinor: Math.round(amount * (isoUnitsPerStripeUnit.get(code) ?? 1)) + 0, currency: code };
}
