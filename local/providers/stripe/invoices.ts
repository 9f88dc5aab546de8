import { type Account, known } from "./account.ts";
import { chargeInvoice } from "./charges.ts";
import { emitInvoice } from "./invoice-events.ts";
import type { InvoiceRecord, SubscriptionRecord } from "./records.ts";
import { setStatusFromInvoice } from "./subscription-status.ts";

/** Drafts the invoice of the subscription's present period. */
export function draftInvoice(
  account: Account,
  subscription: SubscriptionRecord,
  billingReason: InvoiceRecord["billingReason"],
): InvoiceRecord {
  const now = account.clock.now();
  const id = account.nextId("in");
  const { price, periodStartsAt, periodEndsAt } = subscription;
  const invoice: InvoiceRecord = {
    id,
    number: `ORBIT-${id.slice(3)}`,
    customerId: subscription.customerId,
    subscriptionId: subscription.id,
    price,
    createdAt: now,
    periodStartsAt,
    periodEndsAt,
    billingReason,
    amountMinor: price.amountMinor,
    currency: price.currency,
    status: "draft",
    attemptCount: 0,
    paymentIntentId: null,
    paidOutOfBand: false,
    finalizedAt: null,
    paidAt: null,
    uncollectibleAt: null,
    voidedAt: null,
  };
  account.books.invoices.set(id, invoice);
  subscription.latestInvoiceId = id;
  emitInvoice(account, invoice, "created");
  return invoice;
}

/** Finalises a draft and charges it; while collection is paused, does with it what the pause says. */
export function finalizeInvoice(account: Account, id: string): void {
  const invoice = known(account.books.invoices, id);
  const { pause, status } = known(account.books.subscriptions, invoice.subscriptionId);
  if (status === "canceled" || pause === "keep_as_draft") return;
  invoice.status = "open";
  invoice.finalizedAt = account.clock.now();
  emitInvoice(account, invoice, "finalized");
  if (pause === "void") voidInvoice(account, id);
  else if (pause === "mark_uncollectible") markUncollectible(account, id);
  else if (invoice.amountMinor === 0) settle(account, invoice);
  else chargeInvoice(account, id, { cardId: undefined, idempotencyKey: null });
}

/** An invoice over nothing is paid as soon as it is final; no charge is made. */
function settle(account: Account, invoice: InvoiceRecord): void {
  invoice.status = "paid";
  invoice.paidAt = account.clock.now();
  emitInvoice(account, invoice, "paid");
  emitInvoice(account, invoice, "payment_succeeded");
  setStatusFromInvoice(account, invoice);
}

/** Somebody of the company marks it paid by other means. */
export function payOutOfBand(account: Account, id: string): void {
  const invoice = known(account.books.invoices, id);
  invoice.paidOutOfBand = true;
  settle(account, invoice);
}

export function markUncollectible(account: Account, id: string): void {
  const invoice = known(account.books.invoices, id);
  invoice.status = "uncollectible";
  invoice.uncollectibleAt = account.clock.now();
  emitInvoice(account, invoice, "marked_uncollectible");
  setStatusFromInvoice(account, invoice);
}

export function voidInvoice(account: Account, id: string): void {
  const invoice = known(account.books.invoices, id);
  invoice.status = "void";
  invoice.voidedAt = account.clock.now();
  emitInvoice(account, invoice, "voided");
  setStatusFromInvoice(account, invoice);
}
