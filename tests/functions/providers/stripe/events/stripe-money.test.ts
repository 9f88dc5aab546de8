import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatMoney } from "../../../../../functions/billing/money.ts";
import { moneyOfStripe } from "../../../../../functions/providers/stripe/events/stripe-money.ts";

describe("an amount of Stripe", () => {
  it.each([
    [4900, "eur", "€49.00"],
    [4900, "jpy", "¥4,900"],
    [4900, "krw", "₩4,900"],
    [4900, "kwd", "KWD 4.900"],
    [490000, "huf", "HUF 4,900"],
    [490000, "isk", "ISK 4,900"],
    [490000, "ugx", "UGX 4,900"],
    [4900, "mga", "MGA 4,900"],
    [0, "eur", "€0.00"],
  ])("%d %s is %s", (amount, currency, shown) => {
    expect(formatMoney(moneyOfStripe(amount, currency), "en").replaceAll("\u00a0", " ")).toBe(shown);
  });

  it("is always a whole number of minor units, and never -0", () =>
    fc.assert(
      fc.property(
        fc.double({ min: -1e9, max: 1e9, noNaN: true }),
        fc.constantFrom("eur", "isk", "mga"),
        (amount, currency) => {
          const { amountMinor } = moneyOfStripe(amount, currency);
          expect(Number.isSafeInteger(amountMinor)).toBe(true);
          expect(Object.is(amountMinor, -0)).toBe(false);
        },
      ),
    ));
});
