import { declineReasons, networkCodesOf, type TroubleKind } from "../decline-reasons.ts";
import type { Books, CardRecord, ChargeRecord, InvoiceRecord, PaymentIntentRecord } from "../records.ts";
import { cardFacts, paymentMethodShape } from "./customer-shape.ts";
import { type Json, type ShapeVersion, secondsOf } from "./shape.ts";

/** What Stripe says of a decline, in an error body and on a payment intent alike. */
export function declineFacts(trouble: TroubleKind, chargeId: string, card: CardRecord): Json {
  const reason = declineReasons[trouble];
  const { networkCode, adviceCode } = networkCodesOf(trouble, card.brand);
  return {
    ...(reason.adviceCode !== null && { advice_code: reason.adviceCode }),
    charge: chargeId,
    code: reason.code,
    decline_code: reason.declineCode,
    doc_url: `https://docs.stripe.com/error-codes/${reason.code.replaceAll("_", "-")}`,
    message: reason.message,
    ...(adviceCode !== undefined && { network_advice_code: adviceCode }),
    ...(networkCode !== undefined && { network_decline_code: networkCode }),
    payment_method: paymentMethodShape(card),
    type: "card_error",
  };
}

function outcomeOf(trouble: TroubleKind | undefined, card: CardRecord): Json {
  const common = { risk_level: "normal", rule: null };
  if (trouble === undefined)
    return {
      ...common,
      advice_code: null,
      network_advice_code: null,
      network_decline_code: null,
      network_status: "approved_by_network",
      reason: null,
      seller_message: "Payment complete.",
      type: "authorized",
    };
  const { networkCode, adviceCode } = networkCodesOf(trouble, card.brand);
  return {
    ...common,
    advice_code: declineReasons[trouble].adviceCode,
    network_advice_code: adviceCode ?? null,
    network_decline_code: networkCode ?? null,
    network_status: "declined_by_network",
    reason: declineReasons[trouble].declineCode,
    seller_message: "The bank did not approve the payment.",
    type: "issuer_declined",
  };
}

export function chargeShape(
  charge: ChargeRecord,
  invoice: InvoiceRecord,
  card: CardRecord,
  version: ShapeVersion,
): Json {
  const { trouble } = charge;
  const paid = trouble === undefined;
  return {
    id: charge.id,
    object: "charge",
    amount: invoice.amountMinor,
    amount_captured: paid ? invoice.amountMinor : 0,
    amount_refunded: 0,
    billing_details: { address: null, email: null, name: null, phone: null, tax_id: null },
    captured: paid,
    created: secondsOf(charge.createdAt),
    currency: invoice.currency,
    customer: invoice.customerId,
    description: "Subscription update",
    disputed: false,
    failure_code: trouble === undefined ? null : declineReasons[trouble].code,
    failure_message: trouble === undefined ? null : declineReasons[trouble].message,
    livemode: false,
    metadata: {},
    outcome: outcomeOf(trouble, card),
    paid,
    payment_intent: charge.paymentIntentId,
    payment_method: charge.cardId,
    payment_method_details: { card: { ...cardFacts(card), network: card.brand }, type: "card" },
    refunded: false,
    status: paid ? "succeeded" : "failed",
    ...(version === "beforeBasil" && { invoice: invoice.id }),
  };
}

export function paymentIntentShape(intent: PaymentIntentRecord, books: Books, version: ShapeVersion): Json {
  const invoice = books.invoices.get(intent.invoiceId);
  const charge = books.charges.get(intent.latestChargeId ?? "");
  const card = books.cards.get(charge?.cardId ?? "");
  const paid = intent.status === "succeeded";
  return {
    id: intent.id,
    object: "payment_intent",
    amount: invoice?.amountMinor ?? 0,
    amount_capturable: 0,
    amount_received: paid ? (invoice?.amountMinor ?? 0) : 0,
    canceled_at: null,
    cancellation_reason: null,
    capture_method: "automatic",
    client_secret: `${intent.id}_secret`,
    confirmation_method: "automatic",
    created: secondsOf(intent.createdAt),
    currency: invoice?.currency ?? null,
    customer: intent.customerId,
    description: "Subscription update",
    last_payment_error: charge?.trouble && card ? declineFacts(charge.trouble, charge.id, card) : null,
    latest_charge: intent.latestChargeId,
    livemode: false,
    metadata: {},
    next_action: intent.status === "requires_action" ? { type: "use_stripe_sdk" } : null,
    payment_method: paid ? (charge?.cardId ?? null) : null,
    payment_method_types: ["card"],
    setup_future_usage: "off_session",
    status: intent.status,
    ...(version === "beforeBasil"
      ? { invoice: intent.invoiceId }
      : { payment_details: { customer_reference: null, order_reference: intent.invoiceId } }),
  };
}
