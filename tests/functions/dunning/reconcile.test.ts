import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { BillingEvent } from "../../../functions/billing/billing-event.ts";
import { fold } from "../../../functions/billing/fold.ts";
import { parseKnownCustomer } from "../../../functions/billing/known-customer.ts";
import type { Cases } from "../../../functions/dunning/case-context.ts";
import { netRecoveredMinor } from "../../../functions/dunning/money-back.ts";
import { reconcile } from "../../../functions/dunning/reconcile.ts";
import { plus } from "../../../functions/platform/duration.ts";
import { event, failedChargeFact, invoiceFact, story, subscriptionFact } from "../billing/sample-events.ts";
import { samplePolicy } from "./sample-case.ts";

const now = "2026-01-09T11:00:00.000Z";
const start = "2026-01-05T11:00:00.000Z";
const nobody = parseKnownCustomer("stripe-cus_1", []);
const nothing: Cases = new Map();

/** Applies events one by one, as the product does. */
function live(events: readonly BillingEvent[], policy = samplePolicy): Cases {
  let known = nobody;
  let cases = nothing;
  for (const each of events) {
    known = fold(known, each);
    cases = reconcile({ known, cases, letters: new Map() }, policy, now);
  }
  return cases;
}

const only = (cases: Cases) => {
  expect(cases.size).toBe(1);
  return cases.get("stripe-in_1");
};

describe("reconcile", () => {
  it("opens one case for a failed renewal, with the decline that came in another event", () => {
    const failed = event("a", "PT10S", invoiceFact({}, "failed"));
    const declined = event("b", "PT11S", failedChargeFact("insufficient_funds"));
    for (const events of [
      [failed, declined],
      [declined, failed],
    ])
      expect(only(live(events))).toMatchObject({
        status: "open",
        epoch: 1,
        decline: { providerCode: "insufficient_funds" },
        cardLast4: "4242",
      });
  });

  it("gives one case and one outcome, whatever the order and however often events come", () => {
    const shuffled = fc.shuffledSubarray([...story, ...story], { minLength: story.length * 2 });
    fc.assert(
      fc.property(shuffled, (events) => {
        expect(only(live(events))).toMatchObject({
          status: "closed",
          outcome: { kind: "recovered", at: plus("2026-01-05T11:00:00.000Z", "PT4H") },
        });
      }),
    );
  });

  it("changes nothing when every event comes again", () => {
    let known = nobody;
    for (const each of story) known = fold(known, each);
    const once = reconcile({ known, cases: nothing, letters: new Map() }, samplePolicy, now);
    const again = reconcile({ known, cases: once, letters: new Map() }, samplePolicy, now);
    expect([...again.values()].every((dunningCase) => once.get(dunningCase.caseId) === dunningCase)).toBe(true);
  });

  it("wakes every open case for a new card", () => {
    const second = { invoiceId: "in_2" };
    const cases = live([
      event("a", "PT1S", invoiceFact({}, "failed")),
      event("b", "P1D", invoiceFact(second, "failed")),
      event("c", "P2D", { type: "card-chosen", cardId: "pm_2" }),
    ]);
    expect([...cases.values()].map(({ epoch, cardRetry }) => [epoch, cardRetry?.cardId])).toEqual([
      [2, "pm_2"],
      [2, "pm_2"],
    ]);
  });

  it("treats a renewed expiry of the declined card like a new card", () => {
    const card = { cardId: "pm_1", brand: "Visa", last4: "4242", detached: false };
    const cases = live([
      event("a", "PT1S", failedChargeFact("expired_card")),
      event("b", "PT1S", invoiceFact({}, "failed")),
      event("c", "P2D", { type: "card", card, renewed: true }),
    ]);
    expect(only(cases)).toMatchObject({ epoch: 2, cardRetry: { cardId: "pm_1" }, decline: undefined });
  });

  it("does not take a card chosen before the failure for news", () => {
    const cases = live([
      event("c", "PT0S", { type: "card-chosen", cardId: "pm_2" }),
      event("a", "PT1S", invoiceFact({}, "failed")),
    ]);
    expect(only(cases)?.epoch).toBe(1);
  });

  it.each([
    ["a first payment", invoiceFact({ firstOfSubscription: true }, "failed")],
    ["an invoice of nothing", invoiceFact({ amountDue: { amountMinor: 0, currency: "EUR" } }, "failed")],
    ["an invoice the customer pays by hand", invoiceFact({ chargedAutomatically: false }, "failed")],
    ["an invoice whose charge has not failed", invoiceFact({}, "none")],
  ])("opens no case for %s", (_, fact) => {
    expect(live([event("a", "PT1S", fact)]).size).toBe(0);
  });

  it("closes with the subscription and with the customer", () => {
    const failed = event("a", "PT1S", invoiceFact({}, "failed"));
    expect(only(live([failed, event("b", "P1D", subscriptionFact("canceled"))]))?.outcome?.kind).toBe("cancelled");
    expect(only(live([failed, event("b", "P1D", { type: "customer-deleted" })]))?.outcome?.kind).toBe("cancelled");
  });

  it("takes what went back off a recovery, whenever it is heard of, and no other payment's", () => {
    const back = (key: string, amountMinor: number, more: object): BillingEvent =>
      event(key, "P9D", {
        type: "money-returned",
        returned: { key, amount: { amountMinor, currency: "EUR" }, final: false, ...more },
      });
    const told = [
      back("refund:ch_1", 1900, { paymentId: "pi_1" }),
      back("dispute:dp_1", 1000, { invoiceId: "in_1" }),
      back("refund:ch_9", 4900, { paymentId: "pi_9" }),
    ];
    for (const events of [
      [...story, ...told],
      [...told, ...story],
    ]) {
      const dunningCase = only(live(events));
      expect(Object.keys(dunningCase?.corrections ?? {}).sort()).toEqual(["dispute:dp_1", "refund:ch_1"]);
      expect(dunningCase && netRecoveredMinor(dunningCase)).toBe(2000);
    }
  });

  it("does not reopen what was paid for a stale past_due", () => {
    const stale = [event("y", "P2D", subscriptionFact("past_due")), event("z", "P2D", invoiceFact({}, "failed"))];
    expect(only(live([...story, ...stale]))?.status).toBe("closed");
  });
});

