import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { overBudget } from "../../../functions/billing/budgets.ts";
import { type Instant, plusMs } from "../../../functions/platform/instant.ts";

const start = "2026-01-01T00:00:00.000Z";
const hourMs = 60 * 60 * 1000;
const hours = (count: number): Instant => plusMs(start, count * hourMs);

describe("overBudget", () => {
  it("allows Visa the twentieth charge in 30 days and not the twenty-first", () => {
    const charges = Array.from({ length: 19 }, (_, index) => hours(index * 24));
    expect(overBudget("visa", charges, hours(19 * 24))).toBeUndefined();
    expect(overBudget("visa", [...charges, hours(19 * 24)], hours(20 * 24))).toContain(
      "20 charges of a card in 30 days",
    );
  });

  it("allows Mastercard ten in 24 hours", () => {
    const charges = Array.from({ length: 10 }, (_, index) => hours(index));
    expect(overBudget("mastercard", charges, hours(23))).toContain("10 charges of a card in 24 hours");
    expect(overBudget("mastercard", charges, hours(24))).toBeUndefined();
  });

  it("never lets a card be charged more than its network allows, whatever is asked for", () => {
    const asked = fc.array(fc.integer({ min: 0, max: 24 * 60 }), { maxLength: 200 });
    fc.assert(
      fc.property(asked, fc.constantFrom("visa", "mastercard", undefined), (times, network) => {
        const charged: Instant[] = [];
        for (const time of times.sort((a, b) => a - b)) {
          if (overBudget(network, charged, hours(time)) === undefined) charged.push(hours(time));
        }
        const limit = network === "mastercard" ? 35 : 20;
        for (const at of charged) {
          const window = charged.filter((other) => other <= at && other > plusMs(at, -30 * 24 * hourMs));
          expect(window.length).toBeLessThanOrEqual(limit);
        }
      }),
    );
  });
});
