import { describe, expect, it } from "vitest";
import * as z from "zod/mini";
import { monthlyWorth } from "../../../../../functions/providers/stripe/events/monthly-worth.ts";
import { priceSchema } from "../../../../../functions/providers/stripe/events/price.ts";

type Recurring = { interval: string; interval_count?: number; usage_type?: string };
const item = (fields: object, recurring: Recurring = { interval: "month" }, quantity: number | undefined = 1) => ({
  price: z.parse(priceSchema, { currency: "eur", recurring, ...fields }),
  quantity,
});
const euro = (amountMinor: number) => ({ amountMinor, currency: "EUR" });
const tiers = [
  { up_to: 10, unit_amount: 500, flat_amount: 1000 },
  { up_to: null, unit_amount: 300, flat_amount: null },
];

describe("the monthly worth of a subscription", () => {
  it.each([
    ["a month", { interval: "month" }, 4900, 4900],
    ["three months", { interval: "month", interval_count: 3 }, 12000, 4000],
    ["a year", { interval: "year" }, 11760, 980],
    ["two years", { interval: "year", interval_count: 2 }, 240000, 10000],
    ["a week", { interval: "week" }, 700, 3042],
    ["a day", { interval: "day" }, 100, 3042],
    ["thirty days", { interval: "day", interval_count: 30 }, 3000, 3042],
  ])("of %s", (_, recurring, unit_amount, worth) => {
    expect(monthlyWorth([item({ unit_amount }, recurring)])).toEqual(euro(worth));
  });

  it("is the sum of its items by their quantities, rounded once", () => {
    const yearly = item({ unit_amount: 1000 }, { interval: "year" }, 1);
    expect(monthlyWorth([yearly, yearly, yearly, item({ unit_amount: 250 }, { interval: "month" }, 4)])).toEqual(
      euro(1250),
    );
  });

  it("counts fractions of a cent", () => {
    expect(
      monthlyWorth([item({ unit_amount: null, unit_amount_decimal: "0.05" }, { interval: "month" }, 10_000)]),
    ).toEqual(euro(500));
  });

  it.each([
    ["graduated", 4, 1000 + 4 * 500],
    ["graduated", 10, 1000 + 10 * 500],
    ["graduated", 15, 1000 + 10 * 500 + 5 * 300],
    ["volume", 10, 1000 + 10 * 500],
    ["volume", 15, 15 * 300],
  ])("of %s tiers with %d units", (tiers_mode, quantity, worth) => {
    const price = { billing_scheme: "tiered", tiers, tiers_mode, unit_amount: null };
    expect(monthlyWorth([item(price, { interval: "month" }, quantity)])).toEqual(euro(worth));
  });

  it.each([
    ["up", 3],
    ["down", 2],
  ])("of packages, rounded %s", (round, packages) => {
    const price = { unit_amount: 1000, transform_quantity: { divide_by: 5, round } };
    expect(monthlyWorth([item(price, { interval: "month" }, 12)])).toEqual(euro(packages * 1000));
  });

  it("counts nothing for use that is measured later", () => {
    const metered = item({ unit_amount: 10 }, { interval: "month", usage_type: "metered" }, undefined);
    expect(monthlyWorth([item({ unit_amount: 4900 }), metered])).toEqual(euro(4900));
    expect(monthlyWorth([metered])).toBeUndefined();
  });

  it("is unknown rather than too low when part of it cannot be known", () => {
    const withoutTiers = item({ billing_scheme: "tiered", unit_amount: null });
    const oneTime = { price: z.parse(priceSchema, { currency: "eur", unit_amount: 100 }), quantity: 1 };
    const dollars = item({ currency: "usd", unit_amount: 100 });
    for (const odd of [withoutTiers, oneTime, dollars, { price: undefined, quantity: 1 }])
      expect(monthlyWorth([item({ unit_amount: 4900 }), odd])).toBeUndefined();
    expect(monthlyWorth([])).toBeUndefined();
  });

  it("is in the minor unit of its currency", () => {
    expect(monthlyWorth([item({ currency: "isk", unit_amount: 590000 })])).toEqual({
      amountMinor: 5900,
      currency: "ISK",
    });
  });
});
