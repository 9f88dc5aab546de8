import { describe, expect, it } from "vitest";
import { stripeEvents } from "../../../../../functions/providers/stripe/events/stripe-events.ts";

const metadataKeys = {
  accountId: "account_id",
  timeZone: "time_zone",
  locale: "locale",
  segment: "segment",
  acquisitionChannel: "acquisition_channel",
};
const setting = { metadataKeys };
const event = (type: string, object: object) => ({ id: "evt_1", type, created: 1767571200, data: { object } });
const returned = (type: string, object: object) => {
  const translated = stripeEvents.translate(event(type, object), setting);
  return translated && [translated.providerCustomerId, ...translated.facts];
};

describe("a refund", () => {
  const charge = { id: "ch_1", customer: "cus_1", currency: "eur", amount_refunded: 1900, payment_intent: "pi_1" };

  it("is the sum of all refunds of its charge so far", () => {
    const fact = {
      key: "refund:ch_1",
      paymentId: "pi_1",
      chargeId: "ch_1",
      amount: { amountMinor: 1900, currency: "EUR" },
      final: false,
    };
    expect(returned("charge.refunded", charge)).toEqual(["cus_1", { type: "money-returned", returned: fact }]);
    expect(returned("charge.refunded", { ...charge, invoice: "in_1" })).toMatchObject([
      "cus_1",
      { returned: { invoiceId: "in_1" } },
    ]);
  });

  it("of a charge of nobody is passed over", () => {
    expect(returned("charge.refunded", { ...charge, customer: null })).toBeUndefined();
  });
});

describe("a credit note", () => {
  const note = { id: "cn_1", customer: "cus_1", invoice: "in_1", currency: "eur", amount: 4900, status: "issued" };

  it.each([
    ["after the payment, since 2024", { post_payment_amount: 4900, pre_payment_amount: 0 }, 4900, false],
    ["before the payment, since 2024", { post_payment_amount: 0, pre_payment_amount: 4900 }, 0, false],
    ["after the payment, before 2024", { type: "post_payment" }, 4900, false],
    ["before the payment, before 2024", { type: "pre_payment" }, 0, false],
    ["voided", { post_payment_amount: 4900, status: "void" }, 0, true],
  ])("%s takes back what it takes", (_, fields, amountMinor, final) => {
    expect(returned("credit_note.updated", { ...note, ...fields })).toEqual([
      "cus_1",
      {
        type: "money-returned",
        returned: { key: "credit-note:cn_1", invoiceId: "in_1", amount: { amountMinor, currency: "EUR" }, final },
      },
    ]);
  });
});

describe("a dispute", () => {
  const dispute = (status: string, charge: unknown = "ch_1") => ({
    ...{ id: "dp_1", object: "dispute", amount: 4900, currency: "eur", payment_intent: "pi_1", status, charge },
  });
  const charge = { id: "ch_1", object: "charge", customer: "cus_1", payment_intent: "pi_1" };

  it("says nothing of whose it is, so its charge is read first", () => {
    const raw = event("charge.dispute.created", dispute("needs_response"));
    expect(stripeEvents.translate(raw, setting)).toBeUndefined();
    expect(stripeEvents.missingIn(raw, setting)).toEqual({ type: "charge", id: "ch_1" });
    const [whole] = stripeEvents.completed(raw, { object: charge, at: "2026-01-05T00:00:01.000Z" });
    expect(stripeEvents.missingIn(whole, setting)).toBeUndefined();
    expect(stripeEvents.translate(whole, setting)).toMatchObject({
      eventId: "evt_1",
      occurredAt: "2026-01-05T00:00:00.000Z",
      providerCustomerId: "cus_1",
      facts: [{ returned: { key: "dispute:dp_1", paymentId: "pi_1", chargeId: "ch_1" } }],
    });
  });

  it.each([
    ["needs_response", 4900, false],
    ["under_review", 4900, false],
    ["lost", 4900, true],
    ["won", 0, true],
    ["warning_needs_response", 0, false],
    ["warning_under_review", 0, false],
    ["warning_closed", 0, true],
    ["prevented", 0, true],
  ])("that is %s holds back %i", (status, amountMinor, final) => {
    expect(returned("charge.dispute.closed", dispute(status, charge))).toMatchObject([
      "cus_1",
      { returned: { amount: { amountMinor }, final } },
    ]);
  });
});
