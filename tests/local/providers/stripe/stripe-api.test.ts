import Stripe from "stripe";
import { describe, expect, it } from "vitest";
import type { Fault } from "../../../../local/providers/stripe/api/faults.ts";
import { ask, declinedRenewal, stripeAt } from "./stripe-fixture.ts";

type World = ReturnType<typeof stripeAt>;
const charges = ({ stripe }: World) => [...stripe.account.books.charges.values()];

describe("POST /v1/invoices/:id/pay", () => {
  it("answers a decline with the card error of Stripe, codes of the network included", async () => {
    const { world, invoiceId } = await declinedRenewal("insufficient-funds");
    const { status, body } = await ask(world, "POST", `/v1/invoices/${invoiceId}/pay`);
    expect(status).toBe(402);
    expect(body).toMatchObject({
      error: {
        type: "card_error",
        code: "card_declined",
        decline_code: "insufficient_funds",
        network_decline_code: "51",
        advice_code: "try_again_later",
        payment_intent: { last_payment_error: { decline_code: "insufficient_funds" } },
      },
    });
  });

  it("repeats the first answer under the same key, without another charge, and charges under a new one", async () => {
    const { world, customer, invoiceId } = await declinedRenewal("lost");
    const first = await ask(world, "POST", `/v1/invoices/${invoiceId}/pay`, {}, "case:1");
    world.stripe.replaceCard(customer.id, "visa");
    const before = charges(world).length;
    expect(await ask(world, "POST", `/v1/invoices/${invoiceId}/pay`, {}, "case:1")).toEqual(first);
    expect(charges(world)).toHaveLength(before);
    const second = await ask(world, "POST", `/v1/invoices/${invoiceId}/pay`, {}, "case:2");
    expect(second).toMatchObject({ status: 200, body: { status: "paid", amount_remaining: 0 } });
  });

  it("forgets a key after a day", async () => {
    const { world, customer, invoiceId } = await declinedRenewal("lost");
    await ask(world, "POST", `/v1/invoices/${invoiceId}/pay`, {}, "case:1");
    world.stripe.replaceCard(customer.id, "visa");
    await world.advance("PT24H");
    expect((await ask(world, "POST", `/v1/invoices/${invoiceId}/pay`, {}, "case:1")).status).toBe(200);
  });

  it("refuses one key for two requests", async () => {
    const { world, invoiceId } = await declinedRenewal("lost");
    await ask(world, "POST", `/v1/invoices/${invoiceId}/pay`, {}, "key");
    const other = await ask(world, "POST", `/v1/invoices/${invoiceId}/mark_uncollectible`, {}, "key");
    expect(other).toMatchObject({ status: 400, body: { error: { type: "idempotency_error" } } });
  });

  it("never charges an invoice that is paid or void", async () => {
    const { world, invoiceId } = await declinedRenewal("lost");
    await ask(world, "POST", `/v1/invoices/${invoiceId}/void`);
    const before = charges(world).length;
    expect(await ask(world, "POST", `/v1/invoices/${invoiceId}/pay`)).toMatchObject({
      status: 400,
      body: { error: { code: "invoice_not_open" } },
    });
    expect(charges(world)).toHaveLength(before);
  });
});

describe("faults", () => {
  const onPay = (fault: Fault) => ({
    faults: ({ path, number }: { path: string; number: number }) =>
      path.endsWith("/pay") && number === 1 ? fault : undefined,
  });

  it.each(["rate-limited", "unavailable"] as const)("%s does nothing and is not remembered", async (fault) => {
    const { world, customer, invoiceId } = await declinedRenewal("lost", onPay(fault));
    world.stripe.replaceCard(customer.id, "visa");
    expect((await ask(world, "POST", `/v1/invoices/${invoiceId}/pay`, {}, "k")).status).toBe(
      fault === "unavailable" ? 500 : 429,
    );
    expect((await ask(world, "POST", `/v1/invoices/${invoiceId}/pay`, {}, "k")).status).toBe(200);
  });

  it("failed-inside repeats its 500 under the key", async () => {
    const { world, invoiceId } = await declinedRenewal("lost", onPay("failed-inside"));
    await ask(world, "POST", `/v1/invoices/${invoiceId}/pay`, {}, "k");
    expect((await ask(world, "POST", `/v1/invoices/${invoiceId}/pay`, {}, "k")).status).toBe(500);
  });

  it("answer-lost has done it, and the key finds the answer again", async () => {
    const { world, customer, invoiceId } = await declinedRenewal("lost", onPay("answer-lost"));
    world.stripe.replaceCard(customer.id, "visa");
    await expect(ask(world, "POST", `/v1/invoices/${invoiceId}/pay`, {}, "k")).rejects.toThrow("fetch failed");
    const paid = charges(world).length;
    expect((await ask(world, "POST", `/v1/invoices/${invoiceId}/pay`, {}, "k")).status).toBe(200);
    expect(charges(world)).toHaveLength(paid);
  });
});

describe("the client library over it", () => {
  it("reads an invoice with its payments expanded, throws card errors, makes a portal session", async () => {
    const { world, customer, subscription, invoiceId } = await declinedRenewal("expired");
    const client = new Stripe("sk_test", { httpClient: Stripe.createFetchHttpClient(world.stripe.fetch) });
    const invoice = await client.invoices.retrieve(invoiceId, { expand: ["payments.data.payment.payment_intent"] });
    expect(invoice.parent?.subscription_details?.subscription).toBe(subscription.id);
    expect(invoice.payments?.data[0]?.payment.payment_intent).toMatchObject({
      last_payment_error: { code: "expired_card", network_decline_code: "54" },
    });
    await expect(client.invoices.pay(invoiceId)).rejects.toMatchObject({
      type: "StripeCardError",
      code: "expired_card",
    });
    const session = await client.billingPortal.sessions.create({
      customer: customer.id,
      return_url: "https://orbit.example",
    });
    expect(session.url).toBe(`http://localhost:8787/stripe/portal/${session.id}`);
  });

  it("pauses, resumes and cancels a subscription", async () => {
    const { world, subscription } = await declinedRenewal("lost");
    const client = new Stripe("sk_test", { httpClient: Stripe.createFetchHttpClient(world.stripe.fetch) });
    const paused = await client.subscriptions.update(subscription.id, { pause_collection: { behavior: "void" } });
    expect(paused.pause_collection?.behavior).toBe("void");
    const resumed = await client.subscriptions.update(subscription.id, { pause_collection: null });
    expect(resumed.pause_collection).toBeNull();
    expect((await client.subscriptions.cancel(subscription.id)).status).toBe("canceled");
    await expect(client.subscriptions.cancel(subscription.id)).rejects.toMatchObject({ statusCode: 404 });
  });
});

it("asks for a key, names what it does not know", async () => {
  const world = stripeAt();
  const response = await world.stripe.fetch("https://api.stripe.com/v1/invoices/in_1");
  expect(response.status).toBe(401);
  expect(await ask(world, "GET", "/v1/invoices/in_1")).toMatchObject({
    status: 404,
    body: { error: { code: "resource_missing" } },
  });
  expect((await ask(world, "GET", "/v1/coupons")).status).toBe(404);
});
