import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { locales } from "../../../functions/appearance/locales.ts";
import { readerOf, staffReader } from "../../../functions/billing/reader.ts";

const policy = { defaults: { locale: "sv", timeZone: "Europe/Stockholm" } } as const;

describe("the language of a reader", () => {
  it.each([
    ["pl-PL", undefined, "pl", "pl-PL"],
    ["pl_PL", undefined, "pl", "pl-PL"],
    ["EN", "GB", "en", "en-GB"],
    ["en-US", "GB", "en", "en-US"],
    ["en", undefined, "en", "en-001"],
    ["zh", undefined, "zh", "zh"],
    ["zh-CN", undefined, "zh", "zh-CN"],
    ["zh-Hant-TW", undefined, "en", "en-TW"],
    ["zh-Hant", "HK", "en", "en-HK"],
    ["zh_TW", undefined, "en", "en-TW"],
    ["zh-HK", undefined, "en", "en-HK"],
    ["zh-MO", undefined, "en", "en-MO"],
    ["zh-Hans-HK", undefined, "zh", "zh-HK"],
    ["sv-u-nu-arab", "FI", "sv", "sv-FI"],
    ["en-u-nu-arab-ca-buddhist", undefined, "en", "en-001"],
    ["ar-EG", undefined, "sv", "sv-EG"],
    ["xx", undefined, "sv", "sv"],
    ["", "se", "sv", "sv-SE"],
    ["not a locale\r\n", "Sweden", "sv", "sv"],
    [undefined, undefined, "sv", "sv"],
  ])("of %j in %j is %s, with numbers and dates as in %s", (locale, country, expected, formatLocale) => {
    expect(readerOf({ locale, country }, policy)).toMatchObject({ locale: expected, formatLocale });
  });
});

it("of Traditional Chinese is Simplified where the policy says so", () => {
  const simplified = { defaults: { ...policy.defaults, traditionalChinese: "simplified" } } as const;
  expect(readerOf({ locale: "zh-TW" }, simplified)).toMatchObject({ locale: "zh", formatLocale: "zh-TW" });
});

describe("the time zone of a reader", () => {
  it.each([
    ["Pacific/Apia", "PL", "Pacific/Apia"],
    ["Mars/Olympus", "PL", "Europe/Warsaw"],
    ["+02:00", "PL", "Europe/Warsaw"],
    [undefined, "pl", "Europe/Warsaw"],
    [undefined, "US", "America/Chicago"],
    [undefined, "CN", "Asia/Shanghai"],
    [undefined, "KI", "Europe/Stockholm"],
    [undefined, "XX", "Europe/Stockholm"],
    [undefined, "Poland", "Europe/Stockholm"],
    ["", "", "Europe/Stockholm"],
    ["__proto__", "__proto__", "Europe/Stockholm"],
  ])("of %j in %j is %s", (timeZone, country, expected) => {
    expect(readerOf({ timeZone, country }, policy).timeZone).toBe(expected);
  });

  it("is a usable one, as is the language, whatever was said", () => {
    const text = fc.option(fc.oneof(fc.string({ maxLength: 12 }), fc.constantFrom("en-GB", "US", "Asia/Tokyo")), {
      nil: undefined,
    });
    fc.assert(
      fc.property(text, text, text, (locale, country, timeZone) => {
        const reader = readerOf({ locale, country, timeZone }, policy);
        expect(locales).toContain(reader.locale);
        expect(() => new Intl.DateTimeFormat(reader.formatLocale, { timeZone: reader.timeZone })).not.toThrow();
      }),
    );
  });
});

it("the company's own people read in its own language and zone", () => {
  expect(staffReader(policy)).toEqual({ locale: "sv", formatLocale: "sv", timeZone: "Europe/Stockholm" });
});
