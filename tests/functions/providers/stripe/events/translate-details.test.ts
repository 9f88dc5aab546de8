import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { BillingFact } from "../../../../../functions/billing/billing-event.ts";
import { TerminalError } from "../../../../../functions/platform/errors.ts";
import { translateStripe } from "../../../../../functions/providers/stripe/events/translate.ts";
import { fixture, fixtureNames } from "./fixture.ts";

const metadataKeys = {
  accountId: "tenant",
  timeZone: "tz",
  locale: "lang",
  segment: "segment",
  acquisitionChannel: "channel",
};
const event = (type: string, object: unknown, previous_attributes?: unknown) => ({
  id: "evt_1",
  type,
  created: 1767571200,
  data: { object, previous_attributes },
});
const read = (type: string, object: unknown, previous?: unknown) =>
  translateStripe(event(type, object, previous), metadataKeys)?.facts ?? [];

function only<Type extends BillingFact["type"]>(facts: readonly BillingFact[], type: Type) {
  const found = facts.find((fact): fact is Extract<BillingFact, { type: Type }> => fact.type === type);
  if (found === undefined) throw new Error(`there is no fact ${type}`);
  return found;
}

describe("a customer", () => {
  const customer = (fields: object, previous?: object) =>
    read("customer.updated", { id: "cus_1", ...fields }, previous);

  it("is described by the metadata keys of the policy", () => {
    const metadata = { tenant: " t-1 ", tz: "Asia/Tokyo", lang: "zh", segment: "", channel: "ads", account_id: "no" };
    expect(only(customer({ metadata }), "customer").customer).toEqual({
      accountId: "t-1",
      timeZone: "Asia/Tokyo",
      locale: "zh",
      acquisitionChannel: "ads",
    });
  });

  it("speaks the language Stripe knows before the one in the metadata", () => {
    const facts = customer({ preferred_locales: ["sv-SE", "en"], metadata: { lang: "zh" } });
    expect(only(facts, "customer").customer.locale).toBe("sv-SE");
  });

  it("speaks all the languages that Stripe and the metadata know, the most preferred first", () => {
    const facts = customer({ preferred_locales: ["de", "", null, "pl"], metadata: { lang: "zh" } });
    expect(only(facts, "customer").customer).toMatchObject({ locale: "de", locales: ["de", "pl", "zh"] });
  });

  it("is described by metadata of other types too: what is no text is read as one, or says nothing", () => {
    const metadata = { tenant: 12345, tz: null, lang: ["sv"], segment: true, channel: { name: "ads" } };
    expect(only(customer({ metadata }), "customer").customer).toEqual({ accountId: "12345", segment: "true" });
  });

  it.each([[null], [[]], ["text"], [7], [undefined]])("is described by no metadata that is %j", (metadata) => {
    expect(only(customer({ metadata, name: "Ada" }), "customer").customer).toEqual({ name: "Ada" });
  });

  it("keeps empty texts and missing ones apart from nothing", () => {
    expect(only(customer({ email: "", name: "  ", phone: null }), "customer").customer).toEqual({});
  });

  it.each([
    [
      "the default payment method, also expanded",
      { invoice_settings: { default_payment_method: { id: "pm_1" } } },
      "pm_1",
    ],
    ["the default source where there is no payment method", { default_source: "card_1" }, "card_1"],
    [
      "the payment method before the source",
      { invoice_settings: { default_payment_method: "pm_1" }, default_source: "card_1" },
      "pm_1",
    ],
  ])("is charged by %s", (_, fields, cardId) => {
    expect(only(customer(fields), "customer").customer.defaultCardId).toBe(cardId);
  });

  const chosen = (fields: object, previous?: object) =>
    customer(fields, previous).filter(({ type }) => type === "card-chosen");
  const withMethod = (id: string | null) => ({ invoice_settings: { default_payment_method: id } });

  it.each([
    ["a payment method replaces another", withMethod("pm_2"), withMethod("pm_1"), "pm_2", "pm_1"],
    ["a payment method replaces none", withMethod("pm_2"), withMethod(null), "pm_2", undefined],
    ["a source replaces another", { default_source: "card_2" }, { default_source: "card_1" }, "card_2", "card_1"],
    [
      "a payment method goes before the source",
      { ...withMethod("pm_1"), default_source: "card_1" },
      withMethod(null),
      "pm_1",
      "card_1",
    ],
    [
      "the source is left when the payment method goes",
      { ...withMethod(null), default_source: "card_1" },
      withMethod("pm_1"),
      "card_1",
      "pm_1",
    ],
  ])("has another card when %s, and says which one it replaced", (_, now, previous, cardId, replaced) => {
    expect(chosen(now, previous)).toEqual([{ type: "card-chosen", cardId, replaced }]);
  });

  it.each([
    ["nothing is said of a change", withMethod("pm_1"), undefined],
    ["something else changed", withMethod("pm_1"), { email: "old@example.com" }],
    ["other settings changed", withMethod("pm_1"), { invoice_settings: { footer: null } }],
    ["the card was taken away", withMethod(null), withMethod("pm_1")],
    [
      "a source changes behind a payment method",
      { ...withMethod("pm_1"), default_source: "card_2" },
      { default_source: "card_1" },
    ],
  ])("has no other card when %s", (_, now, previous) => expect(chosen(now, previous)).toEqual([]));
});

