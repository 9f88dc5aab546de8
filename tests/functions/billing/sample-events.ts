import type { BillingEvent, BillingFact } from "../../../functions/billing/billing-event.ts";
import { plus } from "../../../functions/platform/duration.ts";

const start = "2026-01-05T11:00:00.000Z";
type InvoiceFact = Extract<BillingFact, { type: "invoice" }>;

/** An event of customer cus_1, `after` the start of the story. */
export const event = (eventId: string, after: string, ...facts: BillingFact[]): BillingEvent => ({
  provider: "stripe",
  eventId,
  occurredAt: plus(start, after),
  providerCustomerId: "cus_1",
  facts,
});

export const invoiceFact = (
  changes: Partial<InvoiceFact["invoice"]> = {},
  charge: InvoiceFact["charge"] = "none",
): BillingFact => ({
  type: "invoice",
  charge,
  invoice: {
    invoiceId: "in_1",
    subscriptionId: "sub_1",
    status: "open",
    amountDue: { amountMinor: 4900, currency: "EUR" },
    chargedAutomatically: true,
    firstOfSubscription: false,
    attemptCount: 1,
    paidOutOfBand: false,
    paymentIds: [],
    createdAt: start,
    ...changes,
  },
});

export const subscriptionFact = (status: "active" | "past_due" | "canceled" | "incomplete"): BillingFact => ({
  type: "subscription",
  subscription: {
    subscriptionId: "sub_1",
    status,
    planName: "Team",
    mrr: { amountMinor: 4900, currency: "EUR" },
    collectionPaused: false,
  },
});

export const customerFact = (email: string): BillingFact => ({
  type: "customer",
  customer: { email, name: "Ada", country: "SE" },
});

/** What a charge's own event says of its failure; of payment pi_1 of invoice in_1, with `changes`. */
export const failedChargeFact = (
  providerCode: string,
  changes: Partial<Extract<BillingFact, { type: "charge-failed" }>["charge"]> = {},
): BillingFact => ({
  type: "charge-failed",
  charge: {
    paymentId: "pi_1",
    speaker: "charge",
    chargeId: "ch_1",
    invoiceId: "in_1",
    amount: { amountMinor: 4900, currency: "EUR" },
    decline: { providerCode },
    method: { methodId: "pm_1", kind: "card", brand: "Visa", last4: "4242" },
    ...changes,
  },
});

const cardFact = (expYear: number, renewed: boolean): BillingFact => ({
  type: "card",
  card: { cardId: "pm_1", brand: "Visa", last4: "4242", expYear, detached: false },
  renewed,
});

/** A failed renewal with everything Stripe says about it, ending paid with a new card. */
export const story: readonly BillingEvent[] = [
  event("evt_01", "PT0S", customerFact("old@example.com")),
  event("evt_02", "PT1S", subscriptionFact("active"), cardFact(2026, false)),
  event("evt_02a", "PT2S", { type: "customer-hint", customer: { email: "hint@example.com", phone: "+46700000000" } }),
  event("evt_03", "PT10S", failedChargeFact("insufficient_funds")),
  event("evt_04", "PT10S", invoiceFact({}, "failed")),
  event("evt_05", "PT10S", subscriptionFact("past_due")),
  event("evt_06", "PT1H", customerFact("new@example.com")),
  event("evt_07", "PT2H", { type: "card-chosen", cardId: "pm_2" }),
  event("evt_07a", "PT2H", cardFact(2027, true)),
  event("evt_07b", "PT2H30M", cardFact(2028, true)),
  event("evt_08", "PT3H", invoiceFact({ attemptCount: 2 })),
  event("evt_09", "PT4H", invoiceFact({ status: "paid", paidAt: plus(start, "PT4H"), attemptCount: 3 })),
  event("evt_10", "PT4H", subscriptionFact("active")),
];
