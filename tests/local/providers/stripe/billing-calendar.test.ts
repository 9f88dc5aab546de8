import fc from "fast-check";
import { Temporal } from "temporal-polyfill";
import { describe, expect, it } from "vitest";
import { instantOfMs, msOf } from "../../../../functions/platform/instant.ts";
import { nextPayday, periodStart } from "../../../../local/providers/stripe/billing-calendar.ts";

const instants = fc.integer({ min: Date.UTC(2019, 0), max: Date.UTC(2041, 0) }).map((ms) => instantOfMs(ms));
const zoned = (instant: string) => Temporal.Instant.from(instant).toZonedDateTimeISO("UTC");

describe("the beginning of a period", () => {
  it("is the anchor's day of the month, or the last of a shorter one", () => {
    const starts = [0, 1, 2, 3, 4].map((number) => periodStart("2026-01-31T06:00:00.000Z", "month", number));
    expect(starts.map((start) => start.slice(0, 10))).toEqual([
      ...["2026-01-31", "2026-02-28", "2026-03-31", "2026-04-30", "2026-05-31"],
    ]);
    expect(periodStart("2028-02-29T06:00:00.000Z", "year", 1)).toBe("2029-02-28T06:00:00.000Z");
  });

  it("is where a calendar library has it", () => {
    fc.assert(
      fc.property(
        instants,
        fc.constantFrom("month" as const, "year" as const),
        fc.nat(60),
        (anchor, interval, number) => {
          const expected = zoned(anchor).add({ [`${interval}s`]: number });
          expect(msOf(periodStart(anchor, interval, number))).toBe(expected.epochMilliseconds);
        },
      ),
    );
  });
});

describe("the next payday", () => {
  it("is the next of its days at five, as a calendar library counts them", () => {
    const days = fc.uniqueArray(fc.integer({ min: 1, max: 31 }), { minLength: 1, maxLength: 3 });
    fc.assert(
      fc.property(instants, days, (from, paydays) => {
        const start = zoned(from);
        const mornings = Array.from({ length: 62 }, (_, ahead) => start.add({ days: ahead }).withPlainTime("05:00"));
        const expected = mornings.find(
          (morning) => paydays.includes(morning.day) && morning.epochMilliseconds > start.epochMilliseconds,
        );
        expect(msOf(nextPayday(from, paydays))).toBe(expected?.epochMilliseconds);
      }),
    );
  });

  it("is refused where no month has such a day", () => {
    expect(() => nextPayday("2026-01-05T00:00:00.000Z", [32])).toThrow(RangeError);
  });
});
