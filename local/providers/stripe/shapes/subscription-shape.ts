import type { Price, SubscriptionRecord } from "../records.ts";
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

export const subscriptionShape = (subscription: SubscriptionRecord, version: ShapeVersion): Json => ({
  id: subscription.id,
  object: "subscription",
  billing_cycle_anchor: secondsOf(subscription.anchorAt),
  cancel_at: null,
  cancel_at_period_end: false,
  canceled_at: secondsOrNull(subscription.canceledAt),
  cancellation_details: { comment: null, feedback: null, reason: subscription.cancelReason },
  collection_method: "charge_automatically",
  created: secondsOf(subscription.createdAt),
  currency: subscription.price.currency,
  customer: subscription.customerId,
  days_until_due: null,
  default_payment_method: null,
  default_source: null,
  description: null,
  ended_at: secondsOrNull(subscription.canceledAt),
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
  pause_collection: subscription.pause === null ? null : { behavior: subscription.pause, resumes_at: null },
  pending_setup_intent: null,
  pending_update: null,
  schedule: null,
  start_date: secondsOf(subscription.createdAt),
  status: subscription.status,
  trial_end: null,
  trial_start: null,
  ...(version === "beforeBasil" && { ...periodOf(subscription), plan: planShape(subscription.price), quantity: 1 }),
});
