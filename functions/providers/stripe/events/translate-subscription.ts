import * as z from "zod/mini";
import type { BillingFact } from "../../../billing/billing-event.ts";
import { subscriptionStatuses } from "../../../billing/subscription.ts";
import { defaultCard, newDefaultCard } from "./default-card.ts";
import { maybe, parse, previously, reference, unixTime } from "./fields.ts";
import { monthlyWorth } from "./monthly-worth.ts";
import { pauseMark } from "./pause-mark.ts";
import { planNameOf, planSchema, priceSchema } from "./price.ts";
import type { StripeEvent, Translation } from "./stripe-event.ts";

const itemSchema = z.pipe(
  z.object({
    quantity: maybe(z.number()),
    price: maybe(priceSchema),
    plan: maybe(planSchema),
    /** Since 2025-03-31; before, the subscription had one period for all its items. */
    current_period_end: maybe(unixTime),
  }),
  z.transform(({ price, plan, quantity, current_period_end }) => ({
    price: price ?? plan,
    quantity,
    currentPeriodEnd: current_period_end,
  })),
);

const subscriptionSchema = z.object({
  id: z.string(),
  customer: maybe(reference),
  status: z.enum(subscriptionStatuses),
  items: maybe(z.object({ data: z.array(itemSchema) })),
  /** Before a subscription could have several items. */
  plan: maybe(planSchema),
  quantity: maybe(z.number()),
  current_period_end: maybe(unixTime),
  cancel_at: maybe(unixTime),
  cancel_at_period_end: maybe(z.boolean()),
  canceled_at: maybe(unixTime),
  ended_at: maybe(unixTime),
  default_payment_method: maybe(reference),
  default_source: maybe(reference),
  pause_collection: maybe(z.object({})),
  metadata: maybe(z.record(z.string(), z.unknown())),
});
type StripeSubscription = z.infer<typeof subscriptionSchema>;

const previousSchema = z.optional(z.object({ default_payment_method: previously, default_source: previously }));

/** `customer.subscription.*`. */
export function subscriptionFacts({ object, previous, name }: StripeEvent): Translation {
  const subscription = parse(subscriptionSchema, object, `${name}: data.object`);
  const before = parse(previousSchema, previous, `${name}: data.previous_attributes`);
  const chosen = newDefaultCard(defaultsOf(subscription), {
    paymentMethod: before?.default_payment_method,
    source: before?.default_source,
  });
  const facts: BillingFact[] = [{ type: "subscription", subscription: snapshotOf(subscription) }];
  if (chosen !== undefined) facts.push({ type: "card-chosen", ...chosen, subscriptionId: subscription.id });
  return { providerCustomerId: subscription.customer, facts };
}

const defaultsOf = ({ default_payment_method, default_source }: StripeSubscription) => ({
  paymentMethod: default_payment_method,
  source: default_source,
});

function snapshotOf(subscription: StripeSubscription): Extract<BillingFact, { type: "subscription" }>["subscription"] {
  const items = subscription.items?.data ?? [itemOfOldWords(subscription)];
  const currentPeriodEnd = subscription.current_period_end ?? earliest(items.map((item) => item.currentPeriodEnd));
  return {
    subscriptionId: subscription.id,
    status: subscription.status,
    planName: items.map(({ price }) => planNameOf(price)).find((planName) => planName !== undefined),
    mrr: monthlyWorth(items),
    currentPeriodEnd,
    defaultCardId: defaultCard(defaultsOf(subscription)),
    cancelAt: subscription.cancel_at ?? (subscription.cancel_at_period_end ? currentPeriodEnd : undefined),
    canceledAt: endOf(subscription),
    collectionPaused: subscription.pause_collection !== undefined,
    pausedByUs: subscription.pause_collection && Boolean(subscription.metadata?.[pauseMark]),
  };
}

const itemOfOldWords = ({ plan, quantity }: StripeSubscription): z.infer<typeof itemSchema> => ({
  price: plan,
  quantity,
  currentPeriodEnd: undefined,
});

/** Stripe sets `canceled_at` when the end is asked for, which may be long before it comes. */
const endOf = ({ status, ended_at, canceled_at }: StripeSubscription): string | undefined =>
  status === "canceled" ? (ended_at ?? canceled_at) : undefined;

/** Items may be billed in rhythms of their own; the first to end is the next charge. */
const earliest = (instants: readonly (string | undefined)[]): string | undefined =>
  instants.filter((instant) => instant !== undefined).sort()[0];
