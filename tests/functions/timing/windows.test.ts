import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { intoHours, spread } from "../../../functions/timing/windows.ts";

describe("intoHours", () => {
  const hours = { from: "08:00", until: "11:00" };
  const searchFrom = (earliest: string) => ({ earliest, hours, timeZone: "UTC", seed: "x" });
  it("leaves a time within the hours alone", () => {
    expect(intoHours(searchFrom("2026-01-05T09:30:00.000Z"))).toBe("2026-01-05T09:30:00.000Z");
  });
  it("moves an evening to the next morning", () => {
    expect(intoHours(searchFrom("2026-01-05T21:00:00.000Z")).slice(0, 10)).toBe("2026-01-06");
  });
  it("moves the night to the morning of the same day", () => {
    expect(intoHours(searchFrom("2026-01-05T03:00:00.000Z")).slice(0, 10)).toBe("2026-01-05");
  });
});

describe("spread", () => {
  it("is the same for the same text and lies in [0, 1)", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(spread(text)).toBe(spread(text));
        expect(spread(text)).toBeGreaterThanOrEqual(0);
        expect(spread(text)).toBeLessThan(1);
      }),
    );
  });
});
