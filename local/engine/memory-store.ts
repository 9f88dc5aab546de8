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
  const partitions = new Map<string, Map<string, Attributes>>();
  const stored = ({ pk, sk }: Key) => partitions.get(pk)?.get(sk);
  const put = ({ pk, sk }: Key, attributes: Attributes) => {
    const partition = partitions.get(pk) ?? new Map<string, Attributes>();
    partitions.set(pk, partition.set(sk, attributes));
  };
  const everything = () => [...partitions.values()].flatMap((partition) => [...partition.values()]);
  return {
    load: async (key) => {
      const attributes = stored(key);
      return attributes && copyOf(attributes);
    },
    save: async (item) => {
      const rev = Number(stored(item)?.["rev"]?.N ?? 0);
      if (rev !== item.rev)
        throw new StaleRevisionError(`Item ${placeOf(item)} is at revision ${rev}, not ${item.rev}; load it again.`);
      const saved = { ...item, rev: rev + 1 };
      const attributes = structuredClone(attributesOf(saved));
      if (serialize(attributes).byteLength > maxItemBytes)
        throw new TerminalError(`Item ${placeOf(item)} is larger than the 400 KB an item may hold; it was not saved.`);
      put(item, attributes);
      return saved;
    },
    query: async (pk) => [...(partitions.get(pk)?.values() ?? [])].map(copyOf).sort(byPlace),
    due: async (shard, until, limit) =>
      everything()
        .filter(({ dueShard, dueAt }) => dueShard?.S === shard && dueAt?.S !== undefined && dueAt.S <= until)
        .map(copyOf)
        .sort(byDueTime)
        .slice(0, limit),
    all: () => everything().map(copyOf).sort(byPlace),
  };
}

const copyOf = (attributes: Attributes): Item => itemOf(structuredClone(attributes));
const placeOf = ({ pk, sk }: Key) => JSON.stringify([pk, sk]);
const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
const byPlace = (a: Item, b: Item) => compare(a.pk, b.pk) || compare(a.sk, b.sk);
const byDueTime = (a: Item, b: Item) => compare(a.due?.at ?? "", b.due?.at ?? "");
