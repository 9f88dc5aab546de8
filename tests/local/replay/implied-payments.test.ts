import { describe, expect, it } from "vitest";
import { instantOfSeconds } from "../../../functions/platform/instant.ts";
import { virtualClock } from "../../../local/engine/virtual-clock.ts";
import { impliedPayments } from "../../../local/replay/implied-payments.ts";
import { declinedRenewal } from "../providers/stripe/stripe-fixture.ts";

const monday = 1_767_603_600;
const instant = (seconds: number) => instantOfSeconds(monday + seconds);

/** A provider of which nothing is known yet, some hours after Monday morning. */
function past(...events: readonly unknown[]) {
  const clock = virtualClock(instant(7200));
  const payments = impliedPayments(clock);
  for (const event of events) payments.learn(event);
  return Object.assign(payments, { clock, later: (seconds: number) => clock.set(instant(seconds)) });
}

const event = (type: string, object: object, { at = 0, ...rest }: { at?: number } & Record<string, unknown> = {}) => {
  const { previous_attributes, ...envelope } = rest;
  return { id: "evt_1", type, created: monday + at, data: { object, previous_attributes }, ...envelope };
};

const invoice = (changes: object = {}) => ({
  id: "in_1",
  customer: "cus_1",
  customer_email: "ada@mail.example",
  customer_name: "Ada",
  status: "open",
  currency: "eur",
  amount_due: 4900,
  amount_paid: 0,
  amount_remaining: 4900,
  attempted: true,
  auto_advance: true,
  billing_reason: "subscription_cycle",
  collection_method: "charge_automatically",
  created: monday - 3600,
  number: "A-1",
  hosted_invoice_url: "https://invoice.example/1",
  parent: { subscription_details: { subscription: "sub_1" } },
  ...changes,
});
const failed = event("invoice.payment_failed", invoice());

const subscription = (changes: object = {}) => ({ id: "sub_1", customer: "cus_1", status: "past_due", ...changes });
const told = event("customer.subscription.updated", subscription());

const customer = (methodId: string | null) => ({
  id: "cus_1",
  invoice_settings: { default_payment_method: methodId },
});
const created = event("customer.created", customer("pm_1"), { at: -9000 });

const visa = (last4: string) => ({
  type: "card",
  card: { brand: "visa", network: "visa", fingerprint: "fp", last4, country: "PL" },
});
const charge = (methodId: string, changes: object = {}) => ({
  id: `ch_${methodId}`,
  customer: "cus_1",
  payment_intent: "pi_1",
  payment_method: methodId,
  payment_method_details: visa("4242"),
  outcome: { reason: "insufficient_funds", network_decline_code: "51" },
  ...changes,
});
const intent = (changes: object = {}) => ({
  id: "pi_1",
  customer: "cus_1",
  payment_details: { order_reference: "in_1" },
  last_payment_error: { code: "card_declined", decline_code: "insufficient_funds" },
  ...changes,
});
const declined = event("charge.failed", charge("pm_1"));
const intentFailed = event("payment_intent.payment_failed", intent());
const renewal = [created, told, declined, intentFailed, failed];

const pay = (methodId?: string) => ({ invoiceId: "in_1", idempotencyKey: "key", methodId });

describe("the events of a declined renewal", () => {
  it.each([
    ["in order", <T>(events: T[]) => events],
    ["in reverse", <T>(events: T[]) => events.toReversed()],
  ])("say how the invoice stands, %s", async (_order, order) => {
    const { world, invoiceId } = await declinedRenewal("insufficient-funds");
    const events = order(world.delivered.map((each) => ({ ...each })));
    const payments = past(...events);
    expect(await payments.readInvoice(invoiceId)).toMatchObject({
      status: "open",
      amountRemaining: { amountMinor: 4900, currency: "EUR" },
      lastDecline: { providerCode: "insufficient_funds" },
      chargedAutomatically: true,
      firstOfSubscription: false,
      subscription: { status: "past_due" },
    });
    expect(await payments.payInvoice({ invoiceId, idempotencyKey: "key" })).toMatchObject({
      result: "declined",
      decline: { providerCode: "insufficient_funds" },
    });
  });

  it("say all that a read of the invoice would", async () => {
    expect(await past(...renewal).readInvoice("in_1")).toEqual({
      invoiceId: "in_1",
      status: "open",
      amountRemaining: { amountMinor: 4900, currency: "EUR" },
      amountPaid: { amountMinor: 0, currency: "EUR" },
      customerEmail: "ada@mail.example",
      customerName: "Ada",
      number: "A-1",
      hostedUrl: "https://invoice.example/1",
      lastDecline: { providerCode: "insufficient_funds", networkCode: "51", network: "visa" },
      chargedAutomatically: true,
      autoAdvance: true,
      firstOfSubscription: false,
      ofSubscriptionChange: false,
      cardBrand: "Visa",
      cardLast4: "4242",
      lastAttempt: { chargeId: "ch_pm_1", paymentId: "pi_1", at: instant(0), methodId: "pm_1" },
      subscription: { subscriptionId: "sub_1", status: "past_due" },
      customerDefault: {
        methodId: "pm_1",
        kind: "card",
        number: "fp:4242",
        brand: "Visa",
        last4: "4242",
        country: "PL",
      },
    });
  });

  it("say nothing of an invoice that nobody spoke of", async () => {
    const payments = past();
    expect(payments.knows("in_1")).toBe(false);
    await expect(payments.readInvoice("in_1")).rejects.toMatchObject({ name: "TerminalError" });
    await expect(payments.payInvoice(pay())).rejects.toMatchObject({ name: "TerminalError" });
  });

  it("leave out what cannot be read", () => {
    past(undefined, "text", { id: 1 }, event("invoice.paid", { id: "in_1" }), event("charge.failed", { id: "ch" }));
  });
});

