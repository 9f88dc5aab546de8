import type { Instant } from "../platform/instant.ts";
import type { DueEntry, Key, Store } from "../platform/ports/store.ts";

const itemsPerPage = 25;
const placeOf = ({ pk, sk }: Key): string => JSON.stringify([pk, sk]);

/**
 * Everything due in a shard at `now`, earliest first, each item once. What is taken up leaves the
 * head of the shard, so each page is read from there anew; what stays there, because nothing could be saved about it or
 * the index lags behind, is read past with ever larger pages and hides nothing behind it.
 */
export async function* dueItems(store: Store, shard: string, now: Instant): AsyncGenerator<DueEntry, void> {
  const seen = new Set<string>();
  let limit = itemsPerPage;
  for (;;) {
    const page = await store.due(shard, now, limit);
    const unseen = page.filter((entry) => !seen.has(placeOf(entry)));
    for (const entry of unseen) {
      seen.add(placeOf(entry));
      yield entry;
    }
    if (page.length < limit) return;
    limit = itemsPerPage + 2 * (page.length - unseen.length);
  }
}
