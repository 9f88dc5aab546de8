import { type Instant, instantOfMs } from "../../../../functions/platform/instant.ts";
import type { Account } from "../account.ts";
import type { PauseBehavior, SubscriptionRecord } from "../records.ts";
import { subscriptionShape } from "../shapes/subscription-shape.ts";
import { isOver } from "../subscription-status.ts";
import { cancelSubscription, pauseCollection } from "../subscriptions.ts";
import { type Answer, invalid, noSuch, ok } from "./answers.ts";
import { spoken } from "./lookup.ts";

const behaviors: readonly PauseBehavior[] = ["keep_as_draft", "mark_uncollectible", "void"];

/** `GET /v1/subscriptions/:id` */
export function readSubscription(account: Account, id: string): Answer {
  const subscription = account.books.subscriptions.get(id);
  return subscription ? ok(subscriptionShape(subscription, spoken)) : noSuch("subscription", id);
}

/**
 * `POST /v1/subscriptions/:id`, of which only `pause_collection` (empty, it resumes collection) and `metadata` are
 * understood.
 */
export function updateSubscription(account: Account, id: string, form: URLSearchParams): Answer {
  const subscription = account.books.subscriptions.get(id);
  if (!subscription) return noSuch("subscription", id);
  if (isOver(subscription))
    return invalid("A canceled subscription can only update its cancellation_details and metadata.");
  const asked = form.get("pause_collection[behavior]");
  const behavior = behaviors.find((known) => known === asked);
  if (asked !== null && behavior === undefined) return invalid(`Invalid pause_collection[behavior]: ${asked}`);
  const metadata = metadataAfter(subscription, form);
  if (behavior !== undefined)
    pauseCollection(account, id, behavior, { by: "api", resumesAt: resumesAtOf(form), metadata });
  else if (form.get("pause_collection") === "") pauseCollection(account, id, null, { metadata });
  else {
    const { behavior: present = null, ...kept } = subscription.pause ?? {};
    pauseCollection(account, id, present, { ...kept, metadata });
  }
  return readSubscription(account, id);
}

function resumesAtOf(form: URLSearchParams): Instant | null {
  const seconds = form.get("pause_collection[resumes_at]");
  return seconds === null || seconds === "" ? null : instantOfMs(Number(seconds) * 1000);
}

/** `metadata[key]=value` writes, an empty value removes; what is not named stays. */
function metadataAfter({ metadata }: SubscriptionRecord, form: URLSearchParams): SubscriptionRecord["metadata"] {
  const written = [...form].flatMap(([name, value]) => {
    const key = /^metadata\[(.+)\]$/.exec(name)?.[1];
    return key === undefined ? [] : [[key, value] as const];
  });
  return Object.fromEntries(
    Object.entries({ ...metadata, ...Object.fromEntries(written) }).filter(([, value]) => value !== ""),
  );
}

/** `DELETE /v1/subscriptions/:id`; one already ended is no longer found, as at Stripe. */
export function cancelRequest(account: Account, id: string): Answer {
  const subscription = account.books.subscriptions.get(id);
  if (!subscription || isOver(subscription)) return noSuch("subscription", id);
  cancelSubscription(account, id, "cancellation_requested");
  return readSubscription(account, id);
}
