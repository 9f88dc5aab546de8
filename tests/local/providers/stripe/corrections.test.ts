import { describe, expect, it } from "vitest";
import { payPart } from "../../../../local/providers/stripe/charges.ts";
import {
  chargeThatPaid,
  closeDispute,
  creditInvoice,
  openDispute,
  refund,
  voidCreditNote,
} from "../../../../local/providers/stripe/corrections.ts";
import { newMethod } from "../../../../local/providers/stripe/methods.ts";
import { ask, declinedRenewal, stripeAt, subscriber } from "./stripe-fixture.ts";

const told = (world: ReturnType<typeof stripeAt>, type: string) =>
  world.delivered.filter((event) => event["type"] === type);

/** A renewal that was paid. */
async function paidRenewal(version: "current" | "beforeBasil" = "current") {
  const world = stripeAt({ version });
  const { subscription } = subscriber(world);
  await world.advanceTo("2026-02-28T12:00:00.000Z");
  const invoiceId = subscription.latestInvoiceId ?? "";
  const charge = chargeThatPaid(world.stripe.account, invoiceId);
  if (charge === undefined) throw new Error("The renewal was not paid.");
  return { world, invoiceId, charge };
}

const invoiceOf = async (world: ReturnType<typeof stripeAt>, id: string) =>
  (await ask(world, "GET", `/v1/invoices/${id}`)).body;

describe("part of an invoice", () => {
  it("can be paid: the rest stays to be paid, and only the rest is charged", async () => {
    const { world, invoiceId, customer } = await declinedRenewal("insufficient-funds");
    const { account } = world.stripe;
    payPart(account, invoiceId, 1900, newMethod(account.nextId("pm"), "visa", "GB", account.clock.now()));
    expect(await invoiceOf(world, invoiceId)).toMatchObject({
      ...{ status: "open", amount_due: 4900, amount_paid: 1900, amount_remaining: 3000 },
    });
    world.stripe.replaceCard(customer.id, "visa");
    await ask(world, "POST", `/v1/invoices/${invoiceId}/pay`);
    expect(await invoiceOf(world, invoiceId)).toMatchObject({ status: "paid", amount_paid: 4900, amount_remaining: 0 });
    const paid = [...account.books.charges.values()].filter(
      (charge) => charge.invoiceId === invoiceId && charge.status === "succeeded",
    );
    expect(paid.map(({ amountMinor }) => amountMinor)).toEqual([1900, 3000]);
    const { body } = await ask(world, "GET", `/v1/invoices/${invoiceId}`, { "expand[]": "payments" });
    expect(body).not.toHaveProperty("payments");
  });

  it("that is all of it is refused", async () => {
    const { world, invoiceId } = await declinedRenewal("insufficient-funds");
    const method = newMethod("pm_x", "visa", "GB", world.stripe.account.clock.now());
    expect(() => payPart(world.stripe.account, invoiceId, 4900, method)).toThrow(RangeError);
  });
});

describe("a credit note", () => {
  it("from before the payment lowers what is to be paid, and raises it again when it is void", async () => {
    const { world, invoiceId } = await declinedRenewal("insufficient-funds");
    const note = creditInvoice(world.stripe.account, invoiceId, 900);
    expect(await invoiceOf(world, invoiceId)).toMatchObject({
      ...{ amount_due: 4000, amount_remaining: 4000, pre_payment_credit_notes_amount: 900, status: "open" },
    });
    voidCreditNote(world.stripe.account, note.id);
    expect(await invoiceOf(world, invoiceId)).toMatchObject({ amount_due: 4900, amount_remaining: 4900 });
    await world.advance("PT1M");
    expect(told(world, "credit_note.created")).toMatchObject([
      { data: { object: { type: "pre_payment", amount: 900 } } },
    ]);
    expect(told(world, "credit_note.voided")).toMatchObject([{ data: { object: { status: "void" } } }]);
  });

  it("over all of it pays the invoice without a charge", async () => {
    const { world, invoiceId, subscription } = await declinedRenewal("lost");
    creditInvoice(world.stripe.account, invoiceId, 4900);
    expect(await invoiceOf(world, invoiceId)).toMatchObject({ status: "paid", amount_paid: 0, amount_remaining: 0 });
    expect(subscription.status).toBe("active");
    expect(() => creditInvoice(world.stripe.account, invoiceId, 0)).not.toThrow();
  });

  it("after the payment gives the money back", async () => {
    const { world, invoiceId, charge } = await paidRenewal();
    creditInvoice(world.stripe.account, invoiceId, 1000);
    expect(charge.refundedMinor).toBe(1000);
    expect(await invoiceOf(world, invoiceId)).toMatchObject({
      ...{ status: "paid", amount_paid: 4900, post_payment_credit_notes_amount: 1000 },
    });
    await world.advance("PT1M");
    expect(told(world, "credit_note.created")).toMatchObject([
      { data: { object: { type: "post_payment", refunds: [{ amount_refunded: 1000 }] } } },
    ]);
  });
});

describe("a refund", () => {
  it.each(["current", "beforeBasil"] as const)(
    "is told as the charge with what was given back (%s)",
    async (version) => {
      const { world, charge } = await paidRenewal(version);
      refund(world.stripe.account, charge.id, 900);
      await world.advance("PT1M");
      refund(world.stripe.account, charge.id, 4000);
      await world.advance("PT1M");
      expect(told(world, "charge.refunded").map((event) => event["data"])).toMatchObject([
        { object: { amount_refunded: 900, refunded: false }, previous_attributes: { amount_refunded: 0 } },
        { object: { amount_refunded: 4900, refunded: true } },
      ]);
      expect(() => refund(world.stripe.account, charge.id, 1)).toThrow(RangeError);
    },
  );
});

describe("a dispute", () => {
  it("names charge and payment and no customer, and is closed once", async () => {
    const { world, charge } = await paidRenewal();
    const dispute = openDispute(world.stripe.account, charge.id, "fraudulent");
    closeDispute(world.stripe.account, dispute.id, "won");
    closeDispute(world.stripe.account, dispute.id, "lost");
    await world.advance("PT1M");
    const [created] = told(world, "charge.dispute.created");
    expect(created).toMatchObject({
      data: { object: { charge: charge.id, payment_intent: charge.paymentIntentId, status: "needs_response" } },
    });
    expect(created).not.toHaveProperty("data.object.customer");
    expect(told(world, "charge.dispute.closed")).toMatchObject([{ data: { object: { status: "won" } } }]);
  });
});
