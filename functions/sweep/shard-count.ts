import * as z from "zod/mini";
import { fewestShards } from "../platform/due-shard.ts";
import type { Item, Key, Store } from "../platform/ports/store.ts";
import { saveUnlessStale } from "../platform/save-unless-stale.ts";
import { storedKind } from "../platform/stored-kind.ts";

const shardCountSchema = z.object({
  /** The largest count that writers of the kind were ever known to use. */
  shards: z.int().check(z.positive()),
});
const shardCountKind = storedKind({ kind: "shard-count", schema: shardCountSchema });

/** Where the count of a kind lies, in the table of its items. Who plans sweeps is permitted no other partitions than these. */
export const shardCountKey = (kind: string): Key => ({ pk: `due-kind#${kind}`, sk: "shard-count" });

/** @throws TerminalError if the item is no count. */
export const shardCountIn = (item: Item): number => shardCountKind.parse(item).shards;

export interface CountedKind {
  readonly name: string;
  /** How many shards writers of this deployment use, if not the fewest. */
  readonly shards?: number | undefined;
  readonly store: Store;
}

export const shardsWrittenTo = ({ shards = fewestShards }: CountedKind): number => shards;

/**
 * How many shards of a kind must be read: as many as this deployment writes to, and never fewer than an earlier one did.
 * A larger count is kept before it is answered; of two that keep one at the same time, the larger stands in the end.
 */
export async function shardsToRead(kind: CountedKind): Promise<number> {
  const { name, store } = kind;
  const shards = shardsWrittenTo(kind);
  for (;;) {
    const item = await store.load(shardCountKey(name));
    const known = item === undefined ? 0 : shardCountIn(item);
    if (known >= shards) return known;
    const raised = { ...shardCountKey(name), rev: item?.rev ?? 0, ...shardCountKind.bodyOf({ shards }) };
    if ((await saveUnlessStale(store, raised)) !== undefined) return shards;
  }
}
