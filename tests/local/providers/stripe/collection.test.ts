import { describe, expect, it } from "vitest";
import { priceOf } from "../../../../local/population/prices.ts";
import { detachMethod } from "../../../../local/providers/stripe/customers.ts";
import { billOnce, setAutoAdvance } from "../../../../local/providers/stripe/invoices.ts";
import {
  cancelAtPeriodEnd,
  pauseCollection,
  setCollectionMethod,
  setOwnMethod,
  subscribe,
  upgrade,
} from "../../../../local/providers/stripe/subscriptions.ts";
import { ask, declinedRenewal, stripeAt, subscriber, team } from "./stripe-fixture.ts";

type World = ReturnType<typeof stripeAt>;
const chargesOf = (world: World, id: string) =>
  [...world.stripe.account.books.charges.values()].filter(({ invoiceId }) => invoiceId === id);
const invoicesOf = (world: World, id: string) =>
  [...world.stripe.account.books.invoices.values()].filter(({ subscriptionId }) => subscriptionId === id);
const told = (world: World, type: string) => world.delivered.filter((event) => event["type"] === type);

describe("a pause that keeps drafts", () => {
  it("leaves what was billed in it as drafts that nobody collects, also after it", async () => {
    const world = stripeAt();
    const { subscription } = subscriber(world);
    await world.advance("P1D");
    pauseCollection(world.stripe.account, subscription.id, "keep_as_draft");
    await world.advanceTo("2026-03-15T00:00:00.000Z");
    pauseCollection(world.stripe.account, subscription.id, null);
    await world.advanceTo("2026-03-20T00:00:00.000Z");
    const [, draft] = invoicesOf(world, subscription.id);
    expect(draft).toMatchObject({ status: "draft", autoAdvance: false, attemptCount: 0 });
    const { body } = await ask(world, "GET", "/v1/invoices", { status: "draft" });
    expect(body).toMatchObject({ data: expect.any(Array) });
  });

  it("and catches the draft that waits for its hour when the pause begins", async () => {
    const world = stripeAt();
    const { subscription } = subscriber(world);
    await world.advanceTo("2026-02-28T10:30:00.000Z");
    pauseCollection(world.stripe.account, subscription.id, "keep_as_draft");
    await world.advanceTo("2026-02-28T12:00:00.000Z");
    expect(invoicesOf(world, subscription.id)[1]).toMatchObject({ status: "draft", autoAdvance: false });
    expect(told(world, "invoice.updated")).toMatchObject([{ data: { previous_attributes: { auto_advance: true } } }]);
  });

  it("ends by itself on the day that was named", async () => {
    const world = stripeAt();
    const { subscription } = subscriber(world);
    pauseCollection(world.stripe.account, subscription.id, "void", { resumesAt: "2026-02-10T00:00:00.000Z" });
    await world.advanceTo("2026-02-10T00:01:00.000Z");
    expect(subscription.pause).toBeNull();
  });

  it("is told apart by who asked: the company, or a request to the API with its metadata", async () => {
    const { world, subscription } = await declinedRenewal("lost");
    const form = { "pause_collection[behavior]": "keep_as_draft", "metadata[paused_by]": "holdfast" };
    expect(await ask(world, "POST", `/v1/subscriptions/${subscription.id}`, form)).toMatchObject({
      body: { pause_collection: { behavior: "keep_as_draft" }, metadata: { paused_by: "holdfast" } },
    });
    expect(subscription.pause).toMatchObject({ by: "api" });
    await ask(world, "POST", `/v1/subscriptions/${subscription.id}`, { "metadata[paused_by]": "" });
    expect([subscription.pause?.by, subscription.metadata]).toEqual(["api", {}]);
    await ask(world, "POST", `/v1/subscriptions/${subscription.id}`, { pause_collection: "" });
    expect(subscription.pause).toBeNull();
    expect(world.stripe.account.books.changes.map(({ request }) => request)).toEqual(
      Array(3).fill(`POST /v1/subscriptions/${subscription.id}`),
    );
  });
});

