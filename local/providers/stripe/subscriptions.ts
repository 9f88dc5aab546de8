import { plus } from "../../../functions/platform/duration.ts";
import type { Instant } from "../../../functions/platform/instant.ts";
import { type Account, known } from "./account.ts";
import { periodStart } from "./billing-calendar.ts";
import { draftInvoice, finalizeInvoice, voidInvoice } from "./invoices.ts";
import type {
  Asker,
  CollectionMethod,
  InvoiceRecord,
  Pause,
  PauseBehavior,
  Price,
  SubscriptionRecord,
} from "./records.ts";
import type { Json } from "./shapes/shape.ts";
import { pauseShape, subscriptionShape } from "./shapes/subscription-shape.ts";
import { isOver } from "./subscription-status.ts";

/** How long a first payment, or one for an upgrade, may be made: docs.stripe.com/billing/subscriptions/overview. */
const paymentTakesAtMost = "PT23H";

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
  if (subscription.status === "incomplete")
    account.calendar.add(plus(account.clock.now(), paymentTakesAtMost), { kind: "expire-first", id: subscription.id });
  return subscription;
}

/** Nobody made the first payment: the subscription never began, and its invoice is void. */
export function expireFirst(account: Account, id: string): void {
  const subscription = known(account.books.subscriptions, id);
  if (subscription.status !== "incomplete") return;
  const previous = { status: subscription.status };
  subscription.status = "incomplete_expired";
  subscription.endedAt = account.clock.now();
  emitSubscription(account, subscription, "updated", previous);
  if (subscription.latestInvoiceId !== null) voidInvoice(account, subscription.latestInvoiceId);
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
    collectionMethod: "charge_automatically",
    defaultMethodId: null,
    retriedByStripe: false,
    pendingUpdate: null,
    cancelAtPeriodEnd: false,
    cancelReason: null,
    canceledAt: null,
    endedAt: null,
    latestInvoiceId: null,
  };
  account.books.subscriptions.set(subscription.id, subscription);
  account.calendar.add(subscription.periodEndsAt, { kind: "renew", id: subscription.id });
  return subscription;
}

/**
 * Begins the next period and drafts its invoice, which is finalised and charged an hour later; or ends the subscription,
 * if that was the customer's wish.
 */
export function renew(account: Account, id: string): void {
  const subscription = known(account.books.subscriptions, id);
  if (isOver(subscription)) return;
  if (subscription.cancelAtPeriodEnd) end(account, subscription);
  else beginPeriod(account, subscription);
}

function beginPeriod(account: Account, subscription: SubscriptionRecord): void {
  const before = subscriptionShape(subscription, account.version);
  subscription.periods += 1;
  subscription.periodStartsAt = subscription.periodEndsAt;
  subscription.periodEndsAt = periodStart(subscription.anchorAt, subscription.price.interval, subscription.periods);
  account.calendar.add(subscription.periodEndsAt, { kind: "renew", id: subscription.id });
  const invoice = draftInvoice(account, subscription, "subscription_cycle");
  account.calendar.add(plus(account.clock.now(), "PT1H"), { kind: "finalize", id: invoice.id });
  emitSubscription(account, subscription, "updated", {
    items: before["items"],
    latest_invoice: before["latest_invoice"],
  });
}

/** The change a customer asks for who wants more. */
export interface Upgrade {
  readonly price: Price;
  /** What is billed at once for the rest of the period. */
  readonly amountMinor: number;
  /** Whether the upgrade waits for its payment (`pending_if_incomplete`) or holds at once (`allow_incomplete`). */
  readonly waits: boolean;
}

/** Moves a subscription to a dearer price and charges the difference now. Drafts of a pause are left out. */
export function upgrade(account: Account, id: string, { price, amountMinor, waits }: Upgrade): InvoiceRecord {
  const subscription = known(account.books.subscriptions, id);
  const { price: cheaper, latestInvoiceId } = subscription;
  const before = subscriptionShape(subscription, account.version);
  subscription.price = price;
  const invoice = draftInvoice(account, subscription, "subscription_update", amountMinor);
  if (waits) subscription.latestInvoiceId = latestInvoiceId;
  finalizeInvoice(account, invoice.id);
  const awaits = waits && invoice.status === "open";
  if (awaits) {
    subscription.price = cheaper;
    const expiresAt = plus(account.clock.now(), paymentTakesAtMost);
    subscription.pendingUpdate = { price, invoiceId: invoice.id, expiresAt };
    account.calendar.add(expiresAt, { kind: "expire-update", id });
  }
  emitSubscription(account, subscription, "updated", awaits ? { pending_update: null } : { items: before["items"] });
  return invoice;
}

