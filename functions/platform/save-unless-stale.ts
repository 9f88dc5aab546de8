import { StaleRevisionError } from "./errors.ts";
import type { Item, Store } from "./ports/store.ts";

/** Saves an item; undefined if somebody else saved first, and so has seen to what this save was for. */
export async function saveUnlessStale(store: Store, item: Item): Promise<Item | undefined> {
  try {
    return await store.save(item);
  } catch (error) {
    if (error instanceof StaleRevisionError) return undefined;
    throw error;
  }
}
