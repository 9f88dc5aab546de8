import fc from "fast-check";
import { expect, it } from "vitest";
import { instantOfMs } from "../../../functions/platform/instant.ts";
import { timetable } from "../../../local/engine/timetable.ts";

it("gives things back by time, and in the order of writing at the same time", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 5 })), (times) => {
      const table = timetable<number>();
      times.forEach((ms, index) => {
        table.add(instantOfMs(ms), index);
      });
      const taken = times.map(() => table.take());
      const expected = times
        .map((ms, index) => [ms, index] as const)
        .sort((a, b) => a[0] - b[0] || a[1] - b[1])
        .map(([, index]) => index);
      expect(taken).toEqual(expected);
      expect(table.nextAt()).toBeUndefined();
    }),
  );
});

it("shows the next thing without taking it", () => {
  const table = timetable<string>();
  table.add("2026-01-02T00:00:00.000Z", "later");
  table.add("2026-01-01T00:00:00.000Z", "sooner");
  expect(table.peek()).toEqual({ at: "2026-01-01T00:00:00.000Z", what: "sooner" });
  expect(table.nextAt()).toBe("2026-01-01T00:00:00.000Z");
  expect(table.size).toBe(2);
});
