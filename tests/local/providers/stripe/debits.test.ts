import { describe, expect, it } from "vitest";
import { returnDebit } from "../../../../local/providers/stripe/corrections.ts";
import { businessDaysLater } from "../../../../local/providers/stripe/debit-calendar.ts";
import type { AccountKind } from "../../../../local/providers/stripe/methods.ts";
import { ask, stripeAt, subscriber } from "./stripe-fixture.ts";

type World = ReturnType<typeof stripeAt>;
const typesSince = (world: World, from: number) => world.delivered.slice(from).map((event) => event["type"]);

/** A renewal that is debited from an account of that kind, played until the debit has been started. */
async function debited(kind: AccountKind, version: "current" | "beforeBasil" = "current") {
  const world = stripeAt({ version });
  const { customer, subscription } = subscriber(world);
  await world.advanceTo("2026-02-28T10:30:00.000Z");
  const method = world.stripe.replaceMethod(customer.id, kind);
  await world.advanceTo("2026-02-28T10:59:00.000Z");
  const before = world.delivered.length;
  await world.advanceTo("2026-02-28T12:00:00.000Z");
  const { invoices, paymentIntents } = world.stripe.account.books;
  const invoice = invoices.get(subscription.latestInvoiceId ?? "");
  if (invoice === undefined) throw new Error("Nothing was billed.");
  const intent = () => paymentIntents.get(invoice.paymentIntentId ?? "");
  return { world, customer, subscription, method, invoice, intent, before };
}

describe("a bank debit", () => {
  it("is processing for business days, and then paid", async () => {
    const { world, subscription, invoice, intent, before } = await debited("sepa_debit");
    expect(typesSince(world, before).sort()).toEqual([
      "charge.pending",
      "invoice.finalized",
      "payment_intent.processing",
    ]);
    expect([invoice.status, intent()?.status, subscription.status]).toEqual(["open", "processing", "active"]);
    await world.advance("P3D");
    expect(intent()?.status).toBe("processing");
    await world.advance("P20D");
    expect([invoice.status, invoice.paidMinor, intent()?.status]).toEqual(["paid", 4900, "succeeded"]);
  });

  it.each([
    ["sepa_debit", "insufficient-funds", "insufficient_funds", undefined],
    ["us_bank_account", "account-closed", "account_closed", "R02"],
    ["us_bank_account", "debit-not-authorized", "debit_not_authorized", "R10"],
    ["bacs_debit", "account-restricted", "bank_account_restricted", undefined],
    ["acss_debit", "no-account", "no_account", undefined],
  ] as const)("by %s that is returned for %s says %s", async (scheme, trouble, code, networkCode) => {
    const { world, method, invoice, subscription, before } = await debited(`${scheme}:${trouble}`);
    method.trouble = { kind: trouble };
    await world.advance("P25D");
    expect([invoice.status, subscription.status]).toEqual(["open", "past_due"]);
    const failed = world.delivered.slice(before).find(({ type }) => type === "charge.failed");
    expect(failed).toMatchObject({
      data: { object: { failure_code: code, status: "failed", payment_method_details: { type: scheme } } },
    });
    const intent = world.delivered.slice(before).find(({ type }) => type === "payment_intent.payment_failed");
    expect(intent).toMatchObject({
      data: {
        object: {
          status: "requires_payment_method",
          last_payment_error: {
            code,
            type: "invalid_request_error",
            payment_method: { type: scheme },
            ...(networkCode !== undefined && { network_decline_code: networkCode }),
          },
        },
      },
    });
  });

  it("cannot be started twice, nor the invoice voided while it is under way", async () => {
    const { world, invoice } = await debited("sepa_debit");
    const inFlight = { status: 400, body: { error: { code: "payment_intent_unexpected_state" } } };
    expect(await ask(world, "POST", `/v1/invoices/${invoice.id}/pay`)).toMatchObject(inFlight);
    expect(await ask(world, "POST", `/v1/invoices/${invoice.id}/void`)).toMatchObject(inFlight);
    expect(world.stripe.payHostedInvoice(invoice.id, "visa")).toBe(false);
    expect(
      [...world.stripe.account.books.charges.values()].filter(({ invoiceId }) => invoiceId === invoice.id),
    ).toHaveLength(1);
  });

  it("asked for through the API leaves the invoice open and its payment processing", async () => {
    const { world, customer, invoice } = await debited("us_bank_account:account-closed");
    await world.advance("P20D");
    world.stripe.replaceMethod(customer.id, "us_bank_account");
    const form = { "expand[]": "payments.data.payment.payment_intent" };
    expect(await ask(world, "POST", `/v1/invoices/${invoice.id}/pay`, form)).toMatchObject({
      status: 200,
      body: { status: "open", payments: { data: [{ payment: { payment_intent: { status: "processing" } } }] } },
    });
    await world.advance("P14D");
    expect(invoice.status).toBe("paid");
  });

  it("that was approved may come back: as a lost dispute that names no customer", async () => {
    const { world, invoice, method, before } = await debited("sepa_debit");
    method.trouble = { kind: "debit-not-authorized", returnedAfterDays: 9 };
    await world.advance("P40D");
    expect(invoice.status).toBe("paid");
    const disputes = world.delivered.slice(before).filter(({ type }) => String(type).startsWith("charge.dispute."));
    expect(new Set(disputes.map(({ type }) => type))).toEqual(
      new Set(["charge.dispute.created", "charge.dispute.funds_withdrawn", "charge.dispute.closed"]),
    );
    expect(disputes[0]).not.toHaveProperty("data.object.customer");
    const closed = disputes.find(({ type }) => type === "charge.dispute.closed");
    expect(closed).toMatchObject({
      data: { object: { status: "lost", reason: "debit_not_authorized", amount: 4900 } },
    });
    const [charge] = [...world.stripe.account.books.charges.values()].filter(
      ({ invoiceId }) => invoiceId === invoice.id,
    );
    const told = world.delivered.length;
    returnDebit(world.stripe.account, charge?.id ?? "");
    await world.advance("PT1M");
    expect(world.delivered).toHaveLength(told);
  });

  it("counts no Saturdays and Sundays", () => {
    expect(businessDaysLater("2026-02-27T11:00:00.000Z", 1)).toBe("2026-03-02T11:00:00.000Z");
    expect(businessDaysLater("2026-02-28T11:00:00.000Z", 6)).toBe("2026-03-09T11:00:00.000Z");
  });
});
