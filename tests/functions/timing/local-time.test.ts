import fc from "fast-check";
import { Temporal } from "temporal-polyfill";
import { describe, expect, it } from "vitest";
import { instantOfMs } from "../../../functions/platform/instant.ts";
import { addDays, instantAt, localDateOf, localTime, weekdayIndexOf } from "../../../functions/timing/local-time.ts";
import { weekdays } from "../../../functions/timing/weekdays.ts";

const zones = ["Europe/Warsaw", "America/St_Johns", "Australia/Lord_Howe", "Africa/Casablanca", "Asia/Kathmandu"];
const farZones = ["Pacific/Kiritimati", "Pacific/Pago_Pago", "America/Santiago", "UTC"];
const zone = fc.constantFrom(...zones, ...farZones);
const dateOf = (date: string) => Temporal.PlainDate.from(date);
const date = fc
  .integer({ min: 0, max: 12_000 })
  .map((days) => Temporal.PlainDate.from("2012-01-01").add({ days }).toString());
const minute = fc
  .integer({ min: 0, max: 24 * 60 - 1 })
  .map((minutes) => Temporal.PlainTime.from("00:00").add({ minutes }).toString({ smallestUnit: "minute" }));
const instantByCalendar = (day: string, time: string, timeZone: string) =>
  instantOfMs(dateOf(day).toZonedDateTime({ timeZone, plainTime: time }).epochMilliseconds);

describe("local time", () => {
  it("agrees with a calendar library in every zone, on every day", () => {
    fc.assert(
      fc.property(zone, date, minute, (timeZone, day, time) => {
        expect(instantAt(day, time, timeZone)).toBe(instantByCalendar(day, time, timeZone));
      }),
      { numRuns: 1_000 },
    );
  });

  it("agrees with a calendar library at each turn of the clocks, minute by minute", () => {
    for (const timeZone of [...zones, ...farZones]) {
      const turn = Temporal.Instant.from("2026-01-01T00:00Z")
        .toZonedDateTimeISO(timeZone)
        .getTimeZoneTransition("next");
      if (turn === null) continue;
      for (let minutes = -180; minutes <= 180; minutes += 5) {
        const near = turn.toPlainDateTime().add({ minutes });
        const [day, time] = [near.toPlainDate().toString(), near.toPlainTime().toString({ smallestUnit: "minute" })];
        expect([timeZone, day, time, instantAt(day, time, timeZone)]).toEqual([
          timeZone,
          day,
          time,
          instantByCalendar(day, time, timeZone),
        ]);
      }
    }
  });

  it.each([
    ["2026-03-29", "02:30", "2026-03-29T01:30:00.000Z", "skipped: 03:30 by the new time"],
    ["2026-10-25", "02:30", "2026-10-25T00:30:00.000Z", "shown twice: the first of them"],
  ])("on %s at %s in Warsaw is %s, %s", (day, time, instant) => {
    expect(instantAt(day, time, "Europe/Warsaw")).toBe(instant);
  });

  it("knows the day of an instant", () => {
    fc.assert(
      fc.property(zone, fc.integer({ min: Date.UTC(2012, 0), max: Date.UTC(2044, 0) }), (timeZone, ms) => {
        const expected = Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(timeZone).toPlainDate();
        expect(localDateOf(instantOfMs(ms), timeZone)).toBe(expected.toString());
      }),
      { numRuns: 1_000 },
    );
  });

  it("counts days and names them", () => {
    fc.assert(
      fc.property(date, fc.integer({ min: -400, max: 400 }), (day, days) => {
        const expected = dateOf(day).add({ days });
        expect(addDays(day, days)).toBe(expected.toString());
        expect(weekdayIndexOf(addDays(day, days))).toBe(expected.dayOfWeek - 1);
      }),
    );
    expect(weekdays[weekdayIndexOf("2026-01-05")]).toBe("monday");
  });
});

describe("localTime", () => {
  it("reads as an operator would say it", () => {
    expect(localTime("2026-01-05T07:10:00.000Z", "Europe/Warsaw")).toBe("Monday 5 January 08:10 in Europe/Warsaw");
  });
});
