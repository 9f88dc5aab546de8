import type { Pause, Price, SubscriptionRecord } from "../records.ts";
import { type Json, listOf, type ShapeVersion, secondsOf, secondsOrNull } from "./shape.ts";

const productOf = (price: Price) => `prod_${price.productName.toLowerCase().replaceAll(" ", "_")}`;

const priceShape = (price: Price): Json => ({
  id: price.id,
  object: "price",
  active: true,
  billing_scheme: "per_unit",
  currency: price.currency,
  livemode: false,
  lookup_key: null,
  metadata: {},
  nickname: price.nickname,
  product: productOf(price),
  recurring: { interval: price.interval, interval_count: 1, meter: null, usage_type: "licensed" },
  type: "recurring",
  unit_amount: price.amountMinor,
  unit_amount_decimal: String(price.amountMinor),
});

const planShape = (price: Price): Json => ({
  id: price.id,
  object: "plan",
  active: true,
  amount: price.amountMinor,
  currency: price.currency,
  interval: price.interval,
  interval_count: 1,
  nickname: price.nickname,
  product: productOf(price),
  usage_type: "licensed",
});

const periodOf = (subscription: SubscriptionRecord) => ({
  current_period_end: secondsOf(subscription.periodEndsAt),
  current_period_start: secondsOf(subscription.periodStartsAt),
});

/** `pause_collection` */
export const pauseShape = (pause: Pause | null): Json | null =>
  pause && { behavior: pause.behavior, resumes_at: secondsOrNull(pause.resumesAt) };

export const subscriptionShape = (subscription: SubscriptionRecord, version: ShapeVersion): Json => ({
  id: subscription.id,
  object: "subscription",
  billing_cycle_anchor: secondsOf(subscription.anchorAt),
  cancel_at: subscription.cancelAtPeriodEnd ? secondsOf(subscription.periodEndsAt) : null,
  cancel_at_period_end: subscription.cancelAtPeriodEnd,
  canceled_at: secondsOrNull(subscription.canceledAt),
  cancellation_details: { comment: null, feedback: null, reason: subscription.cancelReason },
  collection_method: subscription.collectionMethod,
  created: secondsOf(subscription.createdAt),
  currency: subscription.price.currency,
  customer: subscription.customerId,
  days_until_due: subscription.collectionMethod === "send_invoice" ? 30 : null,
  default_payment_method: subscription.defaultMethodId,
  default_source: null,
  description: null,
  ended_at: secondsOrNull(subscription.endedAt),
  items: listOf(
    [
      {
        id: subscription.itemId,
        object: "subscription_item",
        created: secondsOf(subscription.createdAt),
        metadata: {},
        plan: planShape(subscription.price),
        price: priceShape(subscription.price),
        quantity: 1,
        subscription: subscription.id,
        ...(version === "current" && periodOf(subscription)),
      },
    ],
    `/v1/subscription_items?subscription=${subscription.id}`,
  ),
  latest_invoice: subscription.latestInvoiceId,
  livemode: false,
  metadata: subscription.metadata,
  pause_collection: pauseShape(subscription.pause),
  pending_setup_intent: null,
  pending_update: subscription.pendingUpdate && {
    billing_cycle_anchor: null,
    expires_at: secondsOf(subscription.pendingUpdate.expiresAt),
    subscription_items: [
      { id: subscription.itemId, object: "subscription_item", price: priceShape(subscription.pendingUpdate.price) },
    ],
    trial_end: null,
  },
  schedule: null,
  start_date: secondsOf(subscription.createdAt),
  status: subscription.status,
  trial_end: null,
  trial_start: null,
  ...(version === "beforeBasil" && { ...periodOf(subscription), plan: planShape(subscription.price), quantity: 1 }),
});
