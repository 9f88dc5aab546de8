import Stripe from "stripe";
import type { AnsweredCharge, ChargeOutcome } from "../../../billing/payments.ts";
import { declineOfError, latestPayment } from "./invoice-payments.ts";
import { statusOf } from "./provider-invoice.ts";
import { kindOfType } from "./provider-method.ts";

/** The bank wants its customer to confirm; Stripe says so in several codes. */
const confirmationCodes: ReadonlySet<string> = new Set([
  "authentication_required",
  "invoice_payment_intent_requires_action",
  "payment_intent_action_required",
]);
const needsCustomer = { providerCode: "authentication_required" };

/** What the answer to a charge says; undefined if it was no answer of a bank. */
export function outcomeOfError(error: unknown): ChargeOutcome | undefined {
  if (!(error instanceof Stripe.errors.StripeError)) return undefined;
  const asksForCustomer = [error.code, error.decline_code].some((code) => confirmationCodes.has(code ?? ""));
  if (!asksForCustomer && !(error instanceof Stripe.errors.StripeCardError)) return undefined;
  const decline = declineOfError(error);
  const charge = chargeOfError(error);
  return asksForCustomer
    ? { result: "needs-customer", decline: { ...decline, ...needsCustomer }, charge }
    : { result: "declined", decline, charge };
}

/** Which charge was refused. The time is ours to know: the error tells none. */
function chargeOfError(error: InstanceType<typeof Stripe.errors.StripeError>): AnsweredCharge {
  const { charge, payment_intent, payment_method } = error;
  return {
    chargeId: charge ?? undefined,
    paymentId: payment_intent?.id,
    methodId: payment_method?.id,
    kind: payment_method ? kindOfType(payment_method.type) : undefined,
  };
}

/** How an invoice stands after it was asked to be paid. */
export function outcomeOfAnswer(invoice: Stripe.Invoice): ChargeOutcome {
  const settled = outcomeOfState(invoice);
  if (settled !== undefined) return settled;
  const payment = latestPayment(invoice);
  return payment?.status === "requires_payment_method" && payment.decline
    ? { result: "declined", decline: payment.decline, charge: payment.charge }
    : { result: "processing", charge: payment?.charge };
}

/**
 * Why Stripe refused to charge an invoice, read from the invoice itself: the refusals' own codes and words differ from
 * case to case. Undefined if the invoice waits to be charged, so that something else was wrong.
 */
export function outcomeOfState(invoice: Stripe.Invoice): ChargeOutcome | undefined {
  const status = statusOf(invoice);
  const payment = latestPayment(invoice);
  const charge = payment?.charge;
  if (status === "paid") return { result: "paid", charge };
  if (status !== "open") return { result: "not-open", status };
  if (payment?.status === "processing") return { result: "processing", charge };
  if (payment?.status !== "requires_action") return undefined;
  return { result: "needs-customer", decline: { ...payment.decline, ...needsCustomer }, charge };
}

/**
 * The invoice is there and open, yet nothing can be charged: the customer has no card any more, or not the one asked
 * for. To the customer that is the same as a declined card: a new one is needed. Stripe has no code of its own for it.
 */
export function isWithoutCard({ code, message }: { readonly code?: string; readonly message: string }): boolean {
  return code === "resource_missing" || /payment source|payment[ _]method/i.test(message);
}
