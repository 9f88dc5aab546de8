import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { plusMs } from "../../../functions/platform/instant.ts";
import { dayNumber, distance, longDay, shortTime, usableZone } from "../../../local/page/dates.ts";

const at = "2026-03-28T22:30:00.000Z";

describe("dates", () => {
  it("are told in the zone asked for", () => {
    expect(shortTime(at, "UTC")).toBe("Sat 28 Mar, 22:30");
    expect(shortTime(at, "Pacific/Kiritimati")).toBe("Sun 29 Mar, 12:30");
    expect(longDay(at, "Europe/Warsaw")).toBe("Saturday 28 March 2026");
    expect(shortTime("2026-03-28T00:00:00.000Z", "UTC")).toBe("Sat 28 Mar, 00:00");
  });

  it("fall back to UTC for a zone nobody knows", () => {
    expect(usableZone("Mars/Olympus")).toBe("UTC");
    expect(usableZone(undefined)).toBe("UTC");
    expect(usableZone("Europe/Warsaw")).toBe("Europe/Warsaw");
  });

  it.each([
    [0, "now"],
    [5 * 60_000, "in 5 minutes"],
    [-3 * 3_600_000, "3 hours ago"],
    [47 * 3_600_000, "in 47 hours"],
    [49 * 3_600_000, "in 2 days"],
  ])("%d ms away is %s", (ms, words) => {
    expect(distance(at, plusMs(at, ms))).toBe(words);
  });

  it("count midnights, over the change to summer time too", () => {
    expect(dayNumber(at, plusMs(at, 60 * 60_000), "Europe/Warsaw")).toBe(1);
    expect(dayNumber(at, plusMs(at, 60 * 60_000), "UTC")).toBe(0);
    expect(dayNumber(at, plusMs(at, 24 * 3_600_000), "Europe/Warsaw")).toBe(2);
  });

  it("count the same days in every zone for whole weeks far from a change of the clocks", () => {
    const zones = fc.constantFrom("UTC", "Pacific/Kiritimati", "Pacific/Niue", "Asia/Kolkata");
    fc.assert(
      fc.property(zones, fc.integer({ min: 0, max: 200 }), (zone, weeks) => {
        expect(dayNumber(at, plusMs(at, weeks * 7 * 86_400_000), zone)).toBe(weeks * 7);
      }),
    );
  });
});
