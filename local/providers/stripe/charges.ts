import { type Account, known } from "./account.ts";
import { bankAnswer } from "./cards.ts";
import type { TroubleKind } from "./decline-reasons.ts";
import { emitInvoice } from "./invoice-events.ts";
import type { CardRecord, ChargeRecord, InvoiceRecord, PaymentIntentRecord } from "./records.ts";
import { invoicePaymentShape } from "./shapes/invoice-shape.ts";
import { chargeShape, paymentIntentShape } from "./shapes/payment-shape.ts";
import { setStatusFromInvoice } from "./subscription-status.ts";

/** What came of trying to charge an invoice. */
export type ChargeResult =
  | { readonly kind: "paid" }
  | {
      readonly kind: "declined";
      readonly charge: ChargeRecord;
      readonly trouble: TroubleKind;
      readonly card: CardRecord;
    }
  | { readonly kind: "no-card" };

/** Charges an open invoice once, with that card or else the customer's default. */
export function chargeInvoice(
  account: Account,
  invoiceId: string,
  request: { readonly cardId: string | undefined; readonly idempotencyKey: string | null },
): ChargeResult {
  const { books, clock, seed } = account;
  const invoice = known(books.invoices, invoiceId);
  const cardId = request.cardId ?? known(books.customers, invoice.customerId).defaultCardId;
  if (cardId === null) return { kind: "no-card" };
  const card = known(books.cards, cardId);
  const intent = intentOf(account, invoice);
  const charge: ChargeRecord = {
    id: account.nextId("ch"),
    paymentIntentId: intent.id,
    invoiceId,
    cardId,
    createdAt: clock.now(),
    trouble: bankAnswer(card, clock.now(), seed),
    idempotencyKey: request.idempotencyKey,
  };
  books.charges.set(charge.id, charge);
  intent.latestChargeId = charge.id;
  // Only the first try counts: later ones made through the API leave Stripe's own retry schedule alone.
  invoice.attemptCount = Math.max(invoice.attemptCount, 1);
  const tried = { invoice, intent, charge, card };
  if (charge.trouble === undefined) succeed(account, tried);
  else fail(account, tried);
  return charge.trouble === undefined ? { kind: "paid" } : { kind: "declined", charge, trouble: charge.trouble, card };
}

function intentOf(account: Account, invoice: InvoiceRecord): PaymentIntentRecord {
  if (invoice.paymentIntentId !== null) return known(account.books.paymentIntents, invoice.paymentIntentId);
  const intent: PaymentIntentRecord = {
    id: account.nextId("pi"),
    invoiceId: invoice.id,
    invoicePaymentId: account.nextId("inpay"),
    customerId: invoice.customerId,
    createdAt: account.clock.now(),
    status: "requires_payment_method",
    latestChargeId: null,
  };
  account.books.paymentIntents.set(intent.id, intent);
  invoice.paymentIntentId = intent.id;
  return intent;
}

/** A charge that has its answer, with everything it is about. */
interface Tried {
  readonly invoice: InvoiceRecord;
  readonly intent: PaymentIntentRecord;
  readonly charge: ChargeRecord;
  readonly card: CardRecord;
}

function succeed(account: Account, { invoice, intent, charge, card }: Tried): void {
  invoice.status = "paid";
  invoice.paidAt = account.clock.now();
  intent.status = "succeeded";
  account.emit("charge.succeeded", chargeShape(charge, invoice, card, account.version));
  account.emit("payment_intent.succeeded", paymentIntentShape(intent, account.books, account.version));
  if (account.version === "current") account.emit("invoice_payment.paid", invoicePaymentShape(intent, invoice));
  emitInvoice(account, invoice, "paid");
  emitInvoice(account, invoice, "payment_succeeded");
  setStatusFromInvoice(account, invoice);
}

function fail(account: Account, { invoice, intent, charge, card }: Tried): void {
  intent.status = charge.trouble === "authentication-required" ? "requires_action" : "requires_payment_method";
  account.emit("charge.failed", chargeShape(charge, invoice, card, account.version));
  account.emit("payment_intent.payment_failed", paymentIntentShape(intent, account.books, account.version));
  emitInvoice(account, invoice, "payment_failed");
  if (intent.status === "requires_action") emitInvoice(account, invoice, "payment_action_required");
  setStatusFromInvoice(account, invoice);
}
