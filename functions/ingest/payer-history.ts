import type { KnownCustomer } from "../billing/known-customer.ts";
import { invoiceIdsStaying, pastFacts } from "../billing/past-facts.ts";
import type { HistoryPolicy } from "../billing/policy-slice.ts";
import type { Reconciler } from "../billing/reconciler.ts";
import { durationMs, plus } from "../platform/duration.ts";
import { StaleRevisionError } from "../platform/errors.ts";
import { type Move, moveToHistory } from "../platform/history.ts";
import { type Instant, plusMs } from "../platform/instant.ts";
import type { Item, Store } from "../platform/ports/store.ts";

/** A payer's current items as read, and what they say. */
export interface CurrentPayer {
  readonly items: readonly Item[];
  readonly known: KnownCustomer;
}

/** Whether an item may have become history: it says that it is as of long ago, or it does not say. */
const isOld = ({ sk, body: { asOf } }: Item, settledBefore: Instant): boolean =>
  sk !== "profile" && (typeof asOf !== "string" || asOf <= settledBefore);

/**
 * What of a payer has become history, in the order in which it is to move. Pure. What is read from the inbox minutes late
 * still finds its things current, because what moves has been settled for weeks: no function lives as long.
 */
export function movesOf(
  { items, known }: CurrentPayer,
  reconcilers: readonly Pick<Reconciler, "settling">[],
  history: HistoryPolicy,
  now: Instant,
): Move[] {
  const settledBefore = plusMs(now, -durationMs(history.after));
  if (!items.some((item) => isOld(item, settledBefore))) return [];
  const settlings = reconcilers.map(({ settling }) => settling({ items, known, settledBefore }));
  const needed = new Set(settlings.flatMap((settling) => [...settling.needed]));
  const staying = invoiceIdsStaying(known, { needed, settledBefore });
  const itemAt = new Map(items.map((item) => [item.sk, item]));
  const facts = pastFacts(known, { needed, settledBefore }).flatMap((place) => itemAt.get(place) ?? []);
  const things = settlings.flatMap(({ moves }) => moves((invoiceId) => staying.has(invoiceId)));
  return [...facts.map((item) => ({ item })), ...things];
}

/** Moves these items to history, until one of them turns out to have changed: it moves another time. */
export async function moveAll(
  state: Store,
  moves: readonly Move[],
  history: HistoryPolicy,
  now: Instant,
): Promise<void> {
  try {
    for (const move of moves) await moveToHistory(state, move, plus(now, history.keptFor));
  } catch (error) {
    if (!(error instanceof StaleRevisionError)) throw error;
  }
}
