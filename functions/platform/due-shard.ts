import { fnv1a } from "./hash.ts";

const shardCount = 8;

/**
 * The shard of the due index in which an item of this partition waits. Each kind has its own shards, so that a sweep
 * reads only what it means to.
 */
export const dueShard = (kind: string, pk: string): string => `${kind}#${fnv1a(pk) % shardCount}`;

/** Every shard of a kind. */
export const dueShards = (kind: string): string[] =>
  Array.from({ length: shardCount }, (_, shard) => `${kind}#${shard}`);
