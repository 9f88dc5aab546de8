import type Stripe from "stripe";
import type { ProviderSubscription } from "../../../billing/payments.ts";
import { subscriptionStatuses } from "../../../billing/subscription.ts";
import { TerminalError } from "../../../platform/errors.ts";
import { pauseMark } from "../events/pause-mark.ts";
import { instantOf } from "./invoice-payments.ts";

/** @throws TerminalError for a status that did not exist when this was written. */
export function providerSubscription(subscription: Stripe.Subscription): ProviderSubscription {
  const status = subscriptionStatuses.find((known) => known === subscription.status);
  if (status === undefined)
    throw new TerminalError(`Subscription ${subscription.id} has the unknown status ${subscription.status}.`);
  const { id: subscriptionId, collection_method } = subscription;
  // Old versions leave it out.
  const chargedAutomatically = collection_method ? collection_method !== "send_invoice" : undefined;
  return { subscriptionId, status, endsAt: endOf(subscription), chargedAutomatically, pause: pauseOf(subscription) };
}

/** Items may be billed in rhythms of their own; it ends when the last of their periods does. */
function endOf({ cancel_at, cancel_at_period_end, items }: Stripe.Subscription): string | undefined {
  const asked = instantOf(cancel_at);
  if (asked !== undefined || !cancel_at_period_end) return asked;
  const ends = (items?.data ?? []).map(({ current_period_end }) => current_period_end);
  return ends.length === 0 ? undefined : instantOf(Math.max(...ends));
}

function pauseOf({ pause_collection: pause, metadata }: Stripe.Subscription): ProviderSubscription["pause"] {
  if (!pause) return undefined;
  return { by: metadata?.[pauseMark] ? "us" : "merchant", resumesAt: instantOf(pause.resumes_at) };
}
