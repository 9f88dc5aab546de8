import { type Account, known } from "./account.ts";
import { debitAnswerAt } from "./debit-calendar.ts";
import type { TroubleKind } from "./decline-reasons.ts";
import { emitInvoice } from "./invoice-events.ts";
import { bankAnswer, fingerprintOf, isDebit } from "./methods.ts";
import type { ChargeRecord, InvoiceRecord, MethodRecord, PaymentIntentRecord } from "./records.ts";
import { expectRetry, giveUpAfterLast } from "./retry-schedule.ts";
import { invoicePaymentShape, remainingOf } from "./shapes/invoice-shape.ts";
import { chargeShape, paymentIntentShape } from "./shapes/payment-shape.ts";
import { setStatusFromInvoice } from "./subscription-status.ts";

/** What came of trying to charge an invoice. */
export type ChargeResult =
  | { readonly kind: "paid" }
  | {
      readonly kind: "declined";
      readonly charge: ChargeRecord;
      readonly trouble: TroubleKind;
      readonly method: MethodRecord;
    }
  /** A debit was started; its answer comes days later. */
  | { readonly kind: "processing" }
  /** One was started before and has no answer yet, so that nothing more may be tried. */
  | { readonly kind: "in-flight" }
  | { readonly kind: "no-method" };

export interface ChargeRequest {
  /** Undefined: the subscription's own default, else the customer's. */
  readonly methodId: string | undefined;
  readonly by: ChargeRecord["by"];
  readonly idempotencyKey: string | null;
}

/** Charges what remains of an open invoice once. */
export function chargeInvoice(account: Account, invoiceId: string, request: ChargeRequest): ChargeResult {
  const { books } = account;
  const invoice = known(books.invoices, invoiceId);
  if (isInFlight(account, invoice)) return { kind: "in-flight" };
  const methodId = request.methodId ?? defaultMethodOf(account, invoice);
  if (methodId === null) return { kind: "no-method" };
  const intent = intentOf(account, invoice);
  const charge = newCharge(account, intent, known(books.methods, methodId), request);
  intent.amountMinor = charge.amountMinor;
  countAttempt(invoice, request.by);
  return answer(account, triedOf(account, charge));
}

/** Whether a payment of the invoice was started and has no answer yet. */
export const isInFlight = ({ books }: Account, { paymentIntentId }: InvoiceRecord): boolean =>
  paymentIntentId !== null && books.paymentIntents.get(paymentIntentId)?.status === "processing";

/** What an invoice draws from: its subscription's own default, else the customer's. Null if there is neither. */
export function defaultMethodOf({ books }: Account, invoice: InvoiceRecord): string | null {
  const subscription = books.subscriptions.get(invoice.subscriptionId ?? "");
  return subscription?.defaultMethodId ?? known(books.customers, invoice.customerId).defaultMethodId;
}

/** Part of an open invoice is paid, with money that is there: by another payment of the same invoice. */
export function payPart(account: Account, invoiceId: string, amountMinor: number, method: MethodRecord): void {
  const { books } = account;
  const invoice = known(books.invoices, invoiceId);
  if (amountMinor >= remainingOf(invoice)) throw new RangeError(`${amountMinor} is no part of invoice ${invoiceId}.`);
  books.methods.set(method.id, method);
  const intent = newIntent(account, invoice, amountMinor);
  invoice.partIntentIds.push(intent.id);
  const charge = newCharge(account, intent, method, { methodId: method.id, by: "customer", idempotencyKey: null });
  charge.status = "succeeded";
  charge.answeredAt = account.clock.now();
  const previous = { amount_paid: invoice.paidMinor, amount_remaining: remainingOf(invoice) };
  invoice.paidMinor += amountMinor;
  intent.status = "succeeded";
  tellOfSuccess(account, triedOf(account, charge));
  emitInvoice(account, invoice, "updated", previous);
}

/** The customer confirms at the bank what it asked for, and the charge that waited for that goes through. */
export function confirmPayment(account: Account, invoiceId: string): boolean {
  const invoice = known(account.books.invoices, invoiceId);
  const intent = account.books.paymentIntents.get(invoice.paymentIntentId ?? "");
  if (invoice.status !== "open" || intent?.status !== "requires_action") return false;
  const waiting = known(account.books.charges, intent.latestChargeId);
  const method = known(account.books.methods, waiting.methodId);
  const charge = newCharge(account, intent, method, { methodId: method.id, by: "customer", idempotencyKey: null });
  settle(account, triedOf(account, charge), undefined);
  return true;
}

/** The bank's answer to a debit has come. */
export function answerDebit(account: Account, chargeId: string): void {
  const charge = known(account.books.charges, chargeId);
  const tried = triedOf(account, charge);
  settle(account, tried, bankAnswer(tried.method, account.clock.now(), account.seed));
  const lateReturn = tried.method.trouble?.returnedAfterDays;
  if (charge.status === "succeeded" && lateReturn !== undefined)
    account.calendar.add(account.later(lateReturn), { kind: "return-debit", id: chargeId });
}

