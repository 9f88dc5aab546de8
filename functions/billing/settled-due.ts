import { dueShard } from "../platform/due-shard.ts";
import { plus } from "../platform/duration.ts";
import type { Instant } from "../platform/instant.ts";
import type { Item } from "../platform/ports/store.ts";
import type { HistoryPolicy } from "./policy-slice.ts";

/** Payers in the due index of whom something has been settled for long; the whole base comes by here. */
export const settledDue = "settled";
export const settledShards = 64;

/** When a payer is looked at of whom something was settled at `at`. */
export const dueOnceSettled = (
  pk: string,
  at: Instant,
  { after }: Pick<HistoryPolicy, "after">,
): NonNullable<Item["due"]> => ({ shard: dueShard(settledDue, pk, settledShards), at: plus(at, after) });