it("an event has its say when it happened, whether or not its copy has arrived", async () => {
  const clock = virtualClock(instant(0));
  const paid = event("invoice.paid", invoice({ status: "paid" }), { at: 60 });
  const events = [failed, paid].map((each) => ({
    createdAt: instantOfSeconds(each.created),
    deliveredAt: instant(90_000),
    rawBody: JSON.stringify(each),
  }));
  const payments = impliedPayments(clock, events);
  expect((await payments.readInvoice("in_1")).status).toBe("open");
  clock.set(instant(59));
  expect((await payments.readInvoice("in_1")).status).toBe("open");
  clock.set(instant(60));
  expect((await payments.readInvoice("in_1")).status).toBe("paid");
});

describe("what remains of an invoice", () => {
  it.each([
    ["a part is paid", { amount_paid: 2000, amount_remaining: 2900 }, 2900, 2000],
    ["credit lowers it", { amount_due: 2900, amount_remaining: 2900 }, 2900, 0],
    ["an old version names no remainder", { amount_remaining: undefined, amount_paid: 900 }, 4000, 900],
    ["it is paid", { status: "paid", amount_paid: 4900, amount_remaining: 0 }, 0, 4900],
    ["it is void", { status: "void" }, 0, 0],
    ["it is given up", { status: "uncollectible" }, 4900, 0],
  ])("where %s", async (_what, changes, remaining, paid) => {
    const payments = past(...renewal, event("invoice.updated", invoice(changes), { at: 60 }));
    expect(await payments.readInvoice("in_1")).toMatchObject({
      amountRemaining: { amountMinor: remaining },
      amountPaid: { amountMinor: paid },
    });
  });

  it("follows the newest event, and within a second the one further on", async () => {
    const paid = event("invoice.paid", invoice({ status: "paid" }), { at: 5 });
    const open = event("invoice.updated", invoice(), { at: 5 });
    for (const order of [
      [paid, open],
      [open, paid],
      [paid, event("invoice.updated", invoice(), { at: 4 })],
    ])
      expect((await past(...order).readInvoice("in_1")).status).toBe("paid");
  });

  it.each([
    [{ paid: true }, "paid"],
    [{ paid: false, forgiven: true, closed: true }, "uncollectible"],
    [{ paid: false, forgiven: false, closed: true }, "open"],
    [{ paid: false, forgiven: false, closed: false, attempted: false }, "draft"],
  ])("before there was a status, %j", async (changes, status) => {
    const old = {
      ...invoice({ status: undefined, created: undefined, date: monday, auto_advance: undefined }),
      ...changes,
    };
    const read = await past(event("invoice.updated", old, { api_version: "2016-03-07" })).readInvoice("in_1");
    expect(read).toMatchObject({ status, autoAdvance: "closed" in changes ? !changes.closed : undefined });
  });
});

describe("a first payment", () => {
  it.each([
    ["subscription_create", "2025-09-30.clover", "active", true, false],
    ["subscription_update", "2025-09-30.clover", "incomplete", false, true],
    ["subscription_update", "2018-05-21", "incomplete", true, false],
    ["subscription_update", "2018-05-21", "past_due", false, true],
    ["subscription_cycle", "2018-05-21", "past_due", false, false],
  ])("%s of %s, %s: %s", async (billing_reason, api_version, status, isFirst, isChange) => {
    const payments = past(
      event("customer.subscription.created", subscription({ status })),
      event("invoice.payment_failed", invoice({ billing_reason }), { api_version }),
    );
    expect(await payments.readInvoice("in_1")).toMatchObject({
      firstOfSubscription: isFirst,
      ofSubscriptionChange: isChange,
    });
  });
});

