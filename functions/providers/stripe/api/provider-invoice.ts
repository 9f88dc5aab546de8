import type Stripe from "stripe";
import { type InvoiceStatus, invoiceStatuses } from "../../../billing/invoice.ts";
import type { Decline } from "../../../billing/payment.ts";
import type { ProviderInvoice } from "../../../billing/payments.ts";
import { TerminalError } from "../../../platform/errors.ts";
import { brandName } from "../events/card-brand.ts";
import { declineOf } from "../events/decline.ts";
import { moneyOfStripe } from "../events/stripe-money.ts";
import { answered } from "./stripe-failure.ts";

/** What an invoice must be asked with for the readers here: its payments, and how they stand. */
export const withPayments = ["payments.data.payment.payment_intent", "payments.data.payment.charge"];

export const readInvoice = (client: Stripe, invoiceId: string): Promise<Stripe.Invoice> =>
  answered(`Reading invoice ${invoiceId}`, () => client.invoices.retrieve(invoiceId, { expand: withPayments }));

/** A payment of an invoice as it stands, and why it last failed. */
interface LatestPayment {
  readonly status: string;
  readonly decline: Decline | undefined;
  readonly cardBrand: string | undefined;
  readonly cardLast4: string | undefined;
}

/** @throws TerminalError for a status that did not exist when this was written. */
export function statusOf(invoice: Stripe.Invoice): InvoiceStatus {
  const status = invoiceStatuses.find((known) => known === (invoice.status ?? "draft"));
  if (status === undefined) throw new TerminalError(`Invoice ${invoice.id} has the unknown status ${invoice.status}.`);
  return status;
}

export function providerInvoice(invoice: Stripe.Invoice): ProviderInvoice {
  const { decline, cardBrand, cardLast4 } = latestPayment(invoice) ?? {};
  return {
    invoiceId: invoice.id,
    status: statusOf(invoice),
    amountRemaining: moneyOfStripe(invoice.amount_remaining, invoice.currency),
    customerEmail: invoice.customer_email ?? undefined,
    customerName: invoice.customer_name ?? undefined,
    lastDecline: decline,
    cardBrand,
    cardLast4,
  };
}

/** The newest of the invoice's payments; undefined if there is none or it was not asked for. */
export function latestPayment(invoice: Stripe.Invoice): LatestPayment | undefined {
  const newest = [...(invoice.payments?.data ?? [])].sort((a, b) => b.created - a.created)[0]?.payment;
  const intent = expanded(newest?.payment_intent);
  if (intent) return ofPaymentIntent(intent);
  const charge = expanded(newest?.charge);
  return charge && ofCharge(charge);
}

const expanded = <T extends object>(value: string | T | null | undefined): T | undefined =>
  typeof value === "object" && value !== null ? value : undefined;

function ofPaymentIntent({ status, last_payment_error: error }: Stripe.PaymentIntent): LatestPayment {
  const card = error?.payment_method?.card;
  return {
    status,
    decline: error ? declineOfError(error) : undefined,
    cardBrand: brandName(card?.brand),
    cardLast4: card?.last4,
  };
}

function ofCharge({ status, outcome, failure_code, payment_method_details }: Stripe.Charge): LatestPayment {
  const card = payment_method_details?.card;
  const decline = declineOf({
    code: outcome?.reason ?? failure_code ?? undefined,
    advice: outcome?.advice_code ?? undefined,
    networkCode: outcome?.network_decline_code ?? undefined,
    networkAdviceCode: outcome?.network_advice_code ?? undefined,
    brand: card?.network ?? card?.brand ?? undefined,
  });
  return {
    status,
    decline: status === "failed" ? decline : undefined,
    cardBrand: brandName(card?.brand ?? undefined),
    cardLast4: card?.last4 ?? undefined,
  };
}

/** Errors of requests and of payment intents speak of a decline in the same fields. */
export const declineOfError = (
  error: Pick<
    Stripe.PaymentIntent.LastPaymentError,
    "code" | "decline_code" | "advice_code" | "network_decline_code" | "network_advice_code" | "payment_method"
  >,
): Decline =>
  declineOf({
    code: error.decline_code || error.code,
    advice: error.advice_code,
    networkCode: error.network_decline_code,
    networkAdviceCode: error.network_advice_code,
    brand: error.payment_method?.card?.brand,
  });
