import { dueShards, parkedDue } from "../../functions/platform/due-shard.ts";
import type { Instant } from "../../functions/platform/instant.ts";
import type { Item, Key, Store } from "../../functions/platform/ports/store.ts";
import { timetable } from "../engine/timetable.ts";

/** A store that remembers, beside the table, what a table can only be asked by reading all of it. */
export interface WatchedStore extends Store {
  /** When the earliest entry that a sweep would take up is due; undefined while there is none. */
  earliestDue(): Instant | undefined;
}

/** What waits there waits for a person. */
const notSwept = new Set(dueShards(parkedDue));

const placeOf = ({ pk, sk }: Key): string => `${pk.length} ${pk} ${sk}`;

/** Watches every save, and tells of it. It must be the only way into the store. */
export function watchedStore(store: Store, onSave: (item: Item) => void = () => {}): WatchedStore {
  const dueAt = new Map<string, Instant>();
  const queue = timetable<string>();
  const remember = ({ pk, sk, due }: Item) => {
    const place = placeOf({ pk, sk });
    if (due === undefined || notSwept.has(due.shard)) dueAt.delete(place);
    else if (dueAt.get(place) !== due.at) {
      dueAt.set(place, due.at);
      queue.add(due.at, place);
    }
  };
  return {
    ...store,
    save: async (item) => {
      const saved = await store.save(item);
      remember(saved);
      onSave(saved);
      return saved;
    },
    remove: async (key, rev) => {
      await store.remove(key, rev);
      dueAt.delete(placeOf(key));
    },
    earliestDue: () => {
      for (let next = queue.peek(); next !== undefined; next = queue.peek()) {
        if (dueAt.get(next.what) === next.at) return next.at;
        queue.take();
      }
      return undefined;
    },
  };
}