describe("a subscription", () => {
  const subscription = (fields: object) => {
    const facts = read("customer.subscription.updated", {
      id: "sub_1",
      customer: "cus_1",
      status: "active",
      items: { data: [] },
      ...fields,
    });
    return only(facts, "subscription").subscription;
  };

  it("ends its period with the first of its items", () => {
    const items = { data: [{ current_period_end: 1770163200 }, { current_period_end: 1767657600 }] };
    expect(subscription({ items }).currentPeriodEnd).toBe("2026-01-06T00:00:00.000Z");
  });

  it("is not over while its end has only been asked for", () => {
    const { cancelAt, canceledAt } = subscription({ canceled_at: 1767571200, cancel_at: 1770163200 });
    expect({ cancelAt, canceledAt }).toEqual({ cancelAt: "2026-02-04T00:00:00.000Z", canceledAt: undefined });
  });

  it("of the time before prices is read from its plan", () => {
    const plan = { currency: "usd", amount: 1200, interval: "month", name: "Basic" };
    const { mrr, planName } = subscription({ items: { data: [{ plan, quantity: 2 }] } });
    expect({ mrr, planName }).toEqual({ mrr: { amountMinor: 2400, currency: "USD" }, planName: "Basic" });
  });

  it("of the time before items is read from its one plan", () => {
    const plan = { currency: "usd", amount: 1200, interval: "month", name: "Basic" };
    const { mrr, planName } = subscription({ items: undefined, plan, quantity: 2 });
    expect({ mrr, planName }).toEqual({ mrr: { amountMinor: 2400, currency: "USD" }, planName: "Basic" });
    expect(subscription({ items: undefined })).toMatchObject({ status: "active", subscriptionId: "sub_1" });
  });

  it("in a currency that cannot be shown is known all the same, and its worth is not", () => {
    const price = { currency: "usdc", unit_amount: 1200, recurring: { interval: "month" }, nickname: "Basic" };
    const { mrr, planName } = subscription({ items: { data: [{ price, quantity: 2 }] } });
    expect({ mrr, planName }).toEqual({ mrr: undefined, planName: "Basic" });
  });

  it.each([
    ["a number of its metadata", { metadata: { plan_name: 7, other: null } }, "7"],
    ["its own metadata", { metadata: { plan_name: "Team" }, product: { name: "P" }, nickname: "n" }, "Team"],
    ["its product", { product: { name: "Orbit Team" }, nickname: "n", lookup_key: "k" }, "Orbit Team"],
    ["its nickname", { product: "prod_1", nickname: "n", lookup_key: "k" }, "n"],
    ["its lookup key", { product: "prod_1", nickname: null, lookup_key: "k" }, "k"],
    ["nothing", { product: "prod_1" }, undefined],
  ])("is named after %s", (_, price, planName) => {
    expect(subscription({ items: { data: [{ price }] } }).planName).toBe(planName);
  });
});

