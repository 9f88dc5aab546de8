import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { BillingEvent, BillingFact } from "../../../functions/billing/billing-event.ts";
import { fold } from "../../../functions/billing/fold.ts";
import { parseKnownCustomer } from "../../../functions/billing/known-customer.ts";
import { changedItems } from "../../../functions/billing/known-customer-items.ts";
import { customerFact, event, invoiceFact, story, subscriptionFact } from "./sample-events.ts";

const nobody = parseKnownCustomer("stripe-cus_1", []);
const foldAll = (events: readonly BillingEvent[]) => events.reduce(fold, nobody);

describe("fold", () => {
  it("ends in the same knowledge whatever the order and however often events come", () => {
    const inOrder = foldAll(story);
    const shuffled = fc.shuffledSubarray([...story, ...story], { minLength: story.length * 2 });
    fc.assert(
      fc.property(shuffled, (events) => {
        expect(foldAll(events)).toEqual(inOrder);
      }),
    );
  });

  it("never goes back from paid, not even for a later stale snapshot", () => {
    const known = foldAll([...story, event("evt_99", "P3D", invoiceFact({ status: "open" }, "failed"))]);
    expect(known.invoices.get("in_1")).toMatchObject({ status: "paid", attemptCount: 3 });
  });

  it("takes active over past_due within one second", () => {
    const [active, pastDue] = [
      event("a", "PT5S", subscriptionFact("active")),
      event("z", "PT5S", subscriptionFact("past_due")),
    ];
    for (const events of [
      [active, pastDue],
      [pastDue, active],
    ])
      expect(foldAll(events).subscriptions.get("sub_1")?.status).toBe("active");
  });

  it("keeps the end of a subscription final", () => {
    const known = foldAll([
      event("a", "PT5S", subscriptionFact("canceled")),
      event("b", "P1D", subscriptionFact("active")),
    ]);
    expect(known.subscriptions.get("sub_1")?.status).toBe("canceled");
  });

  it("remembers the first failure as the beginning", () => {
    const known = foldAll([
      event("b", "P2D", invoiceFact({ attemptCount: 2 }, "failed")),
      event("a", "PT10S", invoiceFact({ attemptCount: 1 }, "failed")),
    ]);
    expect(known.invoices.get("in_1")).toMatchObject({ failedAt: "2026-01-05T11:00:10.000Z", attemptCount: 2 });
  });

  it("remembers when a card was renewed last", () => {
    expect(foldAll(story).cards.get("pm_1")?.renewedAt).toBe("2026-01-05T13:30:00.000Z");
  });

  it("fills gaps from other objects' events and never overwrites with them", () => {
    const hint = event("h", "P9D", { type: "customer-hint", customer: { email: "hint@example.com" } });
    expect(foldAll([hint]).customer?.email).toBe("hint@example.com");
    expect(foldAll([hint, event("c", "PT1S", customerFact("own@example.com"))]).customer?.email).toBe(
      "own@example.com",
    );
    expect(foldAll([event("c", "PT1S", customerFact("own@example.com")), hint]).customer?.email).toBe(
      "own@example.com",
    );
  });

  it("derives plan and monthly worth from the subscriptions that pay", () => {
    expect(foldAll(story).customer).toMatchObject({ plan: "Team", mrr: { amountMinor: 4900, currency: "EUR" } });
    const over = foldAll([...story, event("x", "P9D", subscriptionFact("canceled"))]);
    expect(over.customer?.mrr).toBeUndefined();
  });

  it("remembers every account that has to hear of the payer, until it has been told", () => {
    const named = (id: string, after: string, accountId: string | undefined) =>
      event(id, after, { type: "customer", customer: { accountId } });
    const told = foldAll([named("a", "PT1S", "acme"), named("b", "PT2S", "globex"), named("c", "PT3S", "initech")]);
    expect(told.customer).toMatchObject({ accountId: "initech", accountsToTell: ["acme", "globex", "initech"] });
    const left = foldAll([named("a", "PT1S", "acme"), named("b", "PT2S", "undefined")]);
    expect(left.customer?.accountId).toBeUndefined();
    expect(left.customer?.accountsToTell).toEqual(["acme"]);
  });

  it("keeps a deleted customer deleted and forgets who it was, whatever comes late", () => {
    const deleted = event("d", "P1D", { type: "customer-deleted" });
    const told = event("c", "P2D", customerFact("a@example.com"));
    const hint: BillingFact = {
      type: "customer-hint",
      customer: { email: "a@example.com", name: "Ada", country: "SE" },
    };
    const hinted = event("h", "P3D", hint);
    for (const story of [
      [deleted, told],
      [told, deleted],
      [deleted, hinted],
      [hinted, deleted],
    ]) {
      const { customer } = foldAll(story);
      expect(customer).toMatchObject({ deleted: true, country: "SE" });
      expect(JSON.stringify(customer)).not.toMatch(/Ada|example\.com/);
    }
  });
});

describe("changedItems", () => {
  it("survives the store: what was saved is what is read", () => {
    const known = foldAll(story);
    const stored = JSON.parse(JSON.stringify(changedItems(nobody, known)));
    expect({ ...parseKnownCustomer("stripe-cus_1", stored), revs: known.revs }).toEqual(known);
  });

  it("names nothing when every event comes a second time", () => {
    const known = foldAll(story);
    expect(changedItems(known, story.reduce(fold, known))).toEqual([]);
  });
});