describe("POST /v1/invoices/:id/finalize", () => {
  it("opens a draft, and charges it only if asked to go on", async () => {
    const world = stripeAt();
    const { subscription } = subscriber(world);
    pauseCollection(world.stripe.account, subscription.id, "keep_as_draft");
    await world.advanceTo("2026-04-15T00:00:00.000Z");
    const [, first, second] = invoicesOf(world, subscription.id);
    expect(await ask(world, "POST", `/v1/invoices/${first?.id}/finalize`)).toMatchObject({
      body: { status: "open", auto_advance: false, attempt_count: 0 },
    });
    const onward = { auto_advance: "true" };
    expect(await ask(world, "POST", `/v1/invoices/${second?.id}/finalize`, onward)).toMatchObject({
      body: { status: "paid" },
    });
    expect((await ask(world, "POST", `/v1/invoices/${second?.id}/finalize`)).status).toBe(400);
  });
});

it("GET /v1/invoices gives the newest first, filtered and page by page, with payments where they were asked for", async () => {
  const world = stripeAt();
  const { subscription } = subscriber(world);
  subscriber(world);
  await world.advanceTo("2026-05-10T00:00:00.000Z");
  const ids = invoicesOf(world, subscription.id).map(({ id }) => id);
  const asked = async (query: Record<string, string>) =>
    (await ask(world, "GET", `/v1/invoices?${new URLSearchParams({ subscription: subscription.id, ...query })}`)).body;
  expect(await asked({})).toMatchObject({ data: ids.toReversed().map((id) => ({ id })), has_more: false });
  expect(await asked({ limit: "2" })).toMatchObject({ data: [{ id: ids[3] }, { id: ids[2] }], has_more: true });
  expect(await asked({ limit: "2", starting_after: ids[2] ?? "" })).toMatchObject({
    ...{ data: [{ id: ids[1] }, { id: ids[0] }], has_more: false },
  });
  expect(await asked({ status: "open" })).toMatchObject({ data: [] });
  const since = String(Date.parse("2026-03-15T00:00:00.000Z") / 1000);
  const paid = await asked({
    status: "paid",
    "created[gte]": since,
    "expand[]": "data.payments.data.payment.payment_intent",
  });
  expect(paid).toMatchObject({
    data: [
      { id: ids[3], payments: { data: [{ payment: { payment_intent: { status: "succeeded" } } }] } },
      { id: ids[2] },
    ],
  });
});

describe("the company", () => {
  it("may send invoices instead of charging: nothing is charged, and it is overdue a month later", async () => {
    const world = stripeAt();
    const { subscription } = subscriber(world);
    setCollectionMethod(world.stripe.account, subscription.id, "send_invoice");
    await world.advanceTo("2026-03-02T00:00:00.000Z");
    const [, sent] = invoicesOf(world, subscription.id);
    expect(sent).toMatchObject({ status: "open", collectionMethod: "send_invoice", attemptCount: 0 });
    expect(subscription.status).toBe("active");
    await world.advanceTo("2026-03-31T09:00:00.000Z");
    expect(told(world, "invoice.overdue")).toHaveLength(1);
  });

  it("may stop Stripe from going on with an invoice", async () => {
    const { world, invoiceId } = await declinedRenewal("insufficient-funds");
    setAutoAdvance(world.stripe.account, invoiceId, false);
    setAutoAdvance(world.stripe.account, invoiceId, false);
    await world.advance("PT1M");
    expect(told(world, "invoice.updated")).toMatchObject([
      { data: { object: { auto_advance: false, status: "open" } } },
    ]);
  });

  it("may have Stripe retry by itself, which waits for another number after a decline for good", async () => {
    const world = stripeAt();
    const { customer, subscription } = subscriber(world);
    subscription.retriedByStripe = true;
    await world.advanceTo("2026-02-28T10:30:00.000Z");
    world.stripe.replaceCard(customer.id, "lost");
    await world.advanceTo("2026-02-28T12:00:00.000Z");
    const invoice = invoicesOf(world, subscription.id)[1];
    expect(invoice?.nextAttemptAt).not.toBeNull();
    await world.advance("P4D");
    expect(chargesOf(world, invoice?.id ?? "")).toHaveLength(1);
    expect(invoice?.attemptCount).toBeGreaterThan(1);
    world.stripe.replaceCard(customer.id, "mastercard");
    await world.advance("P3D");
    expect(invoice?.status).toBe("paid");
    expect(chargesOf(world, invoice?.id ?? "").map(({ by }) => by)).toEqual(["stripe", "stripe"]);
  });

  it("may retry no more than eight times within two weeks and some days", async () => {
    const world = stripeAt();
    const { customer, subscription } = subscriber(world);
    subscription.retriedByStripe = true;
    const card = world.stripe.replaceCard(customer.id, "visa");
    await world.advanceTo("2026-02-28T10:30:00.000Z");
    card.trouble = { kind: "generic" };
    await world.advanceTo("2026-03-28T09:00:00.000Z");
    const invoice = invoicesOf(world, subscription.id)[1];
    expect(chargesOf(world, invoice?.id ?? "")).toHaveLength(9);
    expect(invoice).toMatchObject({ nextAttemptAt: null, autoAdvance: false, status: "open" });
    const lastFailed = told(world, "invoice.payment_failed").at(-1);
    expect(lastFailed).toMatchObject({ data: { object: { auto_advance: false, next_payment_attempt: null } } });
  });

  it("may bill something that belongs to no subscription", async () => {
    const world = stripeAt();
    const { customer } = subscriber(world);
    const invoice = billOnce(world.stripe.account, customer.id, team);
    expect((await ask(world, "GET", `/v1/invoices/${invoice.id}`)).body).toMatchObject({
      ...{ status: "paid", parent: null, billing_reason: "manual" },
    });
  });
});

