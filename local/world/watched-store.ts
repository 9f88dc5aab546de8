import type { Instant } from "../../functions/platform/instant.ts";
import type { Item, Key, Store } from "../../functions/platform/ports/store.ts";
import { dueShards } from "../../functions/schedule/due-shard.ts";
import { timetable } from "../timetable.ts";

/** A store that remembers, beside the table, what a table can only be asked by reading all of it. */
export interface WatchedStore extends Store {
  /** When the earliest entry that a sweep would take up is due; undefined while there is none. */
  earliestDue(): Instant | undefined;
  /** Where the items of a kind lie, in the order in which they first came. */
  keysOf(kind: string): readonly Key[];
}

/** What waits there waits for a person. */
const notSwept = new Set(dueShards("parked"));

/** Watches every save. It must be the only way into the store. */
export function watchedStore(store: Store): WatchedStore {
  const dueAt = new Map<string, Instant>();
  const queue = timetable<string>();
  const keys = new Map<string, Map<string, Key>>();
  const remember = ({ pk, sk, kind, due }: Item) => {
    const place = JSON.stringify([pk, sk]);
    const ofKind = keys.get(kind) ?? new Map<string, Key>();
    keys.set(kind, ofKind.set(place, { pk, sk }));
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
      return saved;
    },
    earliestDue: () => {
      for (let next = queue.peek(); next !== undefined; next = queue.peek()) {
        if (dueAt.get(next.what) === next.at) return next.at;
        queue.take();
      }
      return undefined;
    },
    keysOf: (kind) => [...(keys.get(kind)?.values() ?? [])],
  };
}
