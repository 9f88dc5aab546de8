import type { Instant } from "./instant.ts";
import type { Item, Key, Store } from "./ports/store.ts";
import { saveUnlessStale } from "./save-unless-stale.ts";

const prefix = "history#";

/** Whether a partition holds what is settled. */
export const isHistory = (pk: string): boolean => pk.startsWith(prefix);

/** Where a settled item of this place lies; the place itself, if it is one of history. */
export const historyKey = ({ pk, sk }: Key): Key => ({ pk: isHistory(pk) ? pk : `${prefix}${pk}`, sk });

/** The item as history keeps it: due no more, and forgotten in its time. */
export const inHistory = (item: Item, expiresAt: Instant): Item => ({
  ...item,
  ...historyKey(item),
  due: undefined,
  trouble: undefined,
  expiresAt,
});

/** What lies at a place, or has moved from there to history. While a move is under way both hold it, and the place wins. */
export const loadWherever = async (store: Store, key: Key): Promise<Item | undefined> =>
  (await store.load(key)) ?? store.load(historyKey(key));

/** An item that is to move, as read. */
export interface Move {
  readonly item: Item;
  /** What history keeps of its body, if not all. */
  readonly kept?: Item["body"];
}

/**
 * Moves a settled item to history: writes it there, then removes it. Dying in between leaves both, and moving it again ends
 * the move. Whoever saves the item meanwhile keeps it where it is, and it moves another time.
 * @throws StaleRevisionError if it changed since it was read.
 */
export async function moveToHistory(store: Store, { item, kept }: Move, expiresAt: Instant): Promise<void> {
  const copy = { ...inHistory(item, expiresAt), body: kept ?? item.body };
  if ((await saveUnlessStale(store, { ...copy, rev: 0 })) === undefined) {
    // A move died on the way: its copy is of an earlier revision, or of this one.
    const before = await store.load(copy);
    await store.save({ ...copy, rev: before?.rev ?? 0 });
  }
  await store.remove(item, item.rev);
}