describe("an invoice", () => {
  const invoice = (fields: object, type = "invoice.updated") => {
    const object = { id: "in_1", customer: "cus_1", currency: "eur", amount_due: 4900, created: 1767571200, ...fields };
    return only(read(type, object), "invoice");
  };
  const line = (fields: object) => ({ lines: { data: [{ type: "subscription", ...fields }] } });

  it.each(["invoice.payment_failed", "invoice.payment_action_required"])("reports a failed charge with %s", (type) => {
    expect(invoice({}, type).charge).toBe("failed");
  });

  it.each(["invoice.created", "invoice.updated", "invoice.overdue", "invoice.paid", "invoice.payment_succeeded"])(
    "reports no failed charge with %s, however often it was tried",
    (type) => expect(invoice({ attempt_count: 3 }, type).charge).toBe("none"),
  );

  it.each([
    ["before 2025-03-31", { status: "paid", paid_out_of_band: true }, true],
    ["since then", { status: "paid", amount_paid_off_stripe: 4900 }, true],
    ["by nobody yet", { status: "open", amount_paid_off_stripe: 100 }, false],
    ["by a card", { status: "paid", amount_paid_off_stripe: 0 }, false],
  ])("knows whether it was paid by hand: %s", (_, fields, paidOutOfBand) => {
    expect(invoice(fields).invoice.paidOutOfBand).toBe(paidOutOfBand);
  });

  it("was paid when the event came if Stripe does not say when", () => {
    expect(invoice({ status: "paid" }).invoice.paidAt).toBe("2026-01-05T00:00:00.000Z");
    expect(invoice({ status: "open" }).invoice.paidAt).toBeUndefined();
  });

  it("waits for its customer's own hand when it is sent, and may be the first of its subscription", () => {
    expect(invoice({ collection_method: "send_invoice" }).invoice.chargedAutomatically).toBe(false);
    expect(invoice({ billing_reason: "subscription_create" }).invoice.firstOfSubscription).toBe(true);
  });

  it("goes by a charge where there is no payment intent", () => {
    expect(invoice({ charge: "ch_1" }).invoice.paymentIds).toEqual(["ch_1"]);
  });

  it.each([
    ["1 × Orbit Pro (at €49.00 / month)", "Orbit Pro"],
    ["1,250 × Seats (EU) (at $0.50 / month)", "Seats (EU)"],
    ["Remaining time on Orbit Pro after 05 Jan 2026", undefined],
  ])("finds the plan in the line %s", (description, planName) => {
    expect(invoice(line({ description })).invoice.planName).toBe(planName);
  });

  it("is named after a plan it bills, not after a proration or an extra", () => {
    const named = (name: string) => ({ description: `1 × ${name} (at €1.00 / month)` });
    const data = [
      { ...named("Setup"), type: "invoiceitem" },
      { ...named("Old"), type: "subscription", proration: true },
      { ...named("New"), type: "subscription", proration: false },
    ];
    expect(invoice({ lines: { data } }).invoice.planName).toBe("New");
    expect(invoice({ lines: { data: data.slice(0, 1) } }).invoice.planName).toBeUndefined();
  });

  it.each([
    ["nobody has asked for it yet", { attempted: false, closed: false }, "draft"],
    ["it is owed", { attempted: true, closed: false, paid: false, forgiven: false }, "open"],
    ["it was closed, which ends only the collecting", { attempted: true, closed: true, paid: false }, "open"],
    ["it was closed before it was asked for", { attempted: false, closed: true, paid: false }, "open"],
    ["it was forgiven", { attempted: true, closed: true, paid: false, forgiven: true }, "uncollectible"],
    ["it was paid", { attempted: true, closed: true, paid: true }, "paid"],
  ])("before there was a status says in other words that %s", (_, fields, status) => {
    expect(invoice(fields).invoice.status).toBe(status);
  });

  it("of old versions is read by the names its fields had then", () => {
    const fields = { created: undefined, date: 1767571100, billing: "send_invoice", subscription: "sub_1" };
    expect(invoice(fields).invoice).toMatchObject({
      createdAt: "2026-01-04T23:58:20.000Z",
      chargedAutomatically: false,
      subscriptionId: "sub_1",
    });
    expect(invoice({ created: undefined }).invoice.createdAt).toBe("2026-01-05T00:00:00.000Z");
  });

  it("is read though its lines are not as they are today", () => {
    expect(invoice({ lines: { subscriptions: [], data: "none" } }).invoice).toMatchObject({ invoiceId: "in_1" });
  });

  it("in a currency that cannot be shown is refused by its name", () => {
    expect(() => invoice({ currency: "usdc" })).toThrow('Amounts in "usdc" cannot be shown');
    expect(() => invoice({ currency: "usdc" })).toThrow(TerminalError);
  });

  it("keeps Stripe's own minor units apart from ISO 4217's", () => {
    expect(invoice({ currency: "isk", amount_due: 590000 }).invoice.amountDue).toEqual({
      amountMinor: 5900,
      currency: "ISK",
    });
    expect(invoice({ currency: "kwd", amount_due: 4900 }).invoice.amountDue).toEqual({
      amountMinor: 4900,
      currency: "KWD",
    });
  });
});

