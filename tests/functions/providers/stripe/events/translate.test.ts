import { describe, expect, it } from "vitest";
import { translateStripe } from "../../../../../functions/providers/stripe/events/translate.ts";
import { translatorOf } from "../../../../../functions/providers/translators.ts";
import { fixture, fixtureNames, type Shape } from "./fixture.ts";

const metadataKeys = {
  accountId: "account_id",
  timeZone: "time_zone",
  locale: "locale",
  segment: "segment",
  acquisitionChannel: "acquisition_channel",
};
const translated = (shape: Shape, name: string) => translateStripe(fixture(shape, name), metadataKeys);
const factsOf = (shape: Shape, name: string) => translated(shape, name)?.facts ?? [];

const sharedNames = fixtureNames("legacy").filter((name) => fixtureNames("current").includes(name));

const invoiceId = "in_1QhT7fK3mPz8RbYd";
const subscriptionId = "sub_1QhT7eK3mPz8RbYc";
const paymentId = "pi_3QhT7gK3mPz8RbYe0";
const cardId = "pm_1QhT6aK3mPz8RbYa";
const newCardId = "pm_1QhT9zK3mPz8RbYz";

const customer = {
  email: "zofia.nowak@example.com",
  phone: "+48600100200",
  name: 'Zofia "Zo" Nowak',
  locale: "pl",
  timeZone: "Europe/Warsaw",
  country: "PL",
  segment: "studio",
  acquisitionChannel: "referral",
  createdAt: "2025-10-07T00:00:00.000Z",
  defaultCardId: cardId,
  accountId: "acct-4711",
};
const subscription = {
  subscriptionId,
  status: "active",
  planName: "Orbit Studio",
  mrr: { amountMinor: 4900, currency: "EUR" },
  currentPeriodEnd: "2027-01-05T00:00:00.000Z",
  collectionPaused: false,
};
const invoice = {
  invoiceId,
  subscriptionId,
  number: "A1B2C3D4-0003",
  status: "open",
  amountDue: { amountMinor: 58800, currency: "EUR" },
  amountPaid: { amountMinor: 0, currency: "EUR" },
  amountRemaining: { amountMinor: 58800, currency: "EUR" },
  chargedAutomatically: true,
  firstOfSubscription: false,
  ofSubscriptionChange: false,
  autoAdvance: true,
  attemptCount: 1,
  paidOutOfBand: false,
  hostedUrl: "https://invoice.stripe.com/i/acct_1Orbit/test_YWNjdF8xT3JiaXQ?s=ap",
  planName: "Orbit Studio",
  paymentIds: [paymentId],
  createdAt: "2026-01-05T00:00:00.000Z",
};
const paid = {
  amountPaid: { amountMinor: 58800, currency: "EUR" },
  amountRemaining: { amountMinor: 0, currency: "EUR" },
};
const hint = {
  type: "customer-hint",
  customer: { email: customer.email, name: customer.name, phone: customer.phone, country: "PL" },
};
const card = {
  cardId,
  number: "Xt5EWLLDS7FJjR1c:4242",
  kind: "card",
  brand: "Visa",
  last4: "4242",
  expMonth: 8,
  expYear: 2027,
  country: "PL",
  funding: "debit",
  detached: false,
};
const declined = (speaker: "charge" | "payment") => ({
  type: "charge-failed",
  charge: {
    paymentId,
    speaker,
    chargeId: "ch_3QhT7gK3mPz8RbYe0xY1",
    invoiceId,
    amount: { amountMinor: 58800, currency: "EUR" },
    decline: { providerCode: "insufficient_funds", networkCode: "51", network: "visa" },
    method: {
      methodId: cardId,
      number: card.number,
      kind: "card",
      brand: "Visa",
      last4: "4242",
      country: "PL",
      funding: "debit",
      expires: "2027-08",
    },
  },
});

const said: [string, object[]][] = [
  ["customer.created", [{ type: "customer", customer }]],
  [
    "customer.updated",
    [
      { type: "customer", customer: { ...customer, defaultCardId: newCardId } },
      { type: "card-chosen", cardId: newCardId, replaced: cardId },
    ],
  ],
  ["customer.deleted", [{ type: "customer-deleted" }]],
  ["customer.subscription.created", [{ type: "subscription", subscription }]],
  [
    "customer.subscription.updated",
    [
      {
        type: "subscription",
        subscription: {
          ...subscription,
          status: "past_due",
          collectionPaused: true,
          pausedByUs: false,
          cancelAt: subscription.currentPeriodEnd,
          defaultCardId: newCardId,
        },
      },
      { type: "card-chosen", cardId: newCardId, subscriptionId },
    ],
  ],
  [
    "customer.subscription.deleted",
    [
      {
        type: "subscription",
        subscription: { ...subscription, status: "canceled", canceledAt: "2026-01-08T11:20:00.000Z" },
      },
    ],
  ],
  [
    "invoice.created",
    [
      {
        type: "invoice",
        charge: "none",
        invoice: {
          ...invoice,
          status: "draft",
          attemptCount: 0,
          number: undefined,
          hostedUrl: undefined,
          paymentIds: [],
        },
      },
      hint,
    ],
  ],
  ["invoice.finalized", [{ type: "invoice", charge: "none", invoice: { ...invoice, attemptCount: 0 } }, hint]],
  ["invoice.payment_failed", [{ type: "invoice", charge: "failed", invoice }, hint]],
  ["invoice.payment_action_required", [{ type: "invoice", charge: "failed", invoice }, hint]],
  [
    "invoice.paid",
    [
      {
        type: "invoice",
        charge: "none",
        invoice: { ...invoice, ...paid, status: "paid", attemptCount: 2, paidAt: "2026-01-06T01:00:00.000Z" },
      },
      hint,
    ],
  ],
  ["invoice.voided", [{ type: "invoice", charge: "none", invoice: { ...invoice, status: "void" } }, hint]],
  [
    "invoice.marked_uncollectible",
    [{ type: "invoice", charge: "none", invoice: { ...invoice, status: "uncollectible", attemptCount: 8 } }, hint],
  ],
  ["charge.failed", [declined("charge")]],
  ["payment_intent.payment_failed", [declined("payment")]],
  ["payment_method.attached", [{ type: "card", card, renewed: false }]],
  [
    "payment_method.automatically_updated",
    [
      {
        type: "card",
        card: { ...card, number: "Xt5EWLLDS7FJjR1c:1881", last4: "1881", expMonth: 9, expYear: 2030 },
        renewed: true,
      },
    ],
  ],
  ["payment_method.detached", [{ type: "card", card: { ...card, detached: true }, renewed: false }]],
  [
    "customer.source.updated",
    [
      {
        type: "card",
        card: {
          cardId: "card_1QhT6aK3mPz8RbYa",
          number: "Xt5EWLLDS7FJjR1c:0005",
          kind: "legacy-source",
          funding: "credit",
          brand: "American Express",
          last4: "0005",
          expMonth: 2,
          expYear: 2031,
          country: "US",
          detached: false,
        },
        renewed: true,
      },
    ],
  ],
];

