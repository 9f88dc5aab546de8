import type { Instant } from "../instant.ts";

/** Where an item lies: its partition and its place within it. */
export interface Key {
  readonly pk: string;
  readonly sk: string;
}

/**
 * What went wrong with an item that was due. It lies beside the body, so that it holds for a body that nobody can read,
 * and is gone as soon as the item's owner saves it anew.
 */
export interface Trouble {
  /** The due kind as which it was tried, and as which it is due again once it is released: `inbox`, `case`, `message`. */
  readonly kind: string;
  /** Tries that were begun since and count. */
  readonly tries: number;
  /** When the first of them began. */
  readonly since: Instant;
  /** What the latest one failed with, in one sentence; undefined while none has said. */
  readonly lastError?: string | undefined;
  /** The latest try has not said how it ended: it goes on, or its process died. */
  readonly underWay?: boolean | undefined;
}

/**
 * One aggregate, one item. `rev` is the revision that was read (0 for an item never saved); `body` is plain
 * JSON, plus `Uint8Array` for compressed bytes.
 */
export interface Item extends Key {
  readonly rev: number;
  readonly kind: string;
  /** The version of the body's shape, see stored-kind.ts; absent in items from before there were any, which are of 1. */
  readonly v?: number | undefined;
  readonly body: Readonly<Record<string, unknown>>;
  /** Present only while something is due: the shard of the sparse index and the time. */
  readonly due?: { readonly shard: string; readonly at: Instant } | undefined;
  /** Present only while taking it up goes wrong. */
  readonly trouble?: Trouble | undefined;
  /** When the table may forget the item. */
  readonly expiresAt?: Instant | undefined;
}

/** An entry of the sparse index: where something is due, and since when. */
export interface DueEntry extends Key {
  readonly at: Instant;
}

/** Load, save, remove, query, due: all that the product asks of a database. DynamoDB and memory pass the same contract suite. */
export interface Store {
  /** The item, strongly consistent, or undefined. */
  load(key: Key): Promise<Item | undefined>;
  /**
   * Saves if the stored revision still is `item.rev` (0: if there is none) and returns the item with its new revision.
   * @throws StaleRevisionError if somebody else saved first.
   */
  save(item: Item): Promise<Item>;
  /**
   * Removes the item if its stored revision still is `rev`; one that is gone already is no failure.
   * @throws StaleRevisionError if somebody saved it since it was read.
   */
  remove(key: Key, rev: number): Promise<void>;
  /** All items of a partition whose `sk` begins with `prefix`, or all of it, in order of `sk`, strongly consistent. */
  query(pk: string, prefix?: string): Promise<Item[]>;
  /**
   * Up to `limit` entries of a shard due at or before `until`, earliest first. The index may lag behind a save by a moment:
   * only the item itself says whether it is still due.
   * @param after the entry at which an earlier call ended; what comes behind it is returned, wherever its item is by now.
   */
  due(shard: string, until: Instant, limit: number, after?: DueEntry): Promise<DueEntry[]>;
}
