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

describe("a language written in an odd way", () => {
  it.each([
    ["pl_PL_formal", "pl", "pl-PL"],
    ["PL_pl", "pl", "pl-PL"],
    ["pl_PL.UTF-8", "pl", "pl-PL"],
    ["pl_PL@euro", "pl", "pl-PL"],
    ["pl-PL-x", "pl", "pl-PL"],
    ["pl--PL", "pl", "pl-PL"],
    ["pl PL", "pl", "pl-PL"],
    ["-pl-", "pl", "pl"],
    [" sv-FI ", "sv", "sv-FI"],
    ["sv-SE-1", "sv", "sv-SE"],
    ["pl-POL", "pl", "pl"],
    ["pol", "pl", "pl"],
    ["en_UK", "en", "en-GB"],
    ["ZH-hans-cn", "zh", "zh-CN"],
    ["zh-Hant-TW", "en", "en-TW"],
    ["zh_TW.UTF-8", "en", "en-TW"],
    ["de-DE,pl;q=0.9,en;q=0.8", "pl", "pl-DE"],
    ["de;q=1, pl-PL;q=0.9", "pl", "pl-PL"],
    ["--None--", "sv", "sv"],
    ["C", "sv", "sv"],
    ["undefined", "sv", "sv"],
    ["😀", "sv", "sv"],
    [",;-_", "sv", "sv"],
  ])("%j is read as %s, with numbers and dates as in %s", (locale, expected, formatLocale) => {
    expect(readerOf({ locale }, policy)).toMatchObject({ locale: expected, formatLocale });
  });
});

describe("of several languages, the first one that we write is taken", () => {
  it.each([
    [["de", "pl"], "pl", "pl"],
    [["de", "sv"], "sv", "sv"],
    [["de-CH", "en", "pl"], "en", "en-CH"],
    [["zh-TW", "pl"], "pl", "pl-TW"],
    [["zh-TW", "de"], "en", "en-TW"],
    [["ja", "zh-HK", "zh-CN"], "zh", "zh-CN"],
    [["de", "fr-FR"], "sv", "sv-FR"],
    [[], "sv", "sv"],
  ])("%j: %s, with numbers and dates as in %s", (all, expected, formatLocale) => {
    expect(readerOf({ locale: all[0], locales: all }, policy)).toMatchObject({ locale: expected, formatLocale });
  });

  it("with the country where the language names no region", () => {
    expect(readerOf({ locale: "de-DE", locales: ["de-DE", "en"], country: "IE" }, policy).formatLocale).toBe("en-IE");
    expect(readerOf({ locale: "de", locales: ["de", "en-US"], country: "IE" }, policy).formatLocale).toBe("en-US");
  });
});

describe("the time zone of a reader", () => {
  it.each([
    ["Eastern Standard Time", "PL", "Europe/Warsaw"],
    ["W. Europe Standard Time", undefined, "Europe/Stockholm"],
    ["Pacific Time (US & Canada)", "PL", "Europe/Warsaw"],
    ["(GMT+01:00) Berlin", "PL", "Europe/Warsaw"],
    ["Etc/Unknown", "PL", "Europe/Warsaw"],
    ["--None--", "PL", "Europe/Warsaw"],
    ["undefined", undefined, "Europe/Stockholm"],
    ["GMT+2", "PL", "Europe/Warsaw"],
    ["UTC+05:30", "PL", "Europe/Warsaw"],
    ["Etc/GMT+2", "PL", "Europe/Warsaw"],
    ["+0530", "PL", "Europe/Warsaw"],
    ["EST", "PL", "Europe/Warsaw"],
    [" america/new_york ", "PL", "America/New_York"],
    ["AMERICA/NEW YORK", "PL", "America/New_York"],
    ["US/Eastern", "PL", "America/New_York"],
    ["UTC", "PL", "UTC"],
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
