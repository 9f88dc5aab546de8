import { type Account, known } from "./account.ts";
import type { InvoiceRecord, SubscriptionRecord } from "./records.ts";
import { subscriptionShape } from "./shapes/subscription-shape.ts";

/**
 * A subscription follows its latest invoice: past due while that one is open, active again once it is paid, void or
 * given up (marking it uncollectible by hand makes the subscription active too). Older invoices do not matter.
 */
export function setStatusFromInvoice(account: Account, invoice: InvoiceRecord): void {
  const subscription = known(account.books.subscriptions, invoice.subscriptionId);
  if (subscription.status === "canceled" || subscription.latestInvoiceId !== invoice.id) return;
  setStatus(account, subscription, invoice.status === "open" ? "past_due" : "active");
  known(account.books.customers, invoice.customerId).delinquent = invoice.status === "open";
}

function setStatus(account: Account, subscription: SubscriptionRecord, status: "active" | "past_due"): void {
  if (subscription.status === status) return;
  const previous = { status: subscription.status };
  subscription.status = status;
  account.emit("customer.subscription.updated", subscriptionShape(subscription, account.version), previous);
}
