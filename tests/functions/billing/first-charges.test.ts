import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { BillingEvent, BillingFact } from "../../../functions/billing/billing-event.ts";
import { firstCharges } from "../../../functions/billing/first-charges.ts";
import { fold } from "../../../functions/billing/fold.ts";
import { parseKnownCustomer } from "../../../functions/billing/known-customer.ts";
import { customerFact, event, invoiceFact, story, subscriptionFact } from "./sample-events.ts";

/** What all events together told of first charges, applied one after the other. */
function counted(events: readonly BillingEvent[]) {
  let known = parseKnownCustomer("stripe-cus_1", []);
  return events.flatMap((each) => {
    const before = known;
    known = fold(known, each);
    return firstCharges(before, known);
  });
}
const sums = (events: readonly BillingEvent[]) =>
  counted(events).reduce(
    (sum, { charges, failures }) => ({ charges: sum.charges + charges, failures: sum.failures + failures }),
    {
      charges: 0,
      failures: 0,
    },
  );

const paid = (changes: Parameters<typeof invoiceFact>[0] = {}) =>
  invoiceFact({ status: "paid", paidAt: "2026-01-05T11:00:00.000Z", ...changes });
const card: BillingFact = {
  type: "card",
  card: { cardId: "pm_1", kind: "card", brand: "Visa", country: "ES", funding: "debit", detached: false },
  renewed: false,
};

describe("firstCharges", () => {
  it("are one failure for a renewal that failed and was paid later", () => {
    expect(sums(story)).toEqual({ charges: 1, failures: 1 });
  });

  it("are told by what may explain them", () => {
    const events = [
      event("evt_1", "PT0S", customerFact("ada@example.com")),
      event("evt_2", "PT1S", subscriptionFact("active"), card),
      event("evt_3", "PT2S", { type: "card-chosen", cardId: "pm_1" }),
      event("evt_4", "PT3S", paid({ planName: "Team" })),
    ];
    expect(counted(events)).toEqual([
      {
        ...{ day: "2026-01-05", charges: 1, failures: 0, method: "card", funding: "debit" },
        ...{ country: "ES", plan: "Team", segment: "unknown" },
      },
    ]);
  });

  it.each([
    ["a first payment in front of the customer", paid({ firstOfSubscription: true })],
    ["an invoice that is paid by hand", paid({ chargedAutomatically: false })],
    ["one marked paid by hand", paid({ paidOutOfBand: true })],
    ["one over nothing", paid({ amountDue: { amountMinor: 0, currency: "EUR" } })],
    ["one that nobody charged yet", invoiceFact()],
  ])("are none for %s", (_, fact) => {
    expect(sums([event("evt_1", "PT0S", fact)])).toEqual({ charges: 0, failures: 0 });
  });

  it("count a charge once and a failure once, in whatever order and however often its events come", () => {
    fc.assert(
      fc.property(fc.shuffledSubarray([...story, ...story], { minLength: story.length * 2 }), (events) => {
        expect(sums(events)).toEqual({ charges: 1, failures: 1 });
      }),
      { numRuns: 500 },
    );
  });
});
