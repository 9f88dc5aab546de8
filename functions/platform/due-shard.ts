import { fnv1a } from "./hash.ts";

/** How many shards every kind has at least. */
export const fewestShards = 8;

/** A shard of a kind by its number. */
export const shardNumbered = (kind: string, number: number): string => `${kind}#${number}`;

/**
 * The shard of the due index in which an item of this partition waits. Each kind has its own shards, so that a sweep
 * reads only what it means to.
 * @param shards how many the kind has: a sweep must read so many, and goes on reading them when later writers use fewer.
 */
export const dueShard = (kind: string, pk: string, shards = fewestShards): string =>
  shardNumbered(kind, fnv1a(pk) % shards);

/** What waits here was tried in vain and waits for a person: no sweep takes it up. */
export const parkedDue = "parked";

/** The kind whose shard this is. */
export const kindOfShard = (shard: string): string => shard.slice(0, shard.lastIndexOf("#"));

/** Every shard of a kind that has so many. */
export const dueShards = (kind: string, shards = fewestShards): string[] =>
  Array.from({ length: shards }, (_, number) => shardNumbered(kind, number));