describe("a failed payment", () => {
  const payment = (fields: object) =>
    only(
      read("charge.failed", { id: "ch_1", customer: "cus_1", amount: 4900, currency: "eur", ...fields }),
      "charge-failed",
    ).charge;

  it("goes by its charge where there is no payment intent", () => {
    expect(payment({}).paymentId).toBe("ch_1");
  });

  it("is read in the codes of the network that carried it, not of the card's other brand", () => {
    const card = { brand: "visa", network: "cartes_bancaires", last4: "1234" };
    const { decline, method } = payment({
      payment_method_details: { card },
      outcome: { network_decline_code: "51" },
    });
    expect(decline).toMatchObject({ network: "cartes_bancaires", networkCode: "51" });
    expect(method.brand).toBe("Visa");
  });

  it.each([
    ["the outcome's reason", { failure_code: "card_declined", outcome: { reason: "lost_card" } }, "lost_card"],
    ["the failure code", { failure_code: "expired_card", outcome: { reason: null } }, "expired_card"],
    [
      "the failure, where the outcome's reason is a rule and no code",
      { failure_code: "card_declined", outcome: { type: "blocked", reason: "rule" } },
      "card_declined",
    ],
  ])("has the code of %s", (_, fields, code) => expect(payment(fields).decline.providerCode).toBe(code));

  it.each(["generic_decline", "insufficient_funds"])("keeps Stripe's advice beside %s", (reason) => {
    const declined = (advice_code: string) => payment({ outcome: { reason, advice_code } }).decline;
    expect(declined("do_not_try_again")).toMatchObject({ providerCode: reason, providerAdvice: "do_not_try_again" });
    expect(declined("confirm_card_data")).toMatchObject({ providerAdvice: "confirm_card_data" });
    expect(declined("try_again_later").providerAdvice).toBeUndefined();
  });

  it("knows that a rule stopped it before it came to the bank", () => {
    expect(payment({ outcome: { type: "blocked", reason: "rule" } }).decline.blockedByMerchant).toBe(true);
    expect(payment({ outcome: { type: "issuer_declined" } }).decline.blockedByMerchant).toBeUndefined();
  });

  it.each([
    ["sepa_debit", { last4: "3000", country: "DE", fingerprint: "f", bank_code: "37040044" }, "sepa-debit"],
    ["us_bank_account", { last4: "6789", fingerprint: "f", bank_name: "TEST BANK" }, "us-bank-account"],
    ["ach_debit", { last4: "6789", fingerprint: "f", bank_name: "TEST BANK" }, "us-bank-account"],
    ["bacs_debit", { last4: "2345", fingerprint: "f", sort_code: "108800" }, "bacs-debit"],
    ["acss_debit", { last4: "6789", fingerprint: "f", bank_name: "TEST BANK" }, "acss-debit"],
    ["au_becs_debit", { last4: "3456", fingerprint: "f", bsb_number: "000000" }, "au-becs-debit"],
    ["link", {}, "link"],
    ["cashapp", {}, "wallet"],
    ["tomorrows_money", {}, "other"],
  ])("of a %s is read with its number, bank and kind", (type, account: Record<string, string>, kind) => {
    const fields = { payment_method: "pm_1", payment_method_details: { type, [type]: account } };
    const { last4, bank_name: bank, country, fingerprint } = account;
    const number = fingerprint && `${fingerprint}:${last4}`;
    expect(payment(fields).method).toEqual({ methodId: "pm_1", kind, last4, bank, country, number });
  });

  it("keeps Mastercard's advice", () => {
    const card = { brand: "mastercard" };
    const outcome = { reason: "generic_decline", network_decline_code: "05", network_advice_code: "21" };
    expect(payment({ payment_method_details: { card }, outcome }).decline).toEqual({
      providerCode: "generic_decline",
      networkCode: "05",
      adviceCode: "21",
      network: "mastercard",
    });
  });

  it("of an old card object is read from its source, and an order of another kind is no invoice", () => {
    const object = {
      id: "pi_1",
      customer: "cus_1",
      amount: 100,
      currency: "usd",
      payment_details: { order_reference: "order-17" },
      last_payment_error: { code: "expired_card", source: { id: "card_1", brand: "MasterCard", last4: "4444" } },
    };
    const failed = only(read("payment_intent.payment_failed", object), "charge-failed").charge;
    expect(failed.method).toMatchObject({
      methodId: "card_1",
      kind: "legacy-source",
      brand: "Mastercard",
      last4: "4444",
    });
    expect(failed.decline).toMatchObject({ providerCode: "expired_card", network: "mastercard" });
    expect(failed.invoiceId).toBeUndefined();
  });
});

