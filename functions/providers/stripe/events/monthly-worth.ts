import type { Money } from "../../../billing/money.ts";
import type { Price } from "./price.ts";
import { isCurrency, moneyOfStripe } from "./stripe-money.ts";

export interface PricedItem {
  readonly price: Price | undefined;
  readonly quantity: number | undefined;
}

/** Twelve months to a year of 365 days. */
const monthsPer = { day: 12 / 365, week: (7 * 12) / 365, month: 1, year: 12 } as const;

/**
 * What a subscription is worth a month before discounts and taxes. Metered items count nothing, for nobody knows
 * their use. Undefined if the items carry no price, one whose tiers the event leaves out, or one in a currency that cannot be shown.
 */
export function monthlyWorth(items: readonly PricedItem[]): Money | undefined {
  const known = items.filter(({ price }) => price?.recurring?.usage_type !== "metered");
  const currency = known[0]?.price?.currency;
  const worths = known.map(monthlyAmount);
  if (currency === undefined || !isCurrency(currency) || worths.includes(undefined)) return undefined;
  if (known.some(({ price }) => price?.currency !== currency)) return undefined;
  return moneyOfStripe(
    worths.reduce<number>((total, worth) => total + (worth ?? 0), 0),
    currency,
  );
}

/** In Stripe's smallest unit, with fractions. */
function monthlyAmount({ price, quantity = 1 }: PricedItem): number | undefined {
  if (price?.recurring === undefined) return undefined;
  const { interval, interval_count = 1 } = price.recurring;
  const amount = amountOf(price, billedQuantity(price, quantity));
  return amount === undefined ? undefined : amount / (monthsPer[interval] * interval_count);
}

function billedQuantity({ transform_quantity }: Price, quantity: number): number {
  if (transform_quantity === undefined) return quantity;
  const packages = quantity / transform_quantity.divide_by;
  return transform_quantity.round === "up" ? Math.ceil(packages) : Math.floor(packages);
}

type Amounts = Pick<Price, "unit_amount" | "unit_amount_decimal">;

/** The decimal is exact where both are given: prices below a cent have no whole amount. */
const unitAmountOf = ({ unit_amount, unit_amount_decimal }: Amounts): number | undefined =>
  unit_amount_decimal === undefined ? unit_amount : Number(unit_amount_decimal);

function amountOf(price: Price, quantity: number): number | undefined {
  if (price.billing_scheme === "tiered") return tieredAmount(price, quantity);
  const unitAmount = unitAmountOf(price);
  return unitAmount === undefined ? undefined : unitAmount * quantity;
}

/** Graduated tiers each price the units that fall into them; by volume, one tier prices all. */
function tieredAmount({ tiers, tiers_mode }: Price, quantity: number): number | undefined {
  if (tiers === undefined) return undefined;
  let from = 0;
  let total = 0;
  for (const tier of tiers) {
    const until = tier.up_to ?? Number.POSITIVE_INFINITY;
    const flat = tier.flat_amount_decimal === undefined ? (tier.flat_amount ?? 0) : Number(tier.flat_amount_decimal);
    const unit = unitAmountOf(tier) ?? 0;
    if (tiers_mode === "volume" && quantity <= until) return flat + unit * quantity;
    if (tiers_mode !== "volume") total += flat + unit * (Math.min(quantity, until) - from);
    if (quantity <= until) break;
    from = until;
  }
  return total;
}
