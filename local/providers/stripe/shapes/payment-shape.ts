import { declineReasons, networkCodesOf, ofBank, ofCard, returnReasons, type TroubleKind } from "../decline-reasons.ts";
import { isCard, isDebit } from "../methods.ts";
import type { Books, ChargeRecord, DebitRecord, InvoiceRecord, MethodRecord, PaymentIntentRecord } from "../records.ts";
import { methodDetails, paymentMethodShape } from "./method-shape.ts";
import { type Json, type ShapeVersion, secondsOf } from "./shape.ts";

/** What Stripe says of a decline, in an error body and on a payment intent alike. */
export function declineFacts(trouble: TroubleKind, chargeId: string, method: MethodRecord): Json {
  if (isDebit(method)) return returnFacts(trouble, chargeId, method);
  const kind = ofCard(trouble);
  const reason = declineReasons[kind];
  const { networkCode, adviceCode } = isCard(method) ? networkCodesOf(kind, method.brand) : {};
  return {
    ...(reason.adviceCode !== null && { advice_code: reason.adviceCode }),
    charge: chargeId,
    code: reason.code,
    decline_code: reason.declineCode,
    doc_url: `https://docs.stripe.com/error-codes/${reason.code.replaceAll("_", "-")}`,
    message: reason.message,
    ...(adviceCode !== undefined && { network_advice_code: adviceCode }),
    ...(networkCode !== undefined && { network_decline_code: networkCode }),
    payment_method: paymentMethodShape(method),
    type: "card_error",
  };
}

function returnFacts(trouble: TroubleKind, chargeId: string, method: DebitRecord): Json {
  const { code, message, ach } = returnReasons[ofBank(trouble)];
  return {
    charge: chargeId,
    code,
    message,
    ...(method.kind === "us_bank_account" && { network_decline_code: ach }),
    payment_method: paymentMethodShape(method),
    type: "invalid_request_error",
  };
}

const approved: Json = {
  advice_code: null,
  network_advice_code: null,
  network_decline_code: null,
  network_status: "approved_by_network",
  reason: null,
  risk_level: "normal",
  rule: null,
  seller_message: "Payment complete.",
  type: "authorized",
};

function outcomeOf(trouble: TroubleKind | undefined, method: MethodRecord): Json | null {
  if (trouble === undefined) return approved;
  const declined = {
    ...approved,
    network_status: "declined_by_network",
    seller_message: "The bank did not approve the payment.",
    type: "issuer_declined",
  };
  if (isDebit(method)) {
    const { code, ach } = returnReasons[ofBank(trouble)];
    return method.kind === "us_bank_account" ? { ...declined, network_decline_code: ach, reason: code } : null;
  }
  if (trouble === "blocked-by-rule")
    return {
      ...declined,
      network_status: "not_sent_to_network",
      reason: "rule",
      risk_level: "elevated",
      rule: "rule_000001",
      seller_message: "You blocked this payment with a rule of your own.",
      type: "blocked",
    };
  const kind = ofCard(trouble);
  const { networkCode, adviceCode } = isCard(method) ? networkCodesOf(kind, method.brand) : {};
  return {
    ...declined,
    advice_code: declineReasons[kind].adviceCode,
    network_advice_code: adviceCode ?? null,
    network_decline_code: networkCode ?? null,
    reason: declineReasons[kind].declineCode,
  };
}

function failureOf(trouble: TroubleKind | undefined, method: MethodRecord): Json {
  if (trouble === undefined) return { failure_code: null, failure_message: null };
  const { code, message } = isDebit(method) ? returnReasons[ofBank(trouble)] : declineReasons[ofCard(trouble)];
  return { failure_code: code, failure_message: message };
}

export function chargeShape(
  charge: ChargeRecord,
  invoice: InvoiceRecord,
  method: MethodRecord,
  version: ShapeVersion,
): Json {
  const { trouble, status, amountMinor, refundedMinor } = charge;
  const paid = status !== "failed";
  return {
    id: charge.id,
    object: "charge",
    amount: amountMinor,
    amount_captured: paid ? amountMinor : 0,
    amount_refunded: refundedMinor,
    billing_details: { address: null, email: null, name: null, phone: null, tax_id: null },
    captured: paid,
    created: secondsOf(charge.createdAt),
    currency: invoice.currency,
    customer: invoice.customerId,
    description: "Subscription update",
    disputed: charge.disputeId !== null,
    ...failureOf(trouble, method),
    livemode: false,
    metadata: {},
    outcome: outcomeOf(trouble, method),
    paid: status === "succeeded",
    payment_intent: charge.paymentIntentId,
    payment_method: charge.methodId,
    payment_method_details: methodDetails(method),
    refunded: refundedMinor === amountMinor && refundedMinor > 0,
    status,
    ...(version === "beforeBasil" && { invoice: invoice.id }),
  };
}

export function paymentIntentShape(intent: PaymentIntentRecord, books: Books, version: ShapeVersion): Json {
  const invoice = books.invoices.get(intent.invoiceId);
  const charge = books.charges.get(intent.latestChargeId ?? "");
  const method = books.methods.get(charge?.methodId ?? "");
  const paid = intent.status === "succeeded";
  const kept = paid || intent.status === "processing" || intent.status === "requires_action";
  return {
    id: intent.id,
    object: "payment_intent",
    amount: intent.amountMinor,
    amount_capturable: 0,
    amount_received: paid ? intent.amountMinor : 0,
    canceled_at: null,
    cancellation_reason: null,
    capture_method: "automatic",
    client_secret: `${intent.id}_secret`,
    confirmation_method: "automatic",
    created: secondsOf(intent.createdAt),
    currency: invoice?.currency ?? null,
    customer: intent.customerId,
    description: "Subscription update",
    last_payment_error: charge?.trouble && method ? declineFacts(charge.trouble, charge.id, method) : null,
    latest_charge: intent.latestChargeId,
    livemode: false,
    metadata: {},
    next_action: intent.status === "requires_action" ? { type: "use_stripe_sdk" } : null,
    payment_method: kept ? (charge?.methodId ?? null) : null,
    payment_method_types: [method === undefined || isCard(method) ? "card" : method.kind],
    setup_future_usage: "off_session",
    status: intent.status,
    ...(version === "beforeBasil"
      ? { invoice: intent.invoiceId }
      : { payment_details: { customer_reference: null, order_reference: intent.invoiceId } }),
  };
}
