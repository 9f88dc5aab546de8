import type { KnownCustomer } from "../billing/known-customer.ts";
import { plus } from "../platform/duration.ts";
import type { Instant } from "../platform/instant.ts";
import type { DunningCase } from "./case.ts";
import type { Cases } from "./case-context.ts";
import type { DunningPolicy } from "./policy/dunning-policy.ts";
import {
  type ChangedPause,
  isOwed,
  isWithdrawn,
  lifted,
  type Pauses,
  pauseOfCase,
  type SubscriptionPause,
} from "./subscription-pause.ts";

const isSettled = (subscriptionId: string, { invoiceIds }: SubscriptionPause, cases: Cases): boolean =>
  invoiceIds.every((invoiceId) => {
    const ofInvoice = [...cases.values()].filter((one) => one.invoiceId === invoiceId);
    return ofInvoice.length > 0 && ofInvoice.every((one) => one.subscriptionId === subscriptionId && !isOwed(one));
  });

/** The workflow lifts a pause within minutes of a payment; then somebody looks whether it did. */
const liftingTakes = "PT15M";

/** What the pauses of a payer rest on: the facts, and the cases as they are to be and as they were. */
interface Ground {
  readonly known: Pick<KnownCustomer, "subscriptions">;
  readonly cases: Cases;
  readonly before: Cases;
  readonly pauses: Pauses;
  readonly policy: Pick<DunningPolicy, "steps">;
  readonly now: Instant;
}

/** A ladder without a pause may have had one; none ever pauses sooner. */
const noPauseBefore = "P1D";

/**
 * A case that is told of its payment after its subscription may have been paused, and of whose pause nothing is remembered:
 * where the store was restored from an earlier state in between, only the provider knows. What an act finds paid has asked
 * the provider, and what was closed before was known to the end.
 */
function mayBeForgotten(
  cases: readonly DunningCase[],
  { before, policy: { steps } }: Pick<Ground, "before" | "policy">,
): DunningCase | undefined {
  const pauseAfter = steps.find(({ pause }) => pause)?.after ?? noPauseBefore;
  const isTold = ({ caseId }: DunningCase) => (before.get(caseId)?.status ?? "open") === "open";
  return cases.find(
    (one) =>
      one.outcome !== undefined && !isOwed(one) && isTold(one) && one.outcome.at >= plus(one.openedAt, pauseAfter),
  );
}

/**
 * The pauses that facts and cases ask to be written down or looked at: those that a case knows of and that have no place
 * of their own, those that events tell of, those that may be forgotten, and those for which nothing is owed any more. Pure;
 * repeating it changes nothing.
 */
export function reconcilePauses(ground: Ground): ChangedPause[] {
  const { known, cases, before, pauses, now } = ground;
  const bySubscription = new Map<string, DunningCase[]>();
  for (const one of cases.values()) {
    if (one.subscriptionId === undefined) continue;
    bySubscription.set(one.subscriptionId, [...(bySubscription.get(one.subscriptionId) ?? []), one]);
  }
  return [...bySubscription].flatMap(([subscriptionId, ofIt]): ChangedPause[] => {
    const pause = pauses.get(subscriptionId);
    const told = known.subscriptions.get(subscriptionId);
    const pausing = ofIt.find(({ paused }) => paused);
    if (pause === undefined && pausing !== undefined)
      return [{ pause: pauseOfCase(pausing, subscriptionId), lookAt: plus(now, liftingTakes) }];
    const toldAt = told?.collectionPaused ? told.asOf : undefined;
    const isNews = pause === undefined || (pause.state === "lifted" && (pause.liftedAt ?? "") < (toldAt ?? ""));
    if (toldAt !== undefined && isNews) return toldOf(ofIt, subscriptionId, toldAt, pause);
    const forgotten = pause === undefined ? mayBeForgotten(ofIt, ground) : undefined;
    if (forgotten !== undefined) return toldOf(ofIt, subscriptionId, forgotten.openedAt, pause);
    if (
      pause?.by === "merchant" &&
      pause.state === "standing" &&
      told?.collectionPaused === false &&
      told.asOf > pause.since
    )
      return [{ pause: lifted(pause, told.asOf) }];
    if (
      pause?.state === "standing" &&
      told !== undefined &&
      (told.status === "canceled" || told.status === "incomplete_expired")
    )
      return [{ pause: lifted(pause, told.asOf) }];
    if (pause !== undefined && told !== undefined && isWithdrawn(pause, told))
      return [{ pause: { ...lifted(pause, told.asOf), isMarkLeft: true }, lookAt: now }];
    const hasSettled = ofIt.some((one) => isOwed(before.get(one.caseId)) !== isOwed(one));
    return pause?.state === "standing" && pause.by === "us" && hasSettled && isSettled(subscriptionId, pause, cases)
      ? [{ pause, lookAt: plus(now, liftingTakes) }]
      : [];
  });
}

/** Whose it is, the provider says when it is asked; it stands for what was being asked for when it was heard of. */
function toldOf(
  cases: readonly DunningCase[],
  subscriptionId: string,
  since: Instant,
  before: SubscriptionPause | undefined,
): ChangedPause[] {
  const [first] = cases;
  if (first === undefined) return [];
  const { customerId, provider } = first;
  const invoiceIds = cases.filter(({ status }) => status === "open").map(({ invoiceId }) => invoiceId);
  const pause = { customerId, provider, subscriptionId, by: "unknown", state: "standing", since } as const;
  return [{ pause: { ...pause, invoiceIds, lifts: before?.lifts ?? 0 } }];
}