/** The upgrade was paid for meanwhile, or lapses and its invoice with it. */
export function expireUpdate(account: Account, id: string): void {
  const subscription = known(account.books.subscriptions, id);
  const { pendingUpdate } = subscription;
  if (pendingUpdate === null) return;
  const invoice = known(account.books.invoices, pendingUpdate.invoiceId);
  subscription.pendingUpdate = null;
  if (invoice.status === "paid") subscription.price = pendingUpdate.price;
  else emitSubscription(account, subscription, "pending_update_expired");
  if (invoice.status === "open") voidInvoice(account, invoice.id);
}

/** How a pause is asked for, beyond what becomes of the invoices. */
interface PauseRequest {
  readonly by?: Asker;
  readonly resumesAt?: Instant | null;
  /** Written in the same request. */
  readonly metadata?: SubscriptionRecord["metadata"];
}

/** Stops collection (null: resumes it). Invoices go on being made and are dealt with as `behavior` says. */
export function pauseCollection(
  account: Account,
  id: string,
  behavior: PauseBehavior | null,
  { by = "merchant", resumesAt = null, metadata }: PauseRequest = {},
): void {
  const subscription = known(account.books.subscriptions, id);
  const pause: Pause | null = behavior && { behavior, resumesAt, by, since: account.clock.now() };
  const previous = {
    ...(samePause(subscription.pause, pause) ? {} : { pause_collection: pauseShape(subscription.pause) }),
    ...(metadata === undefined || sameText(subscription.metadata, metadata) ? {} : { metadata: subscription.metadata }),
  };
  if (Object.keys(previous).length === 0) return;
  if ("pause_collection" in previous) subscription.pause = pause;
  subscription.metadata = metadata ?? subscription.metadata;
  if (pause?.resumesAt) account.calendar.add(pause.resumesAt, { kind: "end-pause", id });
  emitSubscription(account, subscription, "updated", previous);
}

const samePause = (one: Pause | null, other: Pause | null): boolean =>
  one?.behavior === other?.behavior && one?.resumesAt === other?.resumesAt;

const sameText = (one: Json, other: Json): boolean => JSON.stringify(one) === JSON.stringify(other);

/** The day has come on which a pause was to end. */
export function endPause(account: Account, id: string): void {
  const { pause, status } = known(account.books.subscriptions, id);
  const isDue = pause !== null && pause.resumesAt !== null && pause.resumesAt <= account.clock.now();
  if (isDue && status !== "canceled") pauseCollection(account, id, null);
}

/** The company changes how it collects; invoices there are keep their way. */
export function setCollectionMethod(account: Account, id: string, collectionMethod: CollectionMethod): void {
  const subscription = known(account.books.subscriptions, id);
  if (subscription.collectionMethod === collectionMethod) return;
  const previous = { collection_method: subscription.collectionMethod };
  subscription.collectionMethod = collectionMethod;
  emitSubscription(account, subscription, "updated", previous);
}

/** Gives a subscription a default of its own, or takes it away. */
export function setOwnMethod(account: Account, id: string, methodId: string | null): void {
  const subscription = known(account.books.subscriptions, id);
  const previous = { default_payment_method: subscription.defaultMethodId };
  subscription.defaultMethodId = methodId;
  emitSubscription(account, subscription, "updated", previous);
}

/** The customer leaves when the period is over, or has thought better of it. */
export function cancelAtPeriodEnd(account: Account, id: string, leaves = true): void {
  const subscription = known(account.books.subscriptions, id);
  if (isOver(subscription) || subscription.cancelAtPeriodEnd === leaves) return;
  subscription.cancelAtPeriodEnd = leaves;
  subscription.cancelReason = leaves ? "cancellation_requested" : null;
  subscription.canceledAt = leaves ? account.clock.now() : null;
  emitSubscription(account, subscription, "updated", { cancel_at_period_end: !leaves });
}

/** Ends it now. Open invoices stay open, as at Stripe, which no longer collects them by itself. */
export function cancelSubscription(account: Account, id: string, reason: string): void {
  const subscription = known(account.books.subscriptions, id);
  if (isOver(subscription)) return;
  subscription.canceledAt = account.clock.now();
  subscription.cancelReason = reason;
  end(account, subscription);
}

function end(account: Account, subscription: SubscriptionRecord): void {
  subscription.status = "canceled";
  subscription.endedAt = account.clock.now();
  const latest = account.books.invoices.get(subscription.latestInvoiceId ?? "");
  if (latest !== undefined) latest.autoAdvance = false;
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
  what: "created" | "updated" | "deleted" | "pending_update_expired",
  previous?: Json,
) => account.emit(`customer.subscription.${what}`, subscriptionShape(subscription, account.version), previous);