describe("an upgrade", () => {
  const dearer = { price: priceOf("Business", "eur", "month"), amountMinor: 9000 };

  it("that holds at once makes the subscription past due until a renewal is paid", async () => {
    const world = stripeAt();
    const { customer, subscription } = subscriber(world);
    const card = world.stripe.replaceCard(customer.id, "visa");
    await world.advance("P9D");
    card.trouble = { kind: "do-not-honor" };
    upgrade(world.stripe.account, subscription.id, { ...dearer, waits: false });
    expect([subscription.status, subscription.price.nickname]).toEqual(["past_due", "Business"]);
    card.trouble = undefined;
    await world.advanceTo("2026-03-01T00:00:00.000Z");
    expect(subscription.status).toBe("active");
    expect(invoicesOf(world, subscription.id)[1]).toMatchObject({
      status: "open",
      billingReason: "subscription_update",
    });
  });

  it("that waits for its payment leaves the subscription active, and lapses after 23 hours", async () => {
    const world = stripeAt();
    const { customer, subscription } = subscriber(world);
    world.stripe.replaceCard(customer.id, "lost");
    upgrade(world.stripe.account, subscription.id, { ...dearer, waits: true });
    const invoice = invoicesOf(world, subscription.id)[1];
    expect([subscription.status, subscription.price.nickname, invoice?.status]).toEqual(["active", "Team", "open"]);
    await world.advance("P1D");
    expect([invoice?.status, subscription.pendingUpdate]).toEqual(["void", null]);
    expect(told(world, "customer.subscription.pending_update_expired")).toHaveLength(1);
  });

  it("that waited and was paid holds", async () => {
    const world = stripeAt();
    const { customer, subscription } = subscriber(world);
    world.stripe.replaceCard(customer.id, "lost");
    upgrade(world.stripe.account, subscription.id, { ...dearer, waits: true });
    world.stripe.payHostedInvoice(invoicesOf(world, subscription.id)[1]?.id ?? "", "visa");
    await world.advance("P1D");
    expect(subscription.price.nickname).toBe("Business");
  });
});

