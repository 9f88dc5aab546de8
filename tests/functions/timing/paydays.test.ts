import fc from "fast-check";
import { Temporal } from "temporal-polyfill";
import { describe, expect, it } from "vitest";
import { latestPayday } from "../../../functions/timing/paydays.ts";

const dates = fc
  .integer({ min: 0, max: 365 * 12 })
  .map((days) => Temporal.PlainDate.from("2024-01-01").add({ days }).toString());
const countries = fc.constantFrom(undefined, "BR", "DK", "FI", "JP", "KR", "MX", "PH", "PL", "SE", "TW", "ES", "SA");

describe("latestPayday", () => {
  it.each([
    ["the 1st, where nothing better is known", "2026-05-01", "ES", "2026-05-01"],
    ["the last working day before it", "2026-04-30", "ES", "2026-04-30"],
    ["the 15th", "2026-04-17", "ES", "2026-04-15"],
    ["the 1st of a month that begins on a Sunday, paid in the month before", "2026-10-31", undefined, "2026-10-30"],
    ["Sweden's 25th", "2026-11-25", "SE", "2026-11-25"],
    ["Sweden's 25th on a Saturday, paid the Friday before", "2026-07-24", "SE", "2026-07-24"],
    ["Sweden, which knows no 15th", "2026-11-20", "SE", "2026-10-23"],
    ["Brazil's fifth working day", "2026-11-06", "BR", "2026-11-06"],
    ["Brazil before it: the advance of the month before", "2026-11-05", "BR", "2026-10-20"],
    ["Poland's 10th", "2026-11-11", "PL", "2026-11-10"],
    ["the last working day of a Friday weekend", "2026-07-31", "SA", "2026-07-30"],
    ["a 30th that February does not have", "2027-02-28", "SE", "2027-02-25"],
  ])("finds %s", (_what, date, country, expected) => {
    expect(latestPayday(date, country)).toBe(expected);
  });

  it("adds what was learned of a payer, in a shorter month as its last day", () => {
    expect(latestPayday("2026-11-23", "SE", [22])).toBe("2026-11-22");
    expect(latestPayday("2027-02-28", "SE", [31])).toBe("2027-02-28");
  });

  it("lies at or before the day, at most a month away, and is a payday itself", () => {
    fc.assert(
      fc.property(dates, countries, (date, country) => {
        const payday = latestPayday(date, country);
        expect(payday <= date).toBe(true);
        expect(Temporal.PlainDate.from(payday).until(date).days).toBeLessThanOrEqual(33);
        expect(latestPayday(payday, country)).toBe(payday);
      }),
    );
  });

  it("never falls on a weekend unless it was learned", () => {
    fc.assert(
      fc.property(dates, fc.constantFrom(undefined, "SE", "BR", "PL", "TW"), (date, country) => {
        expect(Temporal.PlainDate.from(latestPayday(date, country)).dayOfWeek).toBeLessThan(6);
      }),
    );
  });
});
