import { type Account, known } from "../account.ts";
import type { Books, InvoiceRecord, PaymentIntentRecord } from "../records.ts";
import { type Json, listOf, type ShapeVersion, secondsOf, secondsOrNull } from "./shape.ts";

const lineShape = (invoice: InvoiceRecord, version: ShapeVersion): Json => ({
  id: `il_${invoice.id}`,
  object: "line_item",
  amount: invoice.amountMinor,
  currency: invoice.currency,
  description: invoice.price.lineDescription,
  invoice: invoice.id,
  livemode: false,
  metadata: {},
  period: { start: secondsOf(invoice.periodStartsAt), end: secondsOf(invoice.periodEndsAt) },
  quantity: 1,
  ...(version === "current" ? currentLine(invoice) : legacyLine(invoice)),
});

const currentLine = ({ price, subscriptionId, billingReason }: InvoiceRecord): Json => ({
  parent:
    subscriptionId === null
      ? { invoice_item_details: {}, subscription_item_details: null, type: "invoice_item_details" }
      : {
          invoice_item_details: null,
          subscription_item_details: {
            proration: billingReason === "subscription_update",
            subscription: subscriptionId,
          },
          type: "subscription_item_details",
        },
  pricing: {
    price_details: { price: price.id },
    type: "price_details",
    unit_amount_decimal: String(price.amountMinor),
  },
});

const legacyLine = ({ price, subscriptionId, billingReason }: InvoiceRecord): Json => ({
  plan: { id: price.id, object: "plan", nickname: price.nickname, amount: price.amountMinor, interval: price.interval },
  price: { id: price.id, object: "price", nickname: price.nickname, unit_amount: price.amountMinor },
  proration: billingReason === "subscription_update",
  subscription: subscriptionId,
  type: subscriptionId === null ? "invoiceitem" : "subscription",
});

/** One attempt to settle an invoice: since basil, the way from an invoice to its payment intent. */
export const invoicePaymentShape = (intent: PaymentIntentRecord, invoice: InvoiceRecord): Json => {
  const paid = intent.status === "succeeded";
  return {
    id: intent.invoicePaymentId,
    object: "invoice_payment",
    amount_paid: paid ? intent.amountMinor : null,
    amount_requested: intent.amountMinor,
    created: secondsOf(intent.createdAt),
    currency: invoice.currency,
    invoice: invoice.id,
    is_default: intent.id === invoice.paymentIntentId,
    livemode: false,
    payment: { payment_intent: intent.id, type: "payment_intent" },
    status: paid ? "paid" : intent.status === "canceled" ? "canceled" : "open",
    status_transitions: { canceled_at: null, paid_at: paid ? secondsOrNull(invoice.paidAt) : null },
  };
};

function paymentsOf(invoice: InvoiceRecord, books: Books): Json {
  const ids = [...(invoice.paymentIntentId === null ? [] : [invoice.paymentIntentId]), ...invoice.partIntentIds];
  const intents = ids.flatMap((id) => books.paymentIntents.get(id) ?? []);
  return listOf(
    intents.map((intent) => invoicePaymentShape(intent, invoice)),
    `/v1/invoice_payments?invoice=${invoice.id}`,
  );
}

const legacyFacts = (invoice: InvoiceRecord, books: Books): Json => ({
  charge: books.paymentIntents.get(invoice.paymentIntentId ?? "")?.latestChargeId ?? null,
  paid: invoice.status === "paid",
  paid_out_of_band: invoice.paidOutOfBand,
  payment_intent: invoice.paymentIntentId,
  subscription: invoice.subscriptionId,
});

const currentFacts = (invoice: InvoiceRecord): Json => ({
  amount_paid_off_stripe: invoice.paidOutOfBand ? dueOf(invoice) - invoice.paidMinor : 0,
  parent: invoice.subscriptionId && {
    quote_details: null,
    subscription_details: { metadata: {}, subscription: invoice.subscriptionId },
    type: "subscription_details",
  },
});

/** What had to be paid once the credits of before the payment are off. */
export const dueOf = ({ amountMinor, creditedBeforeMinor }: InvoiceRecord): number => amountMinor - creditedBeforeMinor;

/** What is still to be paid. */
export function remainingOf(invoice: InvoiceRecord): number {
  if (invoice.status === "void" || invoice.paidOutOfBand) return 0;
  return dueOf(invoice) - invoice.paidMinor;
}

/**
 * @param withPayments include `payments`, which since basil comes only when asked for (`expand[]=payments`).
 */
export function invoiceShape(
  account: Account,
  invoice: InvoiceRecord,
  version: ShapeVersion,
  withPayments = false,
): Json {
  const { books } = account;
  const customer = known(books.customers, invoice.customerId);
  return {
    id: invoice.id,
    object: "invoice",
    account_country: "SE",
    account_name: "Orbit",
    amount_due: dueOf(invoice),
    amount_paid: invoice.paidMinor,
    amount_remaining: remainingOf(invoice),
    attempt_count: invoice.attemptCount,
    attempted: invoice.attemptCount > 0,
    auto_advance: invoice.autoAdvance && (invoice.status === "draft" || invoice.status === "open"),
    billing_reason: invoice.billingReason,
    collection_method: invoice.collectionMethod,
    created: secondsOf(invoice.createdAt),
    currency: invoice.currency,
    customer: invoice.customerId,
    customer_address: { country: customer.country },
    customer_email: customer.email,
    customer_name: customer.name,
    customer_phone: customer.phone,
    default_payment_method: null,
    description: null,
    due_date: secondsOrNull(invoice.dueAt),
    effective_at: secondsOrNull(invoice.finalizedAt),
    hosted_invoice_url: invoice.finalizedAt === null ? null : `${account.pagesUrl}/stripe/invoice/${invoice.id}`,
    last_finalization_error: null,
    lines: listOf([lineShape(invoice, version)], `/v1/invoices/${invoice.id}/lines`),
    livemode: false,
    metadata: {},
    next_payment_attempt: secondsOrNull(invoice.nextAttemptAt),
    number: invoice.finalizedAt === null ? null : invoice.number,
    period_end: secondsOf(invoice.periodEndsAt),
    period_start: secondsOf(invoice.periodStartsAt),
    post_payment_credit_notes_amount: invoice.creditedAfterMinor,
    pre_payment_credit_notes_amount: invoice.creditedBeforeMinor,
    status: invoice.status,
    status_transitions: {
      finalized_at: secondsOrNull(invoice.finalizedAt),
      marked_uncollectible_at: secondsOrNull(invoice.uncollectibleAt),
      paid_at: secondsOrNull(invoice.paidAt),
      voided_at: secondsOrNull(invoice.voidedAt),
    },
    subtotal: invoice.amountMinor,
    total: invoice.amountMinor,
    ...(version === "current" ? currentFacts(invoice) : legacyFacts(invoice, books)),
    ...(withPayments && { payments: paymentsOf(invoice, books) }),
  };
}
