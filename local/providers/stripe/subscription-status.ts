import { type Account, known } from "./account.ts";
import type { InvoiceRecord, SubscriptionRecord } from "./records.ts";
import { subscriptionShape } from "./shapes/subscription-shape.ts";

/**
 * A subscription follows its latest invoice: past due while that one is open, active again once it is paid, void or
 * given up (marking it uncollectible by hand makes the subscription active too). Older invoices do not matter, nor does
 * that of an upgrade which waits for its payment. Until its first invoice is paid a subscription is incomplete.
 */
export function setStatusFromInvoice(account: Account, invoice: InvoiceRecord): void {
  const subscription = account.books.subscriptions.get(invoice.subscriptionId ?? "");
  if (subscription === undefined || isOver(subscription) || subscription.latestInvoiceId !== invoice.id) return;
  const owing = invoice.status === "open" && !awaitsItsDay(account, invoice);
  const first = invoice.billingReason === "subscription_create";
  setStatus(account, subscription, owing ? (first ? "incomplete" : "past_due") : "active");
  known(account.books.customers, invoice.customerId).delinquent = owing;
}

export const isOver = ({ status }: SubscriptionRecord): boolean =>
  status === "canceled" || status === "incomplete_expired";

const awaitsItsDay = ({ clock }: Account, { dueAt }: InvoiceRecord): boolean => dueAt !== null && clock.now() < dueAt;

function setStatus(account: Account, subscription: SubscriptionRecord, status: SubscriptionRecord["status"]): void {
  if (subscription.status === status) return;
  const previous = { status: subscription.status };
  subscription.status = status;
  account.emit("customer.subscription.updated", subscriptionShape(subscription, account.version), previous);
}