describe("what we change", () => {
  it("an invoice given up stays given up until a later event says otherwise", async () => {
    const payments = past(...renewal);
    await payments.markUncollectible("in_1", "key");
    expect(await payments.payInvoice(pay())).toEqual({ result: "not-open", status: "uncollectible" });
    payments.learn(event("invoice.paid", invoice({ status: "paid" }), { at: 99 }));
    expect(await payments.payInvoice(pay())).toEqual({ result: "not-open", status: "paid" });
    payments.learn(event("invoice.updated", invoice(), { at: 98 }));
    expect((await payments.readInvoice("in_1")).status).toBe("paid");
  });

  it("a subscription that is ended stays ended until a later event says otherwise", async () => {
    const payments = past(...renewal);
    await payments.cancelSubscription("sub_1", "key");
    expect((await payments.readInvoice("in_1")).subscription?.status).toBe("canceled");
    payments.learn(event("customer.subscription.updated", subscription({ status: "active" }), { at: 9000 }));
    expect((await payments.readInvoice("in_1")).subscription?.status).toBe("active");
  });

  it("a subscription that is ended lives on where an invoice of a later period comes", async () => {
    const payments = past(...renewal);
    await payments.cancelSubscription("sub_1", "key");
    payments.learn(event("invoice.updated", invoice(), { at: 9000 }));
    expect((await payments.readInvoice("in_1")).subscription?.status).toBe("canceled");
    payments.learn(event("invoice.payment_failed", invoice({ id: "in_2", created: monday + 9000 }), { at: 9000 }));
    expect((await payments.readInvoice("in_2")).subscription?.status).toBe("past_due");
  });

  it("drafts are listed until they are finalised, oldest first", async () => {
    const draft = (id: string, seconds: number) =>
      event("invoice.created", invoice({ id, status: "draft", created: monday + seconds }));
    const payments = past(
      ...renewal,
      draft("in_3", 30),
      draft("in_2", 20),
      event("invoice.created", invoice({ id: "in_4", status: "draft", parent: null })),
    );
    expect(await payments.listDrafts("sub_1")).toEqual([
      { invoiceId: "in_2", amount: { amountMinor: 4900, currency: "EUR" }, createdAt: instant(20) },
      { invoiceId: "in_3", amount: { amountMinor: 4900, currency: "EUR" }, createdAt: instant(30) },
    ]);
    await payments.finalizeInvoice("in_2", "key");
    expect((await payments.listDrafts("sub_1")).map(({ invoiceId }) => invoiceId)).toEqual(["in_3"]);
    expect((await payments.readInvoice("in_2")).status).toBe("open");
  });
});

describe("a pause", () => {
  const pauseOf = async (payments: ReturnType<typeof past>) => (await payments.readInvoice("in_1")).subscription?.pause;
  const byMerchant = (at: number, previous: object | undefined = { pause_collection: null }) =>
    event(
      "customer.subscription.updated",
      subscription({ pause_collection: { behavior: "void", resumes_at: monday } }),
      {
        at,
        previous_attributes: previous,
      },
    );

  it("in an event is the merchant's, unless it bears our mark", async () => {
    expect(await pauseOf(past(...renewal, byMerchant(60)))).toEqual({ by: "merchant", resumesAt: instant(0) });
    const marked = subscription({ pause_collection: {}, metadata: { holdfast_pause: "key" } });
    expect(await pauseOf(past(...renewal, event("customer.subscription.updated", marked, { at: 60 })))).toEqual({
      by: "us",
    });
  });

  it("asked for by us is ours, whatever events that know nothing of it say of the subscription", async () => {
    const payments = past(...renewal);
    await payments.pauseSubscription("sub_1", "key");
    expect(await pauseOf(payments)).toEqual({ by: "us" });
    payments.learn(event("customer.subscription.updated", subscription({ status: "active" }), { at: 9000 }));
    expect(await pauseOf(payments)).toEqual({ by: "us" });
    await payments.resumeSubscription("sub_1", "key");
    expect(await pauseOf(payments)).toBeUndefined();
  });

  it("of the merchant follows ours, and lifts it", async () => {
    const payments = past(...renewal);
    await payments.pauseSubscription("sub_1", "key");
    payments.learn(byMerchant(9000));
    expect(await pauseOf(payments)).toMatchObject({ by: "merchant" });
    payments.learn(
      event("customer.subscription.updated", subscription({ pause_collection: null }), {
        at: 9001,
        previous_attributes: { pause_collection: { behavior: "void" } },
      }),
    );
    expect(await pauseOf(payments)).toBeUndefined();
  });

  it("of the merchant that an event shows after ours is there, though no change was told", async () => {
    const payments = past(...renewal);
    await payments.pauseSubscription("sub_1", "key");
    payments.learn(byMerchant(9000, undefined));
    expect(await pauseOf(payments)).toMatchObject({ by: "merchant" });
  });
});

