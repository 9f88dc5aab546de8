import Stripe from "stripe";
import { describe, expect, it } from "vitest";
import { periodStart } from "../../../../local/providers/stripe/billing-calendar.ts";
import { renewCard } from "../../../../local/providers/stripe/customers.ts";
import { payOutOfBand } from "../../../../local/providers/stripe/invoices.ts";
import { pauseCollection } from "../../../../local/providers/stripe/subscriptions.ts";
import { declinedRenewal, stripeAt, subscriber, webhookSecret } from "./stripe-fixture.ts";

const typesSince = (world: ReturnType<typeof stripeAt>, from: number) =>
  world.delivered
    .map((event) => event["type"])
    .slice(from)
    .sort();

describe("the billing calendar", () => {
  it("renews on the anchor's day, or on the last day of a shorter month", () => {
    const anchor = "2027-12-31T10:00:00.000Z";
    const days = [1, 2, 3, 4].map((number) => periodStart(anchor, "month", number).slice(0, 10));
    expect(days).toEqual(["2028-01-31", "2028-02-29", "2028-03-31", "2028-04-30"]);
    expect(periodStart("2028-02-29T00:00:00.000Z", "year", 1)).toBe("2029-02-28T00:00:00.000Z");
  });

  it("charges a renewal an hour after it was drafted", async () => {
    const world = stripeAt();
    const { subscription } = subscriber(world);
    await world.advanceTo("2026-02-28T10:59:59.000Z");
    const invoice = world.stripe.account.books.invoices.get(subscription.latestInvoiceId ?? "");
    expect(invoice?.status).toBe("draft");
    await world.advanceTo("2026-02-28T11:00:00.000Z");
    expect(invoice?.status).toBe("paid");
  });
});

describe("a declined renewal", () => {
  it("tells of the charge, the payment intent, the invoice and the subscription", async () => {
    const { world, subscription, deliveredBefore } = await declinedRenewal("insufficient-funds");
    expect(subscription.status).toBe("past_due");
    expect(typesSince(world, deliveredBefore)).toEqual([
      "charge.failed",
      "customer.subscription.updated",
      "invoice.finalized",
      "invoice.payment_failed",
      "payment_intent.payment_failed",
    ]);
  });

  it("is not retried, not even when a new card becomes the default", async () => {
    const { world, customer, invoiceId } = await declinedRenewal("lost");
    const invoice = world.stripe.account.books.invoices.get(invoiceId);
    world.stripe.replaceCard(customer.id, "visa");
    await world.advanceTo("2026-03-20T12:00:00.000Z");
    expect(invoice?.status).toBe("open");
  });

  it("makes the subscription active again once paid, by hand too", async () => {
    const { world, subscription, invoiceId } = await declinedRenewal("lost");
    payOutOfBand(world.stripe.account, invoiceId);
    expect(subscription.status).toBe("active");
  });

  it("clears by itself on payday, if funds were short", async () => {
    const { world, invoiceId } = await declinedRenewal("insufficient-funds");
    expect(world.stripe.payHostedInvoice(invoiceId)).toBe(false);
    await world.advanceTo("2026-03-01T05:00:00.000Z");
    expect(world.stripe.payHostedInvoice(invoiceId)).toBe(true);
  });
});

it("neither charges nor leaves open what is billed while collection is paused", async () => {
  const world = stripeAt();
  const { subscription } = subscriber(world);
  pauseCollection(world.stripe.account, subscription.id, "void");
  await world.advanceTo("2026-02-28T12:00:00.000Z");
  const invoice = world.stripe.account.books.invoices.get(subscription.latestInvoiceId ?? "");
  expect(invoice).toMatchObject({ status: "void", attemptCount: 0 });
});

it("renews a card's expiry and number when the network says so", async () => {
  const world = stripeAt();
  const { customer } = subscriber(world);
  await world.advance("PT1M");
  renewCard(world.stripe.account, customer.defaultMethodId ?? "", "1111");
  await world.advance("PT1M");
  expect(world.delivered.at(-1)).toMatchObject({
    type: "payment_method.automatically_updated",
    data: { object: { card: { last4: "1111" } }, previous_attributes: { card: { last4: "4242" } } },
  });
});

describe("events", () => {
  it("carry a signature that Stripe's own library accepts", async () => {
    const seen: string[] = [];
    const world = stripeAt({
      deliver: async (rawBody, signature) => {
        const tolerance = Number.MAX_SAFE_INTEGER;
        seen.push(Stripe.webhooks.constructEvent(rawBody, signature, webhookSecret, tolerance).type);
        return 202;
      },
    });
    subscriber(world);
    await world.advance("PT1M");
    expect(seen).toContain("customer.subscription.created");
  });

  it("come again after a refusal, with Stripe's growing waits, and stop after three days", async () => {
    const world = stripeAt({ deliver: async () => 500 });
    subscriber(world);
    const enqueued = world.stripe.deliveries;
    await world.advance("PT1M");
    const events = world.stripe.deliveries.refused;
    await world.advance("P3D");
    expect(enqueued.refused).toBe(events * 10);
    expect(enqueued.nextAt()).toBeUndefined();
  });

  it("arrive twice or late as the habits say, the same way for the same seed", async () => {
    const order = async (seed: number) => {
      const world = stripeAt({ seed, habits: { duplicates: 0.3, heldUp: 0.5 } });
      subscriber(world);
      await world.advance("PT10M");
      return world.delivered.map((event) => event["id"]);
    };
    const first = await order(1);
    expect(first.length).toBeGreaterThan(new Set(first).size);
    expect(first).not.toEqual([...first].sort());
    expect(await order(1)).toEqual(first);
    expect(await order(2)).not.toEqual(first);
  });

  it("can come in the shape from before basil", async () => {
    const { world, subscription } = await declinedRenewal("expired", { version: "beforeBasil" });
    const failed = world.delivered.find((event) => event["type"] === "invoice.payment_failed");
    expect(failed).toMatchObject({
      api_version: "2024-06-20",
      data: {
        object: { subscription: subscription.id, charge: "ch_000002", payment_intent: "pi_000002", paid: false },
      },
    });
  });
});
