import { describe, expect, it } from "vitest";
import type { BillingEvent } from "../../../functions/billing/billing-event.ts";
import { fold } from "../../../functions/billing/fold.ts";
import { parseKnownCustomer } from "../../../functions/billing/known-customer.ts";
import { methodToCharge, walletNow, walletOf } from "../../../functions/billing/method-to-charge.ts";
import type { MethodVerdict } from "../../../functions/billing/method-verdict.ts";
import type { ProviderInvoice, ProviderMethod } from "../../../functions/billing/payments.ts";
import { plus } from "../../../functions/platform/duration.ts";
import { event, subscriptionFact } from "./sample-events.ts";

const start = "2026-01-05T11:00:00.000Z";
const nobody = parseKnownCustomer("stripe-cus_1", []);
const customerHas = (after: string, cardId: string | undefined, replaced?: string): BillingEvent =>
  event(
    `c${after}`,
    after,
    { type: "customer", customer: { defaultCardId: cardId } },
    ...(replaced === undefined || cardId === undefined ? [] : [{ type: "card-chosen", cardId, replaced } as const]),
  );
function subscriptionHas(after: string, cardId: string, replaced?: string): BillingEvent {
  const fact = subscriptionFact("past_due");
  if (fact.type !== "subscription") throw new Error("it is a subscription");
  const own = { ...fact, subscription: { ...fact.subscription, defaultCardId: cardId } };
  const choice = { type: "card-chosen", cardId, replaced, subscriptionId: "sub_1" } as const;
  return event(`s${after}`, after, own, ...(replaced === undefined ? [] : [choice]));
}
const removed = (cardId: string) =>
  event(`r${cardId}`, "P9D", { type: "card", card: { cardId, detached: true }, renewed: false });
const attached = (cardId: string) =>
  event(`t${cardId}`, "P9D", { type: "card", card: { cardId, detached: false }, renewed: false });

const wallet = (...events: BillingEvent[]) => walletOf(events.reduce(fold, nobody), "sub_1");
const verdictWith =
  (...dead: string[]) =>
  ({ methodId }: { methodId?: string | undefined }): MethodVerdict =>
    dead.includes(methodId ?? "") ? { retry: "blocked", reason: "lost_card" } : { retry: "allowed", reason: "alive" };
const taken = (of: ReturnType<typeof wallet>, dead: string[] = [], askedAt?: string) =>
  methodToCharge(of, verdictWith(...dead), askedAt).method?.methodId;

describe("methodToCharge", () => {
  it("takes the customer's newest choice where the subscription has none of its own", () => {
    expect(taken(wallet(customerHas("PT1S", "pm_1")))).toBe("pm_1");
    expect(taken(wallet(customerHas("PT1S", "pm_1"), customerHas("P1D", "pm_2", "pm_1")))).toBe("pm_2");
  });

  it("respects the subscription's own while it may be charged", () => {
    const of = wallet(subscriptionHas("PT1S", "pm_1"), customerHas("P1D", "pm_2", "pm_1"));
    expect(taken(of)).toBe("pm_1");
  });

  it("takes the customer's newer one where the subscription's own is dead", () => {
    const of = wallet(subscriptionHas("PT1S", "pm_1"), customerHas("P1D", "pm_2", "pm_1"));
    expect(taken(of, ["pm_1"])).toBe("pm_2");
    expect(methodToCharge(of, verdictWith("pm_1")).reason).toContain("lost_card");
    expect(taken(of, ["pm_1", "pm_2"])).toBe("pm_1");
  });

  it("does not take an older one, nor one that nobody says was chosen", () => {
    const chosenSince = subscriptionHas("P2D", "pm_1", "pm_0");
    expect(taken(wallet(customerHas("P1D", "pm_2", "pm_0"), chosenSince), ["pm_1"])).toBe("pm_1");
    expect(taken(wallet(customerHas("PT1S", "pm_2"), subscriptionHas("PT1S", "pm_1")), ["pm_1"])).toBe("pm_1");
  });

  it("takes what the customer chose after a letter about this invoice asked for it", () => {
    const of = wallet(subscriptionHas("PT1S", "pm_1"), customerHas("P1D", "pm_2", "pm_1"));
    expect(taken(of, [], plus(start, "P1DT0.900S"))).toBe("pm_2");
    expect(taken(of, [], plus(start, "P2D"))).toBe("pm_1");
  });

  it("never takes a method that was removed, nor one that was merely attached", () => {
    expect(taken(wallet(customerHas("PT1S", "pm_1"), removed("pm_1")))).toBeUndefined();
    expect(taken(wallet(subscriptionHas("PT1S", "pm_1"), customerHas("PT1S", "pm_2"), removed("pm_1")))).toBe("pm_2");
    expect(taken(wallet(customerHas("PT1S", undefined), attached("pm_7")))).toBeUndefined();
  });
});

describe("walletNow", () => {
  const seen = (defaults: Partial<ProviderInvoice>): ProviderInvoice => ({
    invoiceId: "in_1",
    status: "open",
    amountRemaining: { amountMinor: 4900, currency: "EUR" },
    ...defaults,
  });
  const method = (methodId: string): ProviderMethod => ({ methodId, kind: "card" });
  const known = wallet(subscriptionHas("PT1S", "pm_1"), customerHas("P1D", "pm_2", "pm_1"));
  const now = plus(start, "P3D");

  it("leaves what the provider does not say as the events have it", () => {
    expect(taken(walletNow(known, seen({}), now), ["pm_1"])).toBe("pm_2");
    expect(walletNow(known, undefined, now)).toEqual(known);
  });

  it("takes what the provider has this moment for newer than what the events say", () => {
    expect(taken(walletNow(known, seen({ customerDefault: method("pm_3") }), now), ["pm_1"])).toBe("pm_3");
    expect(taken(walletNow(known, seen({ subscriptionDefault: method("pm_4") }), now), ["pm_1"])).toBe("pm_4");
  });

  it("takes the invoice's own before the subscription's", () => {
    const own = { invoiceDefault: method("pm_5"), subscriptionDefault: method("pm_1") };
    expect(taken(walletNow(known, seen(own), now))).toBe("pm_5");
  });

  it("keeps when a method was chosen, and what its events tell of it", () => {
    const again = walletNow(known, seen({ customerDefault: method("pm_2") }), now);
    expect(again.customer?.chosenAt).toBe(plus(start, "P1D"));
  });
});
