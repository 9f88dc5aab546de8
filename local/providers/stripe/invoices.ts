import { type Account, known } from "./account.ts";
import { chargeInvoice } from "./charges.ts";
import { emitInvoice } from "./invoice-events.ts";
import type { InvoiceRecord, Price, SubscriptionRecord } from "./records.ts";
import { remainingOf } from "./shapes/invoice-shape.ts";
import { setStatusFromInvoice } from "./subscription-status.ts";

/** How many days a customer has who is sent an invoice. */
const daysUntilDue = 30;

type Billed = Pick<
  InvoiceRecord,
  "customerId" | "subscriptionId" | "price" | "periodStartsAt" | "periodEndsAt" | "billingReason" | "amountMinor"
>;

/** Drafts the invoice of the subscription's present period. */
export function draftInvoice(
  account: Account,
  subscription: SubscriptionRecord,
  billingReason: InvoiceRecord["billingReason"],
  amountMinor: number = subscription.price.amountMinor,
): InvoiceRecord {
  const { id: subscriptionId, customerId, price, periodStartsAt, periodEndsAt, collectionMethod } = subscription;
  const invoice = newInvoice(
    account,
    { customerId, subscriptionId, price, periodStartsAt, periodEndsAt, billingReason, amountMinor },
    // What is drafted in such a pause stays a draft until somebody finalises it.
    { collectionMethod, autoAdvance: subscription.pause?.behavior !== "keep_as_draft" },
  );
  subscription.latestInvoiceId = invoice.id;
  emitInvoice(account, invoice, "created");
  return invoice;
}

/** Bills something that belongs to no subscription, at once. */
export function billOnce(account: Account, customerId: string, price: Price): InvoiceRecord {
  const now = account.clock.now();
  const { amountMinor } = price;
  const invoice = newInvoice(
    account,
    {
      ...{ customerId, subscriptionId: null, price, periodStartsAt: now, periodEndsAt: now },
      ...{ billingReason: "manual", amountMinor },
    },
    { collectionMethod: "charge_automatically", autoAdvance: true },
  );
  emitInvoice(account, invoice, "created");
  finalizeInvoice(account, invoice.id);
  return invoice;
}

function newInvoice(
  account: Account,
  billed: Billed,
  collected: Pick<InvoiceRecord, "collectionMethod" | "autoAdvance">,
): InvoiceRecord {
  const id = account.nextId("in");
  const invoice: InvoiceRecord = {
    ...billed,
    ...collected,
    id,
    number: `ORBIT-${id.slice(3)}`,
    createdAt: account.clock.now(),
    currency: billed.price.currency,
    hasUsedUpRetries: false,
    status: "draft",
    paidMinor: 0,
    creditedBeforeMinor: 0,
    creditedAfterMinor: 0,
    attemptCount: 0,
    nextAttemptAt: null,
    dueAt: null,
    paymentIntentId: null,
    partIntentIds: [],
    paidOutOfBand: false,
    finalizedAt: null,
    paidAt: null,
    uncollectibleAt: null,
    voidedAt: null,
  };
  account.books.invoices.set(id, invoice);
  return invoice;
}

/** The hour of a draft is over: finalises and charges it; while collection is paused, does with it what the pause says. */
export function finalizeInvoice(account: Account, id: string): void {
  const invoice = known(account.books.invoices, id);
  const subscription = account.books.subscriptions.get(invoice.subscriptionId ?? "");
  const pause = subscription?.pause?.behavior;
  if (invoice.status !== "draft" || !invoice.autoAdvance || subscription?.status === "canceled") return;
  if (pause === "keep_as_draft") {
    setAutoAdvance(account, id, false);
    return;
  }
  open(account, invoice);
  if (pause === "void") voidInvoice(account, id);
  else if (pause === "mark_uncollectible") markUncollectible(account, id);
  else collect(account, invoice);
}

/** Somebody finalises a draft. @param autoAdvance undefined: as the draft has it. */
export function finalizeByHand(account: Account, id: string, autoAdvance: boolean | undefined): void {
  const invoice = known(account.books.invoices, id);
  invoice.autoAdvance = autoAdvance ?? invoice.autoAdvance;
  open(account, invoice);
  if (invoice.autoAdvance || invoice.amountMinor === 0) collect(account, invoice);
}

function open(account: Account, invoice: InvoiceRecord): void {
  invoice.status = "open";
  invoice.finalizedAt = account.clock.now();
  if (invoice.collectionMethod === "send_invoice") invoice.dueAt = account.later(daysUntilDue);
  emitInvoice(account, invoice, "finalized");
}

function collect(account: Account, invoice: InvoiceRecord): void {
  if (invoice.amountMinor === 0) settle(account, invoice);
  else if (invoice.collectionMethod === "charge_automatically")
    chargeInvoice(account, invoice.id, { methodId: undefined, by: "stripe", idempotencyKey: null });
  else {
    emitInvoice(account, invoice, "sent");
    if (invoice.dueAt !== null) account.calendar.add(invoice.dueAt, { kind: "fall-due", id: invoice.id });
  }
}

/** An invoice that was sent is not paid by its day. */
export function fallDue(account: Account, id: string): void {
  const invoice = known(account.books.invoices, id);
  if (invoice.status !== "open") return;
  emitInvoice(account, invoice, "overdue");
  setStatusFromInvoice(account, invoice);
}

/** Stripe goes on with it by itself, or stops; either is told only if it is new. */
export function setAutoAdvance(account: Account, id: string, autoAdvance: boolean): void {
  const invoice = known(account.books.invoices, id);
  if (invoice.autoAdvance === autoAdvance) return;
  invoice.autoAdvance = autoAdvance;
  if (!autoAdvance) invoice.nextAttemptAt = null;
  emitInvoice(account, invoice, "updated", { auto_advance: !autoAdvance });
}

/** Nothing is left to pay, and no charge is made. */
function settle(account: Account, invoice: InvoiceRecord): void {
  invoice.status = "paid";
  invoice.paidAt = account.clock.now();
  invoice.nextAttemptAt = null;
  emitInvoice(account, invoice, "paid");
  emitInvoice(account, invoice, "payment_succeeded");
  setStatusFromInvoice(account, invoice);
}

/** A credit from before the payment: less is to be paid, and nothing more if the credit was all of it. */
export function creditBeforePayment(account: Account, id: string, amountMinor: number): void {
  const invoice = known(account.books.invoices, id);
  const previous = { amount_due: invoice.amountMinor - invoice.creditedBeforeMinor };
  const before = { ...previous, amount_remaining: remainingOf(invoice) };
  invoice.creditedBeforeMinor += amountMinor;
  emitInvoice(account, invoice, "updated", before);
  if (invoice.status === "open" && remainingOf(invoice) === 0) settle(account, invoice);
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
  invoice.nextAttemptAt = null;
  emitInvoice(account, invoice, "marked_uncollectible");
  setStatusFromInvoice(account, invoice);
}

export function voidInvoice(account: Account, id: string): void {
  const invoice = known(account.books.invoices, id);
  invoice.status = "void";
  invoice.voidedAt = account.clock.now();
  invoice.nextAttemptAt = null;
  emitInvoice(account, invoice, "voided");
  setStatusFromInvoice(account, invoice);
}
