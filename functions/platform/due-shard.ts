import { fnv1a } from "./hash.ts";

const shardCount = 8;

/**
 * The shard of the due index in which an item of this partition waits. Each kind has its own shards, so that a sweep
 * reads only what it means to.
 */
export const dueShard = (kind: string, pk: string): string => `${kind}#${fnv1a(pk) % shardCount}`;

/** What waits here was tried in vain and waits for a person: no sweep takes it up. */
export const parkedDue = "parked";

/** The kind whose shard this is. */
export const kindOfShard = (shard: string): string => shard.slice(0, shard.lastIndexOf("#"));

/** Every shard of a kind. */
export const dueShards = (kind: string): string[] =>
  Array.from({ length: shardCount }, (_, shard) => `${kind}#${shard}`);
