import { describe, expect, it } from "vitest";
import { failureRate } from "../../../local/page/failure-rate.ts";

const days = (count: number, charges: number, failures: number) =>
  Array.from({ length: count }, (_, index) => ({
    day: `2026-01-${String(index + 1).padStart(2, "0")}`,
    charges,
    failures,
  }));

describe("failureRate", () => {
  it("is nothing while nothing was charged", () => {
    expect(failureRate([])).toBe(false);
  });

  it("is that of all renewals, and of the newest week once there is more", () => {
    expect(String(failureRate(days(2, 50, 4)))).toContain("Of 100 renewals 8.0% failed at the first charge.");
    expect(String(failureRate([...days(10, 10, 0), ...days(7, 10, 5)]))).toContain(
      "Of 170 renewals 20.6% failed at the first charge; in the newest week 50.0% of 70.",
    );
  });
});
