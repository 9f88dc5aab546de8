import { plus } from "../../../functions/platform/duration.ts";
import type { Instant } from "../../../functions/platform/instant.ts";
import { type Account, known } from "./account.ts";
import { periodStart } from "./billing-calendar.ts";
import { draftInvoice, finalizeInvoice } from "./invoices.ts";
import type { PauseBehavior, Price, SubscriptionRecord } from "./records.ts";
import type { Json } from "./shapes/shape.ts";
import { subscriptionShape } from "./shapes/subscription-shape.ts";

/** Starts a subscription now and charges its first invoice. */
export function subscribe(
  account: Account,
  customerId: string,
  price: Price,
  metadata: Readonly<Record<string, string>>,
): SubscriptionRecord {
  const subscription = newSubscription(account, {
    customerId,
    price,
    metadata,
    anchorAt: account.clock.now(),
    periods: 1,
  });
  emitSubscription(account, subscription, "created");
  const invoice = draftInvoice(account, subscription, "subscription_create");
  finalizeInvoice(account, invoice.id);
  return subscription;
}

/**
 * Puts a subscription into the books that began at `anchorAt`, some periods ago, and was paid ever since. Nobody is
 * told: it happened before anyone listened.
 */
export function importSubscription(
  account: Account,
  started: { customerId: string; price: Price; metadata: Readonly<Record<string, string>>; anchorAt: Instant },
): SubscriptionRecord {
  let periods = 1;
  while (periodStart(started.anchorAt, started.price.interval, periods) <= account.clock.now()) periods++;
  return newSubscription(account, { ...started, periods });
}

function newSubscription(
  account: Account,
  started: Pick<SubscriptionRecord, "customerId" | "price" | "metadata" | "anchorAt" | "periods">,
): SubscriptionRecord {
  const { anchorAt, periods, price } = started;
  const subscription: SubscriptionRecord = {
    ...started,
    id: account.nextId("sub"),
    itemId: account.nextId("si"),
    createdAt: anchorAt,
    periodStartsAt: periodStart(anchorAt, price.interval, periods - 1),
    periodEndsAt: periodStart(anchorAt, price.interval, periods),
    status: "active",
    pause: null,
    cancelReason: null,
    canceledAt: null,
    latestInvoiceId: null,
  };
  account.books.subscriptions.set(subscription.id, subscription);
  account.calendar.add(subscription.periodEndsAt, { kind: "renew", id: subscription.id });
  return subscription;
}

/** Begins the next period and drafts its invoice, which is finalised and charged an hour later. */
export function renew(account: Account, id: string): void {
  const subscription = known(account.books.subscriptions, id);
  if (subscription.status === "canceled") return;
  const before = subscriptionShape(subscription, account.version);
  subscription.periods += 1;
  subscription.periodStartsAt = subscription.periodEndsAt;
  subscription.periodEndsAt = periodStart(subscription.anchorAt, subscription.price.interval, subscription.periods);
  account.calendar.add(subscription.periodEndsAt, { kind: "renew", id });
  const invoice = draftInvoice(account, subscription, "subscription_cycle");
  account.calendar.add(plus(account.clock.now(), "PT1H"), { kind: "finalize", id: invoice.id });
  emitSubscription(account, subscription, "updated", {
    items: before["items"],
    latest_invoice: before["latest_invoice"],
  });
}

/** Stops collection (null: resumes it). Invoices go on being made and are dealt with as `behavior` says. */
export function pauseCollection(account: Account, id: string, behavior: PauseBehavior | null): void {
  const subscription = known(account.books.subscriptions, id);
  if (subscription.pause === behavior) return;
  const previous = { pause_collection: subscription.pause && { behavior: subscription.pause, resumes_at: null } };
  subscription.pause = behavior;
  emitSubscription(account, subscription, "updated", previous);
}

/** Ends it now. Open invoices stay open, as at Stripe. */
export function cancelSubscription(account: Account, id: string, reason: string): void {
  const subscription = known(account.books.subscriptions, id);
  if (subscription.status === "canceled") return;
  subscription.status = "canceled";
  subscription.canceledAt = account.clock.now();
  subscription.cancelReason = reason;
  emitSubscription(account, subscription, "deleted");
}

/** Tells the world of it once more, as an edit of its metadata does. */
export function touchSubscription(account: Account, id: string): void {
  const subscription = known(account.books.subscriptions, id);
  emitSubscription(account, subscription, "updated", { metadata: {} });
}

const emitSubscription = (
  account: Account,
  subscription: SubscriptionRecord,
  what: "created" | "updated" | "deleted",
  previous?: Json,
) => account.emit(`customer.subscription.${what}`, subscriptionShape(subscription, account.version), previous);