describe("an event of Stripe before 2025-03-31", () => {
  it.each(said)("%s says what happened, and to whom", (name, facts) => {
    const event = translated("legacy", name);
    expect(event).toMatchObject({
      provider: "stripe",
      eventId: `evt_${name.replaceAll(".", "_")}`,
      providerCustomerId: "cus_QmV4kT9sLw2Xz1",
    });
    expect(event?.facts).toEqual(facts);
  });

  it("is read here whatever its type, as long as there is a fixture of it", () => {
    expect(said.map(([name]) => name).sort()).toEqual(fixtureNames("legacy"));
  });
});

/** What today's payloads leave out unless they are asked for it. */
function withoutLinks(facts: readonly object[]): object[] {
  return facts.map((fact) => {
    if ("invoice" in fact && typeof fact.invoice === "object")
      return { ...fact, invoice: { ...fact.invoice, paymentIds: [] } };
    if ("charge" in fact && typeof fact.charge === "object")
      return { ...fact, charge: { ...fact.charge, invoiceId: undefined } };
    return fact;
  });
}

describe("an event of Stripe since 2025-03-31", () => {
  it.each(sharedNames)("%s says the same as it did before", (name) => {
    const [before, now] = [translated("legacy", name), translated("current", name)];
    expect(now).toBeDefined();
    expect({ ...now, facts: withoutLinks(now?.facts ?? []) }).toEqual({
      ...before,
      facts: withoutLinks(before?.facts ?? []),
    });
  });

  it("names the invoice of a failed payment intent in its order reference", () => {
    expect(factsOf("current", "payment_intent.payment_failed")).toEqual(
      factsOf("legacy", "payment_intent.payment_failed"),
    );
  });

  it("names an invoice's payments when it was asked for them", () => {
    expect(factsOf("current", "invoice.paid with payments")).toEqual(factsOf("legacy", "invoice.paid"));
  });
});

describe("an event that means nothing here", () => {
  const event = (type: string, object: object) =>
    translateStripe({ id: "evt_1", type, created: 1767571200, data: { object } }, metadataKeys);

  it.each([
    ["of an unknown type", "climate.order.delivered", { id: "climorder_1" }],
    ["about an invoice that does not exist yet", "invoice.upcoming", { object: "invoice", customer: "cus_1" }],
    ["about a deleted draft", "invoice.deleted", { id: "in_1", object: "invoice", customer: "cus_1" }],
    ["about an item of an invoice", "invoiceitem.created", { id: "ii_1", customer: "cus_1" }],
    ["about a card of nobody", "payment_method.updated", { id: "pm_1", customer: null, card: null }],
    ["about a source of another kind", "customer.source.created", { id: "src_1", object: "source", customer: "cus_1" }],
    ["about a charge that succeeded", "charge.succeeded", { id: "ch_1", customer: "cus_1" }],
  ])("is passed over when it is %s", (_, type, object) => expect(event(type, object)).toBeUndefined());

  it("is passed over when a payment names no customer", () => {
    expect(translated("current", "invoice_payment.paid")).toBeUndefined();
  });

  it("is passed over when it is of a connected account", () => {
    const failed = fixture("current", "invoice.payment_failed");
    expect(translateStripe(Object.assign({}, failed, { account: null }), metadataKeys)).toBeDefined();
    expect(translateStripe(Object.assign({}, failed, { account: "acct_connected" }), metadataKeys)).toBeUndefined();
  });

  it("is read when a payment's invoice was expanded", () => {
    const object = {
      id: "inpay_1",
      invoice: { id: invoiceId, customer: { id: "cus_1" } },
      payment: { payment_intent: { id: paymentId } },
    };
    expect(event("invoice_payment.paid", object)).toMatchObject({
      providerCustomerId: "cus_1",
      facts: [{ type: "payment-of-invoice", paymentId, invoiceId }],
    });
  });
});

describe("a provider", () => {
  it("is read by the translator of its name", () => {
    const read = translatorOf("stripe", metadataKeys);
    expect(read(fixture("current", "customer.created"))).toEqual(translated("current", "customer.created"));
  });

  it("without a translator is named", () => {
    expect(() => translatorOf("paypal", metadataKeys)).toThrow(/paypal/);
  });
});