describe("a card", () => {
  const renewed = (type: string, previous?: object) =>
    only(read(type, { id: "pm_1", customer: "cus_1", card: { brand: "visa" } }, previous), "card").renewed;

  it.each([
    ["payment_method.automatically_updated", undefined, true],
    ["payment_method.updated", { card: { exp_year: 2026 } }, true],
    ["payment_method.updated", { billing_details: { name: "x" } }, false],
    ["payment_method.attached", { customer: null }, false],
  ])("is renewed by %s with %j: %s", (type, previous, expected) => expect(renewed(type, previous)).toBe(expected));

  it.each([
    [
      "payment_method.attached",
      { type: "sepa_debit", sepa_debit: { last4: "3000" } },
      { cardId: "x_1", kind: "sepa-debit", last4: "3000", detached: false },
    ],
    [
      "payment_method.detached",
      { type: "us_bank_account", us_bank_account: { last4: "6789", bank_name: "TEST BANK", fingerprint: "f" } },
      {
        cardId: "x_1",
        kind: "us-bank-account",
        number: "f:6789",
        last4: "6789",
        bank: "TEST BANK",
        detached: true,
      },
    ],
    [
      "customer.source.created",
      { object: "bank_account", last4: "6789", country: "US", bank_name: "TEST BANK" },
      { cardId: "x_1", kind: "us-bank-account", last4: "6789", bank: "TEST BANK", country: "US", detached: false },
    ],
    [
      "customer.source.created",
      { object: "source", type: "sepa_debit", sepa_debit: { last4: "3000", country: "DE" } },
      { cardId: "x_1", kind: "sepa-debit", last4: "3000", country: "DE", detached: false },
    ],
    [
      "customer.source.deleted",
      { object: "card", brand: "Visa", last4: "4242" },
      { cardId: "x_1", kind: "legacy-source", brand: "Visa", last4: "4242", detached: true },
    ],
    [
      "customer.source.created",
      { object: "source", card: { brand: "Diners Club", last4: "1" } },
      { cardId: "x_1", kind: "legacy-source", brand: "Diners Club", last4: "1", detached: false },
    ],
    ["payment_method.attached", { card: { brand: "unknown" } }, { cardId: "x_1", kind: "card", detached: false }],
    [
      "payment_method.attached",
      { card: { brand: "visa", display_brand: "cartes_bancaires" } },
      { cardId: "x_1", kind: "card", brand: "Cartes Bancaires", detached: false },
    ],
  ])("with %s and %j shows what may be shown", (type, fields, card) => {
    expect(only(read(type, { id: "x_1", customer: "cus_1", ...fields }), "card").card).toEqual(card);
  });
});

describe("an event that is not as Stripe documents it", () => {
  it.each([
    ["customer.updated", { id: "cus_1", email: 7 }, /customer\.updated evt_1: data\.object\.email .*string/],
    [
      "invoice.paid",
      { id: "in_1", customer: "cus_1", currency: "eur", created: 1, amount_due: "49" },
      /data\.object\.amount_due/,
    ],
    [
      "invoice.paid",
      { id: "in_1", customer: "cus_1", currency: "eur", created: 1, amount_due: 1, status: "odd" },
      /status/,
    ],
    [
      "customer.subscription.updated",
      { id: "sub_1", customer: "cus_1", status: "active", items: { data: [{ quantity: "1" }] } },
      /items\.data\.0\.quantity/,
    ],
    ["charge.failed", null, /data\.object/],
  ])("%s is refused by the name of its field, without its value", (type, object, message) => {
    expect(() => read(type, object)).toThrow(message);
    expect(() => read(type, object)).toThrow(TerminalError);
  });

  const everyEvent = (["legacy", "current"] as const).flatMap((shape) =>
    fixtureNames(shape).map((name) => fixture(shape, name)),
  );

  /** `value` with whatever lies at a random place replaced by something else. */
  function damaged(value: unknown, path: readonly number[], other: unknown): unknown {
    const [step, ...rest] = path;
    if (step === undefined || typeof value !== "object" || value === null) return other;
    const keys = Object.keys(value);
    const key = keys[step % Math.max(1, keys.length)];
    if (key === undefined) return other;
    const changed = damaged(Reflect.get(value, key), rest, other);
    return Array.isArray(value)
      ? value.map((entry, index) => (String(index) === key ? changed : entry))
      : { ...value, [key]: changed };
  }

  it("is read or refused, but breaks nothing, wherever it is damaged", () => {
    const paths = fc.array(fc.nat({ max: 60 }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(fc.constantFrom(...everyEvent), paths, fc.anything(), (whole, path, other) => {
        try {
          translateStripe(damaged(whole, path, other), metadataKeys);
        } catch (error) {
          expect(error).toBeInstanceOf(TerminalError);
        }
      }),
      { numRuns: 2000 },
    );
  });
});
