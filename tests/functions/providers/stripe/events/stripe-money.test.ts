import { describe, expect, it } from "vitest";
import { formatMoney, moneySchema } from "../../../../../functions/billing/money.ts";
import { moneyOfStripe } from "../../../../../functions/providers/stripe/events/stripe-money.ts";

/** Of `https://docs.stripe.com/currencies`, presentment currencies, by how Stripe counts them. */
const hundredths =
  "usd aed afn all amd ang aoa ars aud awg azn bam bbd bdt bgn bmd bnd bob brl bsd bwp byn bzd cad cdf chf cny cop crc cve czk dkk dop dzd egp etb eur fjd fkp gbp gel gip gmd gtq gyd hkd hnl hrk htg huf idr ils inr jmd kes kgs khr kyd kzt lak lbp lkr lrd lsl mad mdl mkd mmk mnt mop mro mur mvr mwk mxn myr mzn nad ngn nio nok npr nzd pab pen pgk php pkr pln qar ron rsd rub sar sbd scr sek sgd shp sle sll sos srd std szl thb tjs top try ttd twd tzs uah uyu uzs wst xcd xcg yer zar zmw".split(
    " ",
  );
const wholes = "bif clp djf gnf jpy kmf krw pyg rwf vnd vuv xaf xof xpf".split(" ");
const thousandths = "bhd jod kwd omr tnd".split(" ");

describe("every currency of Stripe's can be read and shown", () => {
  const shown = (amount: number, currency: string) => {
    const money = moneySchema.parse(moneyOfStripe(amount, currency));
    return formatMoney(money, "en-US")
      .replaceAll(",", "")
      .match(/\d[\d.]*/)?.[0];
  };

  it.each(hundredths)("%s in hundredths", (currency) => {
    expect(shown(123_456, currency)).toBe("1234.56");
  });
  it.each(wholes)("%s in wholes", (currency) => {
    expect(shown(1234, currency)).toBe("1234");
  });
  it.each(thousandths)("%s in thousandths", (currency) => {
    expect(shown(1_234_560, currency)).toBe("1234.560");
  });
  it.each([
    ["isk", 123_400, "1234"],
    ["ugx", 123_400, "1234"],
    ["mga", 1234, "1234"],
  ])("%s, which Stripe counts in another way than ISO 4217", (currency, amount, expected) => {
    expect(shown(amount, currency)).toBe(expected);
  });

  it("and one that nobody knows, by its code", () => {
    expect(shown(4900, "xyz")).toBe("49.00");
    expect(formatMoney(moneyOfStripe(4900, " XYZ "), "en-US")).toContain("XYZ");
  });
});

it.each(["usdc", "", "us", "u$d", "€", "123"])("what is no code of ISO 4217 is refused by name: %j", (currency) => {
  expect(() => moneyOfStripe(4900, currency)).toThrow(`Amounts in ${JSON.stringify(currency)} cannot be shown`);
});
