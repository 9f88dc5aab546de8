import { formatMoney } from "../../functions/billing/money.ts";
import type { Price } from "../providers/stripe/records.ts";

const planNames = ["Solo", "Team", "Business"] as const;
export type PlanName = (typeof planNames)[number];

/** Per month in the currency's minor unit: Solo, Team, Business. Yearly plans cost ten months. */
const monthlyMinor: Readonly<Record<string, readonly [number, number, number]>> = {
  eur: [1900, 4900, 19900],
  usd: [1900, 5900, 22900],
  pln: [7900, 21900, 89900],
  sek: [19900, 54900, 219000],
  cny: [13900, 39900, 159900],
  jpy: [2900, 7900, 32000],
  // Stripe takes three-decimal amounts only in steps of ten.
  kwd: [5900, 15500, 62000],
  gbp: [1700, 4500, 17900],
  cad: [2500, 7900, 29900],
};

/** Orbit's price for a plan. @throws RangeError if Orbit has none in that currency. */
export function priceOf(plan: PlanName, currency: string, interval: "month" | "year"): Price {
  const perMonth = monthlyMinor[currency]?.[planNames.indexOf(plan)];
  if (perMonth === undefined) throw new RangeError(`Orbit has no price for ${plan} in ${currency}.`);
  const amountMinor = interval === "year" ? perMonth * 10 : perMonth;
  const amount = formatMoney({ amountMinor, currency: currency.toUpperCase() }, "en");
  return {
    id: `price_${plan.toLowerCase()}_${interval}_${currency}`,
    productName: `Orbit ${plan}`,
    nickname: interval === "year" ? `${plan}, yearly` : plan,
    lineDescription: `1 × Orbit ${plan} (at ${amount} / ${interval})`,
    amountMinor,
    currency,
    interval,
  };
}

/** The same plan in another currency. */
export function priceIn(currency: string, { nickname, interval }: Price): Price {
  const plan = planNames.find((name) => nickname.startsWith(name));
  if (plan === undefined) throw new RangeError(`Orbit has no plan called ${nickname}.`);
  return priceOf(plan, currency, interval);
}

/** The next dearer plan; undefined from the dearest. */
export function dearerThan({ nickname, currency, interval }: Price): Price | undefined {
  const next = planNames[planNames.findIndex((name) => nickname.startsWith(name)) + 1];
  return next && priceOf(next, currency, interval);
}