describe("a subscription", () => {
  it("is incomplete until its first payment, and never began if nobody makes it within 23 hours", async () => {
    const world = stripeAt();
    const { customer } = subscriber(world);
    world.stripe.replaceCard(customer.id, "do-not-honor");
    world.stripe.replaceCard(customer.id, "lost");
    const [unpaid, paid] = [0, 1].map(() => subscribe(world.stripe.account, customer.id, team, {}));
    expect([unpaid?.status, paid?.status]).toEqual(["incomplete", "incomplete"]);
    world.stripe.payHostedInvoice(paid?.latestInvoiceId ?? "", "visa");
    await world.advance("P1D");
    expect([unpaid?.status, paid?.status]).toEqual(["incomplete_expired", "active"]);
    expect(invoicesOf(world, unpaid?.id ?? "")).toMatchObject([{ status: "void" }]);
  });

  it("ends with its period when the customer wishes, and goes on if it was taken back", async () => {
    const world = stripeAt();
    const { subscription } = subscriber(world);
    const { subscription: other } = subscriber(world);
    for (const { id } of [subscription, other]) cancelAtPeriodEnd(world.stripe.account, id);
    cancelAtPeriodEnd(world.stripe.account, other.id, false);
    expect(subscription.status).toBe("active");
    await world.advanceTo("2026-03-01T00:00:00.000Z");
    expect([subscription.status, other.status]).toEqual(["canceled", "active"]);
    expect([invoicesOf(world, subscription.id).length, invoicesOf(world, other.id).length]).toEqual([1, 2]);
  });

  it("draws from its own default before the customer's, and from neither once it is detached", async () => {
    const world = stripeAt();
    const { customer, subscription } = subscriber(world);
    const own = world.stripe.replaceCard(customer.id, "amex");
    setOwnMethod(world.stripe.account, subscription.id, own.id);
    const later = world.stripe.replaceCard(customer.id, "visa");
    await world.advanceTo("2026-03-01T00:00:00.000Z");
    expect(chargesOf(world, subscription.latestInvoiceId ?? "")[0]?.methodId).toBe(own.id);
    detachMethod(world.stripe.account, own.id);
    detachMethod(world.stripe.account, later.id);
    expect(await ask(world, "GET", `/v1/subscriptions/${subscription.id}`)).toMatchObject({
      body: { default_payment_method: null },
    });
    await world.advanceTo("2026-04-01T00:00:00.000Z");
    expect(chargesOf(world, subscription.latestInvoiceId ?? "")).toEqual([]);
  });
});

describe("the hosted page", () => {
  it("confirms what the bank asked for, with the same card", async () => {
    const { world, invoiceId } = await declinedRenewal("authentication-required");
    expect(world.stripe.confirmHostedInvoice(invoiceId)).toBe(true);
    expect(chargesOf(world, invoiceId).map(({ status, by }) => [status, by])).toEqual([
      ["failed", "stripe"],
      ["succeeded", "customer"],
    ]);
    expect(world.stripe.confirmHostedInvoice(invoiceId)).toBe(false);
  });

  it("pays with another card, which becomes the default only if the customer keeps it", async () => {
    const { world, customer, invoiceId } = await declinedRenewal("lost");
    const before = customer.defaultMethodId;
    expect(world.stripe.payHostedInvoice(invoiceId, "mastercard")).toBe(true);
    expect(customer.defaultMethodId).toBe(before);
    const other = await declinedRenewal("lost");
    other.world.stripe.payHostedInvoice(other.invoiceId, "mastercard", true);
    expect(other.customer.defaultMethodId).not.toBe(before);
  });
});

it("expands what an invoice is asked with in one request", async () => {
  const { world, customer, subscription, invoiceId } = await declinedRenewal("lost");
  const own = world.stripe.replaceCard(customer.id, "visa");
  setOwnMethod(world.stripe.account, subscription.id, own.id);
  const paths = [
    "payments.data.payment.payment_intent",
    "parent.subscription_details.subscription.default_payment_method",
    "customer.invoice_settings.default_payment_method",
  ];
  const query = new URLSearchParams(Object.fromEntries(paths.map((path, index) => [`expand[${index}]`, path])));
  expect((await ask(world, "GET", `/v1/invoices/${invoiceId}?${query}`)).body).toMatchObject({
    payments: { data: [{ payment: { payment_intent: { last_payment_error: { decline_code: "lost_card" } } } }] },
    parent: {
      subscription_details: {
        subscription: { status: "past_due", default_payment_method: { id: own.id, type: "card" } },
      },
    },
    customer: { id: customer.id, invoice_settings: { default_payment_method: { id: own.id } } },
  });
});

it("says whose key it is, what a customer has, and when to come back", async () => {
  const { world, customer } = await declinedRenewal("lost", {
    faults: ({ number }) => (number === 1 ? "rate-limited" : undefined),
  });
  const busy = await world.stripe.fetch("https://api.stripe.com/v1/account", {
    headers: { authorization: "Bearer sk" },
  });
  expect([busy.status, busy.headers.get("retry-after")]).toEqual([429, "2"]);
  expect((await ask(world, "GET", "/v1/account")).body).toMatchObject({ object: "account", id: "acct_000001" });
  const methods = (await ask(world, "GET", `/v1/customers/${customer.id}/payment_methods`)).body;
  expect(methods).toMatchObject({ data: [{ card: { last4: "9987" } }, { card: { last4: "4242" } }] });
});
