import type Stripe from "stripe";
import type { MethodKind } from "../../../billing/method-kind.ts";
import type { Decline } from "../../../billing/payment.ts";
import type { AnsweredCharge, ProviderCharge, ProviderInvoice, ProviderMethod } from "../../../billing/payments.ts";
import { instantOfSeconds } from "../../../platform/instant.ts";
import { brandName } from "../events/card-brand.ts";
import { declineOf } from "../events/decline.ts";
import { expanded, idOf, kindOfType } from "./provider-method.ts";

/** A payment of an invoice as it stands, and why it last failed. */
interface InvoicePayment {
  readonly status: string;
  readonly decline: Decline | undefined;
  readonly cardBrand: string | undefined;
  readonly cardLast4: string | undefined;
  readonly charge: AnsweredCharge;
  readonly paidAt: string | undefined;
}

/** The invoice's payments, newest first; empty where they were not asked for. */
export const paymentsOf = (invoice: Stripe.Invoice): InvoicePayment[] =>
  [...(invoice.payments?.data ?? [])].sort((a, b) => b.created - a.created).flatMap((payment) => read(payment) ?? []);

/** The newest of the invoice's payments; undefined if there is none or it was not asked for. */
export const latestPayment = (invoice: Stripe.Invoice): InvoicePayment | undefined => paymentsOf(invoice)[0];

function read({ payment, status, status_transitions }: Stripe.InvoicePayment): InvoicePayment | undefined {
  const paidAt = status === "paid" ? instantOf(status_transitions?.paid_at) : undefined;
  const intent = expanded(payment.payment_intent);
  if (intent) return { ...ofPaymentIntent(intent), paidAt };
  const charge = expanded(payment.charge);
  return charge && { ...ofCharge(charge), paidAt };
}

export const instantOf = (seconds: number | null | undefined) =>
  typeof seconds === "number" ? instantOfSeconds(seconds) : undefined;

function ofPaymentIntent(intent: Stripe.PaymentIntent): Omit<InvoicePayment, "paidAt"> {
  const { status, last_payment_error: error } = intent;
  const card = error?.payment_method?.card;
  const hasFailed = status !== "succeeded" && status !== "processing";
  return {
    status,
    decline: error ? declineOfError(error) : undefined,
    cardBrand: brandName(card?.brand),
    cardLast4: card?.last4,
    charge: {
      paymentId: intent.id,
      chargeId: (hasFailed ? error?.charge : undefined) ?? idOf(intent.latest_charge),
      methodId: (hasFailed ? error?.payment_method?.id : undefined) ?? idOf(intent.payment_method),
      kind: kindOfIntent(intent, hasFailed),
    },
  };
}

/** What an intent was confirmed with stays an id at the depth to which one request may expand; it may allow only one kind. */
function kindOfIntent(intent: Stripe.PaymentIntent, hasFailed: boolean): MethodKind | undefined {
  const failed = hasFailed ? intent.last_payment_error?.payment_method?.type : undefined;
  const [first, ...others] = intent.payment_method_types ?? [];
  const only = others.length === 0 ? first : undefined;
  const type = failed ?? intent.processing?.type ?? only;
  return type === undefined ? undefined : kindOfType(type);
}

function ofCharge(charge: Stripe.Charge): Omit<InvoicePayment, "paidAt"> {
  const { status, outcome, failure_code, payment_method_details } = charge;
  const card = payment_method_details?.card;
  const decline = declineOf({
    reason: outcome?.reason ?? undefined,
    code: failure_code ?? undefined,
    advice: outcome?.advice_code ?? undefined,
    networkCode: outcome?.network_decline_code ?? undefined,
    networkAdviceCode: outcome?.network_advice_code ?? undefined,
    brand: card?.network ?? card?.brand ?? undefined,
    outcomeType: outcome?.type,
  });
  return {
    status,
    decline: status === "failed" ? decline : undefined,
    cardBrand: brandName(card?.brand ?? undefined),
    cardLast4: card?.last4 ?? undefined,
    charge: {
      chargeId: charge.id,
      paymentId: idOf(charge.payment_intent),
      at: instantOf(charge.created),
      methodId: charge.payment_method ?? undefined,
      kind: payment_method_details ? kindOfType(payment_method_details.type) : undefined,
    },
  };
}

/** Intents say `processing`, charges without one `pending`. */
const underWay: ReadonlySet<string> = new Set(["processing", "pending"]);

/** @param saved what is known of methods, for the kind of the one that is being debited. */
export function inProgress(
  payments: readonly InvoicePayment[],
  saved: readonly (ProviderMethod | undefined)[],
): ProviderInvoice["paymentInProgress"] {
  const charge = payments.find(({ status }) => underWay.has(status))?.charge;
  if (charge === undefined) return undefined;
  const method = saved.find((known) => known?.methodId === charge.methodId);
  return { kind: method?.kind ?? charge.kind ?? "other", since: charge.at, paymentId: charge.paymentId };
}

/** The payment that was made last, with the time at which it was. */
export function lastPaid(payments: readonly InvoicePayment[]): ProviderCharge | undefined {
  const [last] = payments
    .filter(({ paidAt, status }) => paidAt !== undefined || status === "succeeded")
    .sort((a, b) => ((b.paidAt ?? "") < (a.paidAt ?? "") ? -1 : 1));
  if (last === undefined) return undefined;
  const { chargeId, paymentId, methodId, at } = last.charge;
  return { chargeId, paymentId, methodId, at: last.paidAt ?? at };
}

/** Errors of requests and of payment intents speak of a decline in the same fields. */
export const declineOfError = (
  error: Pick<
    Stripe.PaymentIntent.LastPaymentError,
    "code" | "decline_code" | "advice_code" | "network_decline_code" | "network_advice_code" | "payment_method"
  >,
): Decline =>
  declineOf({
    reason: error.decline_code || undefined,
    code: error.code,
    advice: error.advice_code,
    networkCode: error.network_decline_code,
    networkAdviceCode: error.network_advice_code,
    brand: error.payment_method?.card?.brand,
  });
