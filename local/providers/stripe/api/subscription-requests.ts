import type { Account } from "../account.ts";
import type { PauseBehavior } from "../records.ts";
import { subscriptionShape } from "../shapes/subscription-shape.ts";
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
 * `POST /v1/subscriptions/:id`, of which only `metadata` and `pause_collection` are understood; an empty one resumes
 * collection.
 */
export function updateSubscription(account: Account, id: string, form: URLSearchParams): Answer {
  const subscription = account.books.subscriptions.get(id);
  if (!subscription) return noSuch("subscription", id);
  if (subscription.status === "canceled")
    return invalid("A canceled subscription can only update its cancellation_details and metadata.");
  const asked = form.get("pause_collection[behavior]");
  const behavior = behaviors.find((known) => known === asked);
  if (asked !== null && behavior === undefined) return invalid(`Invalid pause_collection[behavior]: ${asked}`);
  subscription.metadata = merged(subscription.metadata, form);
  if (behavior !== undefined) pauseCollection(account, id, behavior);
  else if (form.get("pause_collection") === "") pauseCollection(account, id, null);
  return readSubscription(account, id);
}

/** A key that is given nothing is taken away. */
function merged(metadata: Readonly<Record<string, string>>, form: URLSearchParams): Readonly<Record<string, string>> {
  const given = [...form].flatMap(([name, value]) => {
    const [, key] = /^metadata\[(.+)\]$/.exec(name) ?? [];
    return key === undefined ? [] : [[key, value] as const];
  });
  const all = { ...metadata, ...Object.fromEntries(given) };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== ""));
}

/** `DELETE /v1/subscriptions/:id`; one already ended is no longer found, as at Stripe. */
export function cancelRequest(account: Account, id: string): Answer {
  const subscription = account.books.subscriptions.get(id);
  if (!subscription || subscription.status === "canceled") return noSuch("subscription", id);
  cancelSubscription(account, id, "cancellation_requested");
  return readSubscription(account, id);
}
