import { serialize } from "node:v8";
import { type Attributes, attributesOf, itemOf } from "../../functions/platform/aws/item-attributes.ts";
import { StaleRevisionError, TerminalError } from "../../functions/platform/errors.ts";
import type { Item, Key, Store } from "../../functions/platform/ports/store.ts";

/** A store whose whole content can be looked at. */
export interface MemoryStore extends Store {
  /** Every item, ordered by partition and place. */
  all(): Item[];
}

const maxItemBytes = 400 * 1024;

/**
 * A store in memory. It keeps copies of items in DynamoDB's own form, so that what a table would change or refuse is
 * changed or refused here too, and so that changing what was saved or loaded changes nothing in it.
 */
export function memoryStore(): MemoryStore {
  const stored = new Map<string, Attributes>();
  const items = (matches: (attributes: Attributes) => boolean = () => true) =>
    [...stored.values()]
      .filter(matches)
      .map((attributes) => itemOf(structuredClone(attributes)))
      .sort(byPlace);
  return {
    load: async (key) => {
      const attributes = stored.get(placeOf(key));
      return attributes && itemOf(structuredClone(attributes));
    },
    save: async (item) => {
      const rev = Number(stored.get(placeOf(item))?.["rev"]?.N ?? 0);
      if (rev !== item.rev)
        throw new StaleRevisionError(`Item ${placeOf(item)} is at revision ${rev}, not ${item.rev}; load it again.`);
      const saved = { ...item, rev: rev + 1 };
      const attributes = structuredClone(attributesOf(saved));
      if (serialize(attributes).byteLength > maxItemBytes)
        throw new TerminalError(`Item ${placeOf(item)} is larger than the 400 KB an item may hold; it was not saved.`);
      stored.set(placeOf(item), attributes);
      return saved;
    },
    query: async (pk) => items((attributes) => attributes["pk"]?.S === pk),
    due: async (shard, until, limit) =>
      items(({ dueShard, dueAt }) => dueShard?.S === shard && dueAt?.S !== undefined && dueAt.S <= until)
        .sort(byDueTime)
        .slice(0, limit),
    all: () => items(),
  };
}

const placeOf = ({ pk, sk }: Key) => JSON.stringify([pk, sk]);
const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
const byPlace = (a: Item, b: Item) => compare(a.pk, b.pk) || compare(a.sk, b.sk);
const byDueTime = (a: Item, b: Item) => compare(a.due?.at ?? "", b.due?.at ?? "");