function intentOf(account: Account, invoice: InvoiceRecord): PaymentIntentRecord {
  if (invoice.paymentIntentId !== null) return known(account.books.paymentIntents, invoice.paymentIntentId);
  const intent = newIntent(account, invoice, remainingOf(invoice));
  invoice.paymentIntentId = intent.id;
  return intent;
}

function newIntent(account: Account, invoice: InvoiceRecord, amountMinor: number): PaymentIntentRecord {
  const intent: PaymentIntentRecord = {
    id: account.nextId("pi"),
    invoiceId: invoice.id,
    invoicePaymentId: account.nextId("inpay"),
    customerId: invoice.customerId,
    createdAt: account.clock.now(),
    amountMinor,
    status: "requires_payment_method",
    latestChargeId: null,
  };
  account.books.paymentIntents.set(intent.id, intent);
  return intent;
}

function newCharge(
  account: Account,
  intent: PaymentIntentRecord,
  method: MethodRecord,
  { by, idempotencyKey }: ChargeRequest,
): ChargeRecord {
  const invoice = known(account.books.invoices, intent.invoiceId);
  const charge: ChargeRecord = {
    id: account.nextId("ch"),
    paymentIntentId: intent.id,
    invoiceId: intent.invoiceId,
    methodId: method.id,
    fingerprint: fingerprintOf(method),
    amountMinor: invoice.paymentIntentId === intent.id ? remainingOf(invoice) : intent.amountMinor,
    createdAt: account.clock.now(),
    status: "pending",
    answeredAt: null,
    trouble: undefined,
    refundedMinor: 0,
    disputeId: null,
    by,
    idempotencyKey,
  };
  account.books.charges.set(charge.id, charge);
  intent.latestChargeId = charge.id;
  return charge;
}

/** Any first try counts; later ones made through the API or by the customer leave Stripe's own retry schedule alone. */
function countAttempt(invoice: InvoiceRecord, by: ChargeRecord["by"]): void {
  invoice.attemptCount = by === "stripe" ? invoice.attemptCount + 1 : Math.max(invoice.attemptCount, 1);
}

/** A charge with everything it is about. */
interface Tried {
  readonly invoice: InvoiceRecord;
  readonly intent: PaymentIntentRecord;
  readonly charge: ChargeRecord;
  readonly method: MethodRecord;
}

const triedOf = ({ books }: Account, charge: ChargeRecord): Tried => ({
  charge,
  invoice: known(books.invoices, charge.invoiceId),
  intent: known(books.paymentIntents, charge.paymentIntentId),
  method: known(books.methods, charge.methodId),
});

function answer(account: Account, tried: Tried): ChargeResult {
  const { charge, method, intent } = tried;
  if (isDebit(method)) {
    intent.status = "processing";
    account.calendar.add(debitAnswerAt(account, charge, method), { kind: "answer-debit", id: charge.id });
    tellOfCharge(account, tried, "pending");
    account.emit("payment_intent.processing", paymentIntentShape(intent, account.books, account.version));
    return { kind: "processing" };
  }
  const trouble = bankAnswer(method, account.clock.now(), account.seed);
  settle(account, tried, trouble);
  return trouble === undefined ? { kind: "paid" } : { kind: "declined", charge, trouble, method };
}

function settle(account: Account, tried: Tried, trouble: TroubleKind | undefined): void {
  tried.charge.trouble = trouble;
  tried.charge.answeredAt = account.clock.now();
  if (trouble === undefined) succeed(account, tried);
  else fail(account, tried);
}

function succeed(account: Account, tried: Tried): void {
  const { invoice, intent, charge } = tried;
  charge.status = "succeeded";
  invoice.status = "paid";
  invoice.paidMinor += charge.amountMinor;
  invoice.paidAt = account.clock.now();
  invoice.nextAttemptAt = null;
  intent.status = "succeeded";
  tellOfSuccess(account, tried);
  emitInvoice(account, invoice, "paid");
  emitInvoice(account, invoice, "payment_succeeded");
  setStatusFromInvoice(account, invoice);
}

function tellOfSuccess(account: Account, tried: Tried): void {
  const { intent, invoice } = tried;
  tellOfCharge(account, tried, "succeeded");
  account.emit("payment_intent.succeeded", paymentIntentShape(intent, account.books, account.version));
  if (account.version === "current") account.emit("invoice_payment.paid", invoicePaymentShape(intent, invoice));
}

function fail(account: Account, tried: Tried): void {
  const { invoice, intent, charge } = tried;
  charge.status = "failed";
  intent.status = charge.trouble === "authentication-required" ? "requires_action" : "requires_payment_method";
  if (charge.by === "stripe") {
    expectRetry(account, invoice);
    giveUpAfterLast(account, invoice);
  }
  tellOfCharge(account, tried, "failed");
  account.emit("payment_intent.payment_failed", paymentIntentShape(intent, account.books, account.version));
  emitInvoice(account, invoice, "payment_failed");
  if (intent.status === "requires_action") emitInvoice(account, invoice, "payment_action_required");
  setStatusFromInvoice(account, invoice);
}

const tellOfCharge = (account: Account, { charge, invoice, method }: Tried, what: ChargeRecord["status"]): void =>
  account.emit(`charge.${what}`, chargeShape(charge, invoice, method, account.version));
