import * as z from "zod/mini";
import { plus } from "../platform/duration.ts";
import type { Instant } from "../platform/instant.ts";
import type { DunningCase } from "./case.ts";
import { actOfKey } from "./ladder.ts";

/**
 * The pause of one subscription: whose it is, since when and for which invoices. It is saved before the provider is asked
 * to pause, and stands until it is known to be lifted, whatever becomes of the cases that asked for it. One aggregate,
 * one item, in the payer's partition.
 */
export const subscriptionPauseSchema = z.object({
  customerId: z.string(),
  provider: z.string(),
  subscriptionId: z.string(),
  /** `unknown`: events tell of a pause that may be ours; the provider has not been asked yet. */
  by: z.enum(["us", "merchant", "unknown"]),
  state: z.enum(["standing", "lifted"]),
  since: z.string(),
  /** When we last asked for it, under which key. */
  askedAt: z.optional(z.string()),
  key: z.optional(z.string()),
  /** The invoices that it stands for. */
  invoiceIds: z.array(z.string()),
  /** It was made before pauses were marked as ours at the provider, which therefore cannot tell. */
  unmarked: z.optional(z.boolean()),
  /** How often lifting it was begun: each time has a key of its own, or a provider would repeat a failure. */
  lifts: z.int(),
  liftedAt: z.optional(z.string()),
  /** Somebody else lifted ours: the mark it left behind is still to be taken away, or their next pause would pass for ours. */
  isMarkLeft: z.optional(z.boolean()),
});
export type SubscriptionPause = z.infer<typeof subscriptionPauseSchema>;

/** The pauses of one payer's subscriptions, by the subscription's id. */
export type Pauses = ReadonlyMap<string, SubscriptionPause>;

type OfSubscription = Pick<SubscriptionPause, "customerId" | "provider" | "subscriptionId">;

/** A request to pause may still be on its way for so long after we asked: no function and none of its repeats lives longer. */
const requestTakesAtMost = "PT10M";

/** What becomes known moves the look; this is for what nobody told. What has been owed for months is looked at less often. */
const rhythm = { first: "P3D", until: "P60D", later: "P14D" } as const;

/** The pause after a case has asked for it. */
export function askedFor(
  before: SubscriptionPause | undefined,
  subscription: OfSubscription,
  asked: { readonly invoiceId: string; readonly key: string; readonly now: Instant },
): SubscriptionPause {
  const { customerId, provider, subscriptionId } = subscription;
  const standing = before?.state === "standing" && before.by === "us" ? before : undefined;
  return {
    ...{ customerId, provider, subscriptionId, by: "us", state: "standing" },
    since: standing?.since ?? asked.now,
    askedAt: asked.now,
    key: asked.key,
    invoiceIds: [...new Set([...(standing?.invoiceIds ?? []), asked.invoiceId])].sort(),
    lifts: before?.lifts ?? 0,
  };
}

/** What a case that was paused before pauses had a place of their own, or before a restore, tells of its pause. */
export function pauseOfCase(dunningCase: DunningCase, subscriptionId: string): SubscriptionPause {
  const { customerId, provider, invoiceId, openedAt, done } = dunningCase;
  const unmarked = Object.entries(done).some(([key, { result }]) => actOfKey(key) === "pause" && result === "pause");
  return {
    ...{ customerId, provider, subscriptionId, by: "us", state: "standing", since: openedAt },
    ...{ invoiceIds: [invoiceId], unmarked, lifts: 0 },
  };
}

/** Whether money is still owed for a case; undefined if the case is not known. */
export function isOwed(dunningCase: DunningCase | undefined): boolean | undefined {
  if (dunningCase === undefined) return undefined;
  return dunningCase.status === "open" || dunningCase.outcome?.kind === "lost";
}

/** The pause once the provider is known to have none of ours. */
export const lifted = (pause: SubscriptionPause, now: Instant): SubscriptionPause => ({
  ...pause,
  state: "lifted",
  liftedAt: pause.liftedAt ?? now,
});

/** Whether the provider tells that somebody else has lifted our pause; our own request may still be on its way. */
export const isWithdrawn = (
  { by, state, askedAt, since }: SubscriptionPause,
  told: { readonly collectionPaused: boolean; readonly asOf: Instant } | undefined,
): boolean =>
  by === "us" &&
  state === "standing" &&
  told?.collectionPaused === false &&
  told.asOf > plus(askedAt ?? since, requestTakesAtMost);

/** When somebody must look at a pause that nothing else has touched; undefined once that is needless. */
export function lookAtPauseAt({ state, by, since, askedAt }: SubscriptionPause, now: Instant): Instant | undefined {
  if (state === "standing" && by === "unknown") return now;
  if (state === "standing")
    return by === "us" ? plus(now, now < plus(since, rhythm.until) ? rhythm.first : rhythm.later) : undefined;
  const landed = askedAt && plus(askedAt, requestTakesAtMost);
  return landed !== undefined && landed > now ? landed : undefined;
}

/** A pause that is to be saved, and when it is to be looked at if not in its usual time. */
export interface ChangedPause {
  readonly pause: SubscriptionPause;
  readonly lookAt?: Instant | undefined;
}