describe("a payment in progress", () => {
  const progress = async (payments: ReturnType<typeof past>) => (await payments.readInvoice("in_1")).paymentInProgress;
  const debit = (type: string, changes: object = {}, at = 60) =>
    event(type, intent({ payment_method_types: ["sepa_debit"], last_payment_error: null, ...changes }), { at });

  it("is what an event says is under way, until one tells its end", async () => {
    const payments = past(...renewal, debit("payment_intent.processing"));
    expect(await progress(payments)).toEqual({ kind: "sepa-debit", since: instant(60), paymentId: "pi_1" });
    expect(await payments.payInvoice(pay())).toMatchObject({ result: "processing" });
    payments.learn(debit("payment_intent.payment_failed", {}, 70));
    expect(await progress(payments)).toBeUndefined();
    expect(await payments.payInvoice(pay())).toMatchObject({ result: "declined" });
  });

  it("that has ended is over, whatever arrives first", async () => {
    const payments = past(...renewal, debit("payment_intent.succeeded", {}, 70), debit("payment_intent.processing"));
    expect(await progress(payments)).toBeUndefined();
  });

  it.each([
    ["invoice.paid", invoice({ status: "paid" })],
    ["invoice.payment_failed", invoice()],
    ["invoice.voided", invoice({ status: "void" })],
    ["charge.failed", charge("pm_1")],
  ])("of our own stays under way until %s tells its end", async (type, object) => {
    const payments = past(...renewal);
    payments.later(8000.5);
    payments.answered(pay(), { result: "processing", charge: { kind: "sepa-debit", paymentId: "pi_1" } });
    payments.later(900_000);
    expect(await progress(payments)).toEqual({ kind: "sepa-debit", since: instant(8000.5), paymentId: "pi_1" });
    payments.learn(event("invoice.payment_failed", invoice(), { at: 7000 }));
    expect(await progress(payments)).toMatchObject({ kind: "sepa-debit" });
    payments.learn(event(type, object, { at: 8000 }));
    expect(await progress(payments)).toBeUndefined();
  });
});

