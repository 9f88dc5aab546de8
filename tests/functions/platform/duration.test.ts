import fc from "fast-check";
import { Temporal } from "temporal-polyfill";
import { expect, it } from "vitest";
import { durationMs, parseDuration, plus } from "../../../functions/platform/duration.ts";

const count = fc.option(fc.nat({ max: 5_000 }), { nil: undefined });

it("agrees with a calendar library on every duration of weeks, days or smaller", () => {
  const fields = fc.record({
    weeks: count,
    days: count,
    hours: count,
    minutes: count,
    seconds: count,
    milliseconds: fc.nat({ max: 999 }),
  });
  fc.assert(
    fc.property(fields, (given) => {
      const duration = Temporal.Duration.from(JSON.parse(JSON.stringify(given)));
      expect(durationMs(duration.toString())).toBe(duration.total({ unit: "millisecond", relativeTo: "1970-01-01" }));
    }),
  );
});

it.each(["", "P", "PT", "P1DT", "P1M", "P1Y", "-P3D", "P-3D", "P1.5D", "10 days", "P3D ", "pt5s", "P1D2W", "P3DT5"])(
  "takes %j for no duration",
  (text) => {
    expect(parseDuration(text)).toBeUndefined();
    expect(() => durationMs(text)).toThrow(RangeError);
  },
);

it("moves an instant", () => {
  expect(plus("2026-02-27T22:00:00.000Z", "P1DT2H0.5S")).toBe("2026-03-01T00:00:00.500Z");
});
