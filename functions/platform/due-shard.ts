/** What waits in the sparse index: each kind has its own shards, so that a sweep reads only what it means to. */
export type DueKind = "inbox" | "case" | "message" | "parked";

const shardCount = 8;

/** FNV-1a, 32 bits: spreads short ids evenly and is the same everywhere, for ever. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
  return value >>> 0;
}

/** The shard of the due index in which an item of this partition waits. */
export const dueShard = (kind: DueKind, pk: string): string => `${kind}#${hash(pk) % shardCount}`;

/** Every shard of a kind. */
export const dueShards = (kind: DueKind): string[] =>
  Array.from({ length: shardCount }, (_, shard) => `${kind}#${shard}`);
