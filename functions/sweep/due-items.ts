import type { Instant } from "../platform/instant.ts";
import type { DueEntry, Store } from "../platform/ports/store.ts";

const itemsPerPage = 100;

/**
 * Everything due in a shard at `now`, earliest first, each entry once. A page is being read while the one before it is
 * handed out, so two pages are held at most. Each page begins behind the last entry of the one before, so what cannot be
 * moved on hides nothing behind it.
 */
export async function* dueItems(store: Store, shard: string, now: Instant): AsyncGenerator<DueEntry, void> {
  let page: Promise<DueEntry[]> | undefined = store.due(shard, now, itemsPerPage);
  while (page !== undefined) {
    const entries: DueEntry[] = await page;
    page = entries.length < itemsPerPage ? undefined : store.due(shard, now, itemsPerPage, entries.at(-1));
    // It may be that nobody comes to await it.
    page?.catch(() => {});
    yield* entries;
  }
}