describe("a charge", () => {
  const chosen = (methodId: string, at = 60) =>
    event("customer.updated", customer(methodId), {
      at,
      previous_attributes: { invoice_settings: { default_payment_method: "pm_1" } },
    });
  const charged = async (payments: ReturnType<typeof past>, methodId?: string) => {
    const outcome = await payments.payInvoice(pay(methodId));
    return "charge" in outcome ? outcome.charge?.methodId : undefined;
  };

  it("is made with what Stripe would charge: the invoice's, the subscription's, the customer's", async () => {
    expect(await charged(past(...renewal))).toBe("pm_1");
    const own = event("customer.subscription.updated", subscription({ default_payment_method: "pm_sub" }), { at: 1 });
    expect(await charged(past(...renewal, own))).toBe("pm_sub");
    const invoices = event("invoice.updated", invoice({ default_payment_method: "pm_in" }), { at: 1 });
    expect(await charged(past(...renewal, own, invoices))).toBe("pm_in");
    expect(await charged(past(...renewal, own, invoices), "pm_asked")).toBe("pm_asked");
    const source = event("customer.updated", { id: "cus_1", default_source: "card_1" }, { at: 1 });
    expect(await charged(past(...renewal, source))).toBe("card_1");
  });

  it("knows a card of the time before payment methods by each way it is told of", async () => {
    const card = { id: "card_1", object: "card", customer: "cus_1", brand: "Visa", fingerprint: "fp", last4: "4242" };
    const owner = event("customer.updated", { id: "cus_1", default_source: "card_1" }, { at: 1 });
    const error = { code: "card_declined", decline_code: "lost_card", source: card };
    const told = [
      event("customer.source.created", card),
      event("payment_intent.payment_failed", intent({ last_payment_error: error })),
      event("charge.failed", charge("card_1")),
    ];
    for (const each of told)
      expect((await past(failed, owner, each).readInvoice("in_1")).customerDefault).toMatchObject({
        methodId: "card_1",
        kind: "legacy-source",
        number: "fp:4242",
        brand: "Visa",
      });
    const payments = past(failed, owner, event("payment_intent.payment_failed", intent({ last_payment_error: error })));
    expect(await payments.payInvoice(pay())).toMatchObject({ decline: { providerCode: "lost_card", network: "visa" } });
    payments.learn(event("customer.source.deleted", card, { at: 2 }));
    expect(await payments.payInvoice(pay())).toMatchObject({ decline: { providerCode: "no_payment_method" } });
  });

  it("is made with what was last charged where no default is known", async () => {
    expect(await charged(past(declined, intentFailed, failed))).toBe("pm_1");
  });

  it("is made with the card chosen last, also of two within one second", async () => {
    const [second, third] = [
      chosen("pm_2"),
      event("customer.updated", customer("pm_3"), {
        at: 60,
        previous_attributes: { invoice_settings: { default_payment_method: "pm_2" } },
      }),
    ];
    expect(await charged(past(...renewal, second, third))).toBe("pm_3");
    expect(await charged(past(...renewal, third, second))).toBe("pm_3");
  });

  it("of a card that nobody has tried is declined without a reason of another's", async () => {
    const stolen = event("charge.failed", charge("pm_1", { outcome: { reason: "stolen_card" } }), { at: 30 });
    const payments = past(...renewal, stolen, chosen("pm_2"));
    expect(await payments.payInvoice(pay())).toMatchObject({ decline: { providerCode: "generic_decline" } });
    expect(await payments.payInvoice(pay("pm_1"))).toMatchObject({ decline: { providerCode: "stolen_card" } });
  });

  it("that the bank wants confirmed asks for the customer", async () => {
    const outcome = { reason: "authentication_required", network_decline_code: "1A" };
    const error = { code: "authentication_required", decline_code: "authentication_required" };
    const payments = past(
      created,
      failed,
      event("charge.failed", charge("pm_1", { outcome })),
      event("payment_intent.payment_failed", intent({ last_payment_error: error })),
    );
    expect(await payments.payInvoice(pay())).toMatchObject({
      result: "needs-customer",
      decline: { providerCode: "authentication_required", networkCode: "1A" },
    });
  });

  it("finds no method where no level names one and nobody ever charged, or the one asked for is removed", async () => {
    const without = past(event("customer.created", customer(null)), failed);
    expect(await without.payInvoice(pay())).toMatchObject({ decline: { providerCode: "no_payment_method" } });
    const removed = event("payment_method.detached", { id: "pm_1", customer: null, ...visa("4242") }, { at: 60 });
    const payments = past(...renewal, removed);
    expect(await payments.payInvoice(pay("pm_1"))).toMatchObject({ decline: { providerCode: "no_payment_method" } });
    expect((await payments.readInvoice("in_1")).customerDefault).toBeUndefined();
  });

  it("answered in its place with the money makes the invoice paid, and says by what", async () => {
    const payments = past(...renewal);
    payments.answered(pay(), { result: "paid", charge: payments.chargeOf(pay()) });
    expect(await payments.readInvoice("in_1")).toMatchObject({
      status: "paid",
      amountRemaining: { amountMinor: 0 },
      amountPaid: { amountMinor: 4900 },
      paidWith: { methodId: "pm_1", paymentId: "pi_1", at: instant(7200) },
    });
    expect(await payments.payInvoice(pay())).toEqual({ result: "not-open", status: "paid" });
  });

  it("leaves its reason with the invoice", async () => {
    const payments = past(...renewal);
    payments.answered(pay(), { result: "declined", decline: { providerCode: "expired_card" } });
    expect((await payments.readInvoice("in_1")).lastDecline).toEqual({ providerCode: "expired_card" });
    payments.learn(event("charge.failed", charge("pm_1", { outcome: { reason: "lost_card" } }), { at: 9000 }));
    expect((await payments.readInvoice("in_1")).lastDecline).toMatchObject({ providerCode: "lost_card" });
  });
});

it("the provider's own payment says who paid and when", async () => {
  const paid = event("invoice.paid", invoice({ status: "paid" }), { at: 60 });
  expect((await past(...renewal, paid).readInvoice("in_1")).paidWith).toEqual({ at: instant(60) });
  const by = event("charge.succeeded", charge("pm_2", { outcome: null }), { at: 59 });
  expect((await past(...renewal, paid, by).readInvoice("in_1")).paidWith).toEqual({
    chargeId: "ch_pm_2",
    paymentId: "pi_1",
    at: instant(59),
    methodId: "pm_2",
  });
});
