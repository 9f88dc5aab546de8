import { describe, expect, it } from "vitest";
import {
  hasFailed,
  listed,
  surroundingsOf,
  toldBy,
} from "../../../../../functions/providers/stripe/events/read-invoice.ts";

const askedAt = "2026-01-05T09:00:00.000Z";
const at = "2026-01-09T12:00:00.000Z";
const secondsOf = (instant: string) => Date.parse(instant) / 1000;

const intent = (changes: object = {}) => ({
  ...{ id: "pi_1", object: "payment_intent", status: "requires_payment_method", latest_charge: "ch_1" },
  last_payment_error: { code: "card_declined", charge: "ch_1" },
  ...changes,
});
const invoice = (changes: object = {}, payments: readonly object[] = [{ payment_intent: intent() }]) => ({
  ...{ id: "in_1", object: "invoice", customer: "cus_1", status: "open", created: secondsOf(askedAt) - 3_600 },
  ...{ collection_method: "charge_automatically", attempt_count: 1 },
  status_transitions: { finalized_at: secondsOf(askedAt) },
  parent: { subscription_details: { subscription: "sub_1" } },
  payments: { data: payments.map((payment) => ({ payment })) },
  ...changes,
});

describe("an invoice of a list", () => {
  it.each([
    ["open", {}, { status: "open", wasCharged: true, askedAt, settledAt: undefined }],
    ["not charged yet", { attempt_count: 0 }, { wasCharged: false }],
    ["sent to be paid by hand", { collection_method: "send_invoice" }, { wasCharged: false }],
    ["not finalised", { status_transitions: null }, { askedAt: "2026-01-05T08:00:00.000Z" }],
    ["paid", { status: "paid", status_transitions: { paid_at: secondsOf(at) } }, { settledAt: at }],
    ["void", { status: "void", status_transitions: { voided_at: secondsOf(at) } }, { settledAt: at }],
    [
      "given up",
      { status: "uncollectible", status_transitions: { marked_uncollectible_at: secondsOf(at) } },
      { settledAt: at },
    ],
    ["of a customer who came with it", { customer: { id: "cus_2" } }, { providerCustomerId: "cus_2" }],
    ["of nobody", { customer: null }, { providerCustomerId: undefined }],
  ])("%s", (_, changes, expected) => {
    expect(listed(invoice(changes))).toMatchObject({ invoiceId: "in_1", ...expected });
  });

  it("that is not as Stripe documents it is refused with its field", () => {
    expect(() => listed(invoice({ created: "yesterday" }))).toThrow(/an invoice of the list\.created/);
  });
});

describe("whether a charge of an open invoice failed", () => {
  it.each([
    ["declined", [{ payment_intent: intent() }], true],
    ["the bank asks its customer", [{ payment_intent: intent({ status: "requires_action" }) }], true],
    ["a debit is under way", [{ payment_intent: intent({ status: "processing" }) }], false],
    [
      "one failed, another is under way",
      [{ payment_intent: intent() }, { payment_intent: intent({ status: "processing" }) }],
      false,
    ],
    ["paid", [{ payment_intent: intent({ status: "succeeded", last_payment_error: null }) }], false],
    ["nothing was tried", [], false],
    ["not read with it", [{ payment_intent: "pi_1" }], false],
    ["a charge without an intent failed", [{ charge: { id: "ch_1", status: "failed", created: 1 } }], true],
    ["a charge without an intent is pending", [{ charge: { id: "ch_1", status: "pending", created: 1 } }], false],
  ])("%s", (_, payments, expected) => {
    expect(hasFailed(invoice({}, payments))).toBe(expected);
  });
});

describe("what would have told of it", () => {
  const customer = { id: "cus_1", object: "customer" };
  const charge = { id: "ch_1", object: "charge", status: "failed", created: secondsOf(askedAt) + 5 };
  const told = (read: object, ...surroundings: readonly object[]) =>
    toldBy({ invoice: read, surroundings, at }).map(({ envelope }) => `${envelope.eventType} ${envelope.occurredAt}`);

  it("is read with it: the customer, the subscription, and the charge that failed", () => {
    expect(surroundingsOf(invoice())).toEqual([
      { type: "customer", id: "cus_1" },
      { type: "subscription", id: "sub_1" },
      { type: "charge", id: "ch_1" },
    ]);
    expect(surroundingsOf(invoice({ customer: null, parent: null, subscription: "sub_2" }, []))).toEqual([
      { type: "subscription", id: "sub_2" },
    ]);
  });

  it("is as of when it was read, but for what failed, which is as of when it did; the failed invoice comes last", () => {
    expect(told(invoice(), customer, { id: "sub_1", object: "subscription" }, charge)).toEqual([
      `customer.updated ${at}`,
      `customer.subscription.updated ${at}`,
      "charge.failed 2026-01-05T09:00:05.000Z",
      "payment_intent.payment_failed 2026-01-05T09:00:05.000Z",
      `invoice.updated ${at}`,
      `invoice.payment_failed ${askedAt}`,
    ]);
  });

  it("is the payment's failure at the time of the invoice where its charge says nothing", () => {
    expect(told(invoice())).toContain(`payment_intent.payment_failed ${askedAt}`);
    expect(told(invoice(), { ...charge, status: "succeeded" })).toContain(`payment_intent.payment_failed ${askedAt}`);
  });

  it.each([
    ["paid", "invoice.paid"],
    ["void", "invoice.voided"],
    ["uncollectible", "invoice.marked_uncollectible"],
  ])("is one event of an invoice that is %s", (status, type) => {
    expect(told(invoice({ status }, []))).toEqual([`${type} ${at}`]);
  });

  it("says of a customer who was deleted that this is so, and nothing of what nobody reads", () => {
    expect(told(invoice({}, []), { ...customer, deleted: true }, { id: "x", object: "climate.order" })).toEqual([
      `customer.deleted ${at}`,
      `invoice.updated ${at}`,
    ]);
  });

  it("has ids of its own, the same for what is the same", () => {
    const ids = (when: string) =>
      toldBy({ invoice: invoice(), surroundings: [customer, charge], at: when }).map(
        ({ envelope }) => envelope.eventId,
      );
    const [first, second] = [ids(at), ids("2026-01-10T12:00:00.000Z")];
    expect(new Set(first).size).toBe(first.length);
    expect(first.every((id) => id.startsWith("read_"))).toBe(true);
    const same = first.filter((id) => second.includes(id)).map((id) => id.split("_").slice(1, 3).join("_"));
    expect(same).toEqual(["ch_1", "pi_1", "in_1"]);
  });
});
