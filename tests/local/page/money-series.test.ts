import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { moneyChart, ticks } from "../../../local/page/chart.ts";
import { currenciesOf, soFar } from "../../../local/page/money-series.ts";

const dayOf = (day: string, currency: string, failed: number, recovered = 0, lost = 0) => ({
  day,
  currency,
  failedMinor: failed * 100,
  recoveredMinor: recovered * 100,
  lostMinor: lost * 100,
  failedCount: failed,
  recoveredCount: recovered,
  lostCount: lost,
});

describe("the money so far", () => {
  const series = [
    dayOf("2026-01-06", "EUR", 1, 2),
    dayOf("2026-01-05", "EUR", 3),
    dayOf("2026-01-05", "PLN", 9),
    dayOf("2026-01-07", "EUR", 0, 1, 1),
  ];

  it("adds up one currency in the order of days", () => {
    const sums = soFar(series, "EUR").map((day) => [
      day.day.slice(0, 10),
      day.failedMinor,
      day.recoveredMinor,
      day.lostMinor,
    ]);
    expect(sums).toEqual([
      ["2026-01-05", 300, 0, 0],
      ["2026-01-06", 400, 200, 0],
      ["2026-01-07", 400, 300, 100],
    ]);
    expect(soFar(series, "EUR").at(-1)).toMatchObject({ failedCount: 4, recoveredCount: 3, lostCount: 1 });
  });

  it("names the currency with the most failures first", () => {
    expect(currenciesOf(series)).toEqual(["PLN", "EUR"]);
    expect(currenciesOf([])).toEqual([]);
  });
});

describe("the axis", () => {
  it.each([
    [0, [0, 0.5, 1]],
    [9, [0, 5, 10]],
    [2107, [0, 1000, 2000, 3000]],
    [1_200_000, [0, 500_000, 1_000_000, 1_500_000]],
  ])("of amounts up to %d has the ticks %j", (highest, expected) => {
    expect(ticks(highest)).toEqual(expected);
  });

  it("always reaches the highest amount with few, even steps", () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1e12, noNaN: true }), (highest) => {
        const all = ticks(highest);
        expect(all[0]).toBe(0);
        expect(all.at(-1)).toBeGreaterThanOrEqual(highest);
        expect(all.length).toBeGreaterThanOrEqual(2);
        expect(all.length).toBeLessThanOrEqual(5);
      }),
    );
  });
});

describe("the drawing", () => {
  it.each([1, 2, 3, 5, 60])("of %d days has only numbers in it, and the first and last day below", (count) => {
    const series = Array.from({ length: count }, (_, index) =>
      dayOf(new Date(Date.UTC(2026, 0, 5 + index)).toISOString().slice(0, 10), "KWD", 1, index % 2),
    );
    const drawing = String(moneyChart(soFar(series, "KWD"), "KWD", "What it shows."));
    expect(drawing).not.toMatch(/NaN|Infinity|undefined/);
    expect(drawing).toContain(`aria-label="What it shows."`);
    expect(drawing).toContain("<li>5 Jan</li>");
    if (count === 60) expect(drawing).toContain("<li>5 Mar</li>");
  });
});
