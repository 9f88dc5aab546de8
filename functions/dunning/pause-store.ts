import { customerPartition } from "../billing/customer-partition.ts";
import { decideAnew } from "../platform/decide-anew.ts";
import { dueShard } from "../platform/due-shard.ts";
import { plus } from "../platform/duration.ts";
import type { Instant } from "../platform/instant.ts";
import type { Item, Key, Store } from "../platform/ports/store.ts";
import { storedKind } from "../platform/stored-kind.ts";
import {
  type ChangedPause,
  lookAtPauseAt,
  type Pauses,
  type SubscriptionPause,
  subscriptionPauseSchema,
} from "./subscription-pause.ts";

const pauseKind = storedKind({ kind: "subscription-pause", schema: subscriptionPauseSchema });

/** Pauses in the due index. */
export const pauseDue = "pause";

/** Nobody asks for a pause that was lifted so long ago. */
const liftedKeptFor = "P180D";

/** Which subscription's pause. */
export interface PauseRef {
  readonly customerId: string;
  readonly subscriptionId: string;
}

export const pauseKey = ({ customerId, subscriptionId }: PauseRef): Key => ({
  pk: customerPartition(customerId),
  sk: `pause#${subscriptionId}`,
});

/** The pause as the store keeps it. `rev` is the revision that was read. */
export function pauseItem({ pause, lookAt }: ChangedPause, rev: number, now: Instant): Item {
  const key = pauseKey(pause);
  const at = lookAt ?? lookAtPauseAt(pause, now);
  return {
    ...key,
    rev,
    ...pauseKind.bodyOf(pause),
    due: at === undefined ? undefined : { shard: dueShard(pauseDue, key.pk), at },
    expiresAt: pause.state === "lifted" && at === undefined ? plus(now, liftedKeptFor) : undefined,
  };
}

/** The pause in an item. @throws TerminalError naming it, if it cannot be read. */
export const parsePause = (item: Item): SubscriptionPause => pauseKind.parse(item);

/** The pauses among the items of a payer's partition. */
export function parsePauses(items: readonly Item[]): Pauses {
  const pauses = items.filter(({ kind }) => kind === pauseKind.kind).map(parsePause);
  return new Map(pauses.map((pause) => [pause.subscriptionId, pause]));
}

/**
 * Loads a pause, decides, saves; decides anew if it changed meanwhile. A try of the sweep that is under way stays counted:
 * what is saved is not yet the end of it.
 * @param decide undefined leaves it as it is.
 */
export const changePause = (
  state: Store,
  ref: PauseRef,
  { now, lookAt }: { readonly now: Instant; readonly lookAt?: Instant },
  decide: (before: SubscriptionPause | undefined) => SubscriptionPause | undefined,
): Promise<SubscriptionPause | undefined> =>
  decideAnew(async () => {
    const item = await state.load(pauseKey(ref));
    const before = item && parsePause(item);
    const after = decide(before);
    if (after === undefined || after === before) return before;
    const saved = pauseItem({ pause: after, lookAt }, item?.rev ?? 0, now);
    await state.save(item?.trouble === undefined ? saved : { ...saved, due: item.due, trouble: item.trouble });
    return after;
  });
