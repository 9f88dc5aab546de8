import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { locales } from "../../../functions/appearance/locales.ts";
import { formatMoney, minorUnitDigits } from "../../../functions/billing/money.ts";

const money = (amountMinor: number, currency: string) => ({ amountMinor, currency });
const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, " ");

describe("formatMoney", () => {
  it.each([
    [money(4900, "EUR"), "en", "€49.00"],
    [money(4900, "EUR"), "sv", "49,00 €"],
    [money(123456, "PLN"), "pl", "1234,56 zł"],
    [money(4900, "JPY"), "en", "¥4,900"],
    [money(4900, "KWD"), "en", "KWD 4.900"],
    [money(490000, "HUF"), "en", "HUF 4,900"],
    [money(490050, "HUF"), "en", "HUF 4,900.50"],
    [money(4900, "CNY"), "zh", "¥49.00"],
    [money(0, "USD"), "en", "$0.00"],
    [money(-4900, "USD"), "en", "-$49.00"],
  ])("%j in %s is %s", (amount, locale, text) => {
    expect(plain(formatMoney(amount, locale))).toBe(text);
  });

  it("never loses or invents a digit, in any currency and locale", () => {
    const currencies = fc.constantFrom("EUR", "JPY", "KWD", "HUF", "ISK", "PLN", "COP", "TND", "CLP");
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 99_999_999 }),
        currencies,
        fc.constantFrom(...locales),
        (amountMinor, currency, locale) => {
          const digits = formatMoney(money(amountMinor, currency), locale).replace(/\D/g, "");
          const minor = minorUnitDigits(currency);
          const whole = amountMinor % 10 ** minor === 0 ? String(amountMinor / 10 ** minor) : undefined;
          expect([String(amountMinor).padStart(minor + 1, "0"), whole]).toContain(digits);
        },
      ),
    );
  });
});

describe("minorUnitDigits", () => {
  it.each([
    ["EUR", 2],
    ["JPY", 0],
    ["KWD", 3],
    ["HUF", 2],
    ["ISK", 0],
    ["UGX", 0],
    ["MGA", 2],
  ])("%s has %i", (currency, digits) => {
    expect(minorUnitDigits(currency)).toBe(digits);
  });
});