describe("what the facts say of invoice and subscription", () => {
  const failed = event("a", "PT10S", invoiceFact({}, "failed"));
  const everyOrder = (events: readonly BillingEvent[]): Cases[] => [live(events), live(events.toReversed())];

  it("makes a case follow what remains to be paid, in every order", () => {
    const remaining = { amountMinor: 2900, currency: "EUR" };
    const part = event("b", "P1D", invoiceFact({ amountRemaining: remaining }));
    for (const cases of everyOrder([failed, part])) expect(only(cases)?.amount).toEqual(remaining);
    const paid = event("c", "P2D", invoiceFact({ status: "paid", amountRemaining: { ...remaining, amountMinor: 0 } }));
    for (const cases of everyOrder([failed, part, paid]))
      expect(only(cases)).toMatchObject({ amount: remaining, status: "closed" });
  });

  it("spares the subscription of a change whose renewals are paid, and a customer who leaves", () => {
    const change = event("a", "PT10S", invoiceFact({ ofSubscriptionChange: true }, "failed"));
    for (const cases of everyOrder([change, event("b", "PT20S", subscriptionFact("active"))]))
      expect(only(cases)?.spared).toMatchObject({ why: "paid-renewals" });
    const leaving = subscriptionFact("past_due");
    if (leaving.type !== "subscription") throw new TypeError("no subscription");
    const cancelAt = "2026-02-05T08:00:00.000Z";
    const leaves = event("b", "P1D", { ...leaving, subscription: { ...leaving.subscription, cancelAt } });
    for (const cases of everyOrder([failed, leaves]))
      expect(only(cases)).toMatchObject({ leavesAt: cancelAt, spared: { why: "leaving" } });
    const stays = event("c", "P2D", subscriptionFact("past_due"));
    expect(only(live([failed, leaves, stays]))?.spared).toBeUndefined();
  });

  it("makes no case of a first payment that an old API version calls a change", () => {
    const first = event("a", "PT10S", invoiceFact({ ofSubscriptionChange: true }, "failed"));
    const incomplete = event("b", "PT5S", subscriptionFact("incomplete"));
    const active = event("c", "PT5M", subscriptionFact("active"));
    expect(live([incomplete, first]).size).toBe(0);
    expect(live([incomplete, active, first]).size).toBe(0);
    expect(only(live([first, incomplete]))?.outcome?.kind).toBe("voided");
    // A change of a subscription that began weeks ago is no first payment.
    const later = event(
      "a",
      "P20D",
      invoiceFact({ ofSubscriptionChange: true, createdAt: "2026-01-25T11:00:00.000Z" }, "failed"),
    );
    expect(live([incomplete, active, later]).size).toBe(1);
  });
});

describe("a payment that comes back after it succeeded", () => {
  const failed = event("a", "PT10S", invoiceFact({}, "failed"));
  const paid = event("b", "P2D", invoiceFact({ status: "paid", paidAt: plus(start, "P2D"), attemptCount: 2 }));
  const back = event("c", "P12D", invoiceFact({ attemptCount: 3 }, "failed"));
  const again = event("d", "P14D", invoiceFact({ status: "paid", paidAt: plus(start, "P14D"), attemptCount: 4 }));
  const outcomes = (cases: Cases) => [...cases].map(([id, { outcome }]) => [id, outcome?.kind, outcome?.at]).sort();

  it("opens a case of its own, and leaves the first one as it was", () => {
    const open = [
      ["stripe-in_1", "recovered", plus(start, "P2D")],
      ["stripe-in_1~2", undefined, undefined],
    ];
    const cases = live([failed, paid, back]);
    expect(outcomes(cases)).toEqual(open);
    const [first] = cases.values();
    expect(first && netRecoveredMinor(first)).toBe(0);
    expect(cases.get("stripe-in_1~2")).toMatchObject({
      ...{ status: "open", openedAt: plus(start, "P12D"), reopens: "stripe-in_1", attempts: [] },
    });
  });

  it("ends the same in every order, and again", () => {
    const all = [failed, paid, back, again];
    const expected = [
      ["stripe-in_1", "recovered", plus(start, "P2D")],
      ["stripe-in_1~2", "recovered", plus(start, "P14D")],
    ];
    fc.assert(
      fc.property(fc.shuffledSubarray([...all, ...all], { minLength: 8 }), (events) => {
        const cases = live(events);
        expect(outcomes(cases)).toEqual(expected);
        // The money came twice and went back once.
        expect([...cases.values()].map(netRecoveredMinor).sort()).toEqual([0, 4900]);
      }),
    );
  });

  it("is not meant by a charge that failed while another paid", () => {
    const meanwhile = event("c", "P2DT5M", invoiceFact({ attemptCount: 3 }, "failed"));
    expect(outcomes(live([failed, paid, meanwhile]))).toEqual([["stripe-in_1", "recovered", plus(start, "P2D")]]);
  });
});
