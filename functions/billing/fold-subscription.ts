import type { Instant } from "../platform/instant.ts";
import type { BillingFact } from "./billing-event.ts";
import { defaultAt } from "./card-chosen.ts";
import { replaces, type Stamp, stampOf } from "./stamp.ts";
import type { Subscription } from "./subscription.ts";

type Snapshot = Extract<BillingFact, { type: "subscription" }>["subscription"] &
  Pick<Subscription, "providerCustomerId">;

/** Later in this list wins a tie of one second: an answer wins over the question it answers. */
const order: readonly Subscription["status"][] = [
  "incomplete",
  "unpaid",
  "past_due",
  "trialing",
  "paused",
  "active",
  "incomplete_expired",
  "canceled",
];
const latest = (a: Instant | undefined, b: Instant | undefined): Instant | undefined =>
  a === undefined || (b !== undefined && b > a) ? b : a;

const isOver = (status: Subscription["status"]) => status === "canceled" || status === "incomplete_expired";

/** Folds a snapshot of a subscription. Its end is final. */
export function foldSubscription(stored: Subscription | undefined, snapshot: Snapshot, stamp: Stamp): Subscription {
  const cardChosen = stored?.cardChosen;
  const defaultCardId = defaultAt(stamp.at, snapshot.defaultCardId, cardChosen);
  const incompleteAt = latest(stored?.incompleteAt, snapshot.status === "incomplete" ? stamp.at : undefined);
  const next: Subscription = { ...snapshot, defaultCardId, cardChosen, incompleteAt, ...stampOf(stamp) };
  if (stored === undefined) return next;
  const kept = incompleteAt === stored.incompleteAt ? stored : { ...stored, incompleteAt };
  if (isOver(stored.status) !== isOver(snapshot.status)) return isOver(snapshot.status) ? next : kept;
  const rank = order.indexOf(snapshot.status) - order.indexOf(stored.status);
  return replaces(stamp, stored, rank) ? next : kept;
}
