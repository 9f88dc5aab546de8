import fc from "fast-check";
import { describe, it } from "vitest";
import {
  nothingIsDoneForTheMerchant,
  nothingIsDoneInFlight,
  paidAndCalmMeansNotPaused,
  thankedAtMostOnce,
} from "./pause-laws.ts";

describe("over thousands of histories", () => {
  it("paid and calm means not paused by us", () => fc.assert(paidAndCalmMeansNotPaused, { numRuns: 3000 }));
  it("paid is thanked at most once", () => fc.assert(thankedAtMostOnce, { numRuns: 1000 }));
  it("nothing is done while the merchant is in charge", () =>
    fc.assert(nothingIsDoneForTheMerchant, { numRuns: 2000 }));
  it("nothing is done while a payment is in flight", () => fc.assert(nothingIsDoneInFlight, { numRuns: 2000 }));
});
