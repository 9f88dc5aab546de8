import { describe, expect, it } from "vitest";
import { dayToCome, pastDay } from "../../../functions/messages/dates.ts";

const reader = (locale: "en" | "pl" | "sv" | "zh", formatLocale: string, timeZone = "UTC") => ({
  locale,
  formatLocale,
  timeZone,
});
const monday = "2026-01-19T12:00:00.000Z";

describe("a day", () => {
  it.each([
    ["en", "en-US", "January\u00A019", "Monday, January\u00A019"],
    ["en", "en-GB", "19\u00A0January", "Monday 19\u00A0January"],
    ["en", "en-001", "19\u00A0January", "Monday, 19\u00A0January"],
    ["pl", "pl-PL", "19\u00A0stycznia", "19\u00A0stycznia (poniedziałek)"],
    ["sv", "sv-SE", "19\u00A0januari", "måndagen den 19\u00A0januari"],
    ["zh", "zh-CN", "1月19日", "1月19日星期一"],
  ] as const)("in %s as %s is %s, or to come %s", (locale, formatLocale, past, toCome) => {
    expect(pastDay(monday, reader(locale, formatLocale))).toBe(past);
    expect(dayToCome(monday, reader(locale, formatLocale))).toBe(toCome);
  });

  it("has its article in Swedish on each day of the week", () => {
    const days = Array.from(
      { length: 7 },
      (_, day) => dayToCome(`2026-01-${19 + day}T12:00:00.000Z`, reader("sv", "sv-SE")).split(" ")[0],
    );
    expect(days).toEqual(["måndagen", "tisdagen", "onsdagen", "torsdagen", "fredagen", "lördagen", "söndagen"]);
  });

  it("is the reader's own, from +14 to -11 and in a leap year", () => {
    const leapDay = "2028-02-29T11:30:00.000Z";
    expect(pastDay(leapDay, reader("en", "en-GB", "Pacific/Kiritimati"))).toBe("1\u00A0March");
    expect(pastDay(leapDay, reader("en", "en-GB", "Pacific/Pago_Pago"))).toBe("29\u00A0February");
  });
});
