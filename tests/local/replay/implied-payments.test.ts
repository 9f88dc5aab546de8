import { describe, expect, it } from "vitest";
import type { BillingFact } from "../../../functions/billing/billing-event.ts";
import type { Instant } from "../../../functions/platform/instant.ts";
import { translatorOf } from "../../../functions/providers/translators.ts";
import { impliedPayments } from "../../../local/replay/implied-payments.ts";
import orbit from "../../../retention.config.ts";
import { declinedRenewal } from "../providers/stripe/stripe-fixture.ts";

const translate = translatorOf("stripe", orbit.provider.metadata);

/** The past as the events of a declined renewal tell it, in any order. */
async function pastOf(order: (events: Readonly<Record<string, unknown>>[]) => typeof events = (events) => events) {
  const { world, invoiceId } = await declinedRenewal("insufficient-funds");
  const past = impliedPayments();
  const events = world.delivered.map((event) => ({ ...event }));
  for (const event of order(events)) {
    const translated = translate(event);
    if (translated) past.learn(translated);
  }
  return { past, invoiceId, world };
}

const payment = (invoiceId: string) => ({ invoiceId, idempotencyKey: "key" });

describe("an invoice", () => {
  it.each([
    ["in order", (events: Readonly<Record<string, unknown>>[]) => events],
    ["in reverse", (events: Readonly<Record<string, unknown>>[]) => events.toReversed()],
  ])("is as the events say, %s", async (_order, order) => {
    const { past, invoiceId } = await pastOf(order);
    expect(await past.readInvoice(invoiceId)).toMatchObject({
      status: "open",
      amountRemaining: { amountMinor: 4900, currency: "EUR" },
      lastDecline: { providerCode: "insufficient_funds" },
    });
    expect(await past.payInvoice(payment(invoiceId))).toMatchObject({
      result: "declined",
      decline: { providerCode: "insufficient_funds" },
    });
  });

  it("that nobody spoke of is unknown", async () => {
    const past = impliedPayments();
    expect(past.knows("in_1")).toBe(false);
    await expect(past.readInvoice("in_1")).rejects.toMatchObject({ name: "TerminalError" });
  });

  it("given up stays given up until a later event says otherwise", async () => {
    const { past, invoiceId } = await pastOf();
    await past.markUncollectible(invoiceId, "key");
    expect(await past.payInvoice(payment(invoiceId))).toEqual({ result: "not-open", status: "uncollectible" });
    const paid = invoiceFact(invoiceId, "paid");
    past.learn(event("2030-01-01T00:00:00.000Z", paid));
    expect(await past.payInvoice(payment(invoiceId))).toEqual({ result: "not-open", status: "paid" });
    past.learn(event("2029-01-01T00:00:00.000Z", invoiceFact(invoiceId, "open")));
    expect((await past.readInvoice(invoiceId)).status).toBe("paid");
  });
});

const event = (occurredAt: Instant, fact: BillingFact) => ({
  provider: "stripe",
  eventId: "evt_x",
  occurredAt,
  providerCustomerId: "cus_x",
  facts: [fact],
});

function invoiceFact(invoiceId: string, status: "open" | "paid"): BillingFact {
  const translated = translate({
    id: "evt_y",
    type: "invoice.paid",
    created: 1,
    data: {
      object: {
        id: invoiceId,
        customer: "cus_x",
        status,
        amount_due: 4900,
        currency: "eur",
        created: 1,
        attempt_count: 1,
      },
    },
  });
  const fact = translated?.facts.find(({ type }) => type === "invoice");
  if (fact === undefined) throw new Error("The event says nothing of its invoice.");
  return fact;
}
