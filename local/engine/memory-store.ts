import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import { attributesOf, itemOf, packedAttributesOf } from "../../functions/platform/aws/item-attributes.ts";
import { ItemTooLargeError, StaleRevisionError } from "../../functions/platform/errors.ts";
import type { DueEntry, Item, Key, Store } from "../../functions/platform/ports/store.ts";
import { bytesAtMost, storedItem } from "./stored-value.ts";

/** A store whose whole content can be looked at. */
export interface MemoryStore extends Store {
  /** Every item, ordered by partition and place. */
  all(): Item[];
}

const maxItemBytes = 400 * 1024;

/** The item at one key, as a table would give it back. What is handed out are copies of it. */
interface Place {
  held: Item;
}

/**
 * A store in memory. What a table would change or refuse is changed or refused here too, and changing what was saved or
 * loaded changes nothing in it.
 */
export function memoryStore(): MemoryStore {
  const partitions = new Map<string, Map<string, Place>>();
  /** Partitions as they were last put in order, while nothing has come or gone since. */
  const ordered = new Map<string, readonly Place[]>();
  const inOrder = (pk: string): readonly Place[] => {
    const places = ordered.get(pk) ?? [...(partitions.get(pk)?.values() ?? [])].sort(byPlace);
    ordered.set(pk, places);
    return places;
  };
  /** As the table's index: what is due, by shard. */
  const dueIn = new Map<string, Set<Place>>();
  const placeAt = ({ pk, sk }: Key) => partitions.get(pk)?.get(sk);
  const unlist = (place: Place) => dueIn.get(place.held.due?.shard ?? "")?.delete(place);
  const list = (place: Place) => {
    const shard = place.held.due?.shard;
    if (shard !== undefined) dueIn.set(shard, (dueIn.get(shard) ?? new Set()).add(place));
  };
  const added = (held: Item): Place => {
    const place = { held };
    partitions.set(held.pk, (partitions.get(held.pk) ?? new Map()).set(held.sk, place));
    ordered.delete(held.pk);
    return place;
  };
  const put = (held: Item) => {
    const place = placeAt(held) ?? added(held);
    unlist(place);
    place.held = held;
    list(place);
  };
  const everything = () => [...partitions.values()].flatMap((partition) => [...partition.values()]);
  return {
    load: async (key) => {
      const place = placeAt(key);
      return place && storedItem(place.held);
    },
    save: async (item) => {
      const rev = placeAt(item)?.held.rev ?? 0;
      if (rev !== item.rev) throw staleAt(item, rev);
      const saved = { ...item, rev: rev + 1 };
      put(fitting(saved));
      return saved;
    },
    remove: async (key, rev) => {
      const place = placeAt(key);
      if (place === undefined) return;
      if (place.held.rev !== rev) throw staleAt({ ...key, rev }, place.held.rev);
      unlist(place);
      partitions.get(key.pk)?.delete(key.sk);
      ordered.delete(key.pk);
    },
    query: async (pk, prefix = "") =>
      inOrder(pk)
        .filter(({ held }) => held.sk.startsWith(prefix))
        .map(({ held }) => storedItem(held)),
    due: async (shard, until, limit, after) =>
      [...(dueIn.get(shard) ?? [])]
        .map(dueEntryOf)
        .filter((entry) => entry.at <= until && (after === undefined || byDueTime(entry, after) > 0))
        .sort(byDueTime)
        .slice(0, limit),
    all: () =>
      everything()
        .sort(byPlace)
        .map(({ held }) => storedItem(held)),
  };
}

/**
 * What is stored of an item. Bytes are packed only where they would not fit otherwise: here nobody pays for storing them.
 * Counting exactly is left to what may be too large.
 */
function fitting(item: Item): Item {
  if (bytesAtMost(item) <= maxItemBytes) return storedItem(item);
  for (const attributes of [attributesOf(item), packedAttributesOf(item)])
    if (bytesOf({ M: attributes }) <= maxItemBytes) return storedItem(itemOf(attributes));
  throw new ItemTooLargeError(`Item ${nameOf(item)} is larger than the 400 KB an item may hold; it was not saved.`);
}

const staleAt = (item: Key & Pick<Item, "rev">, rev: number): StaleRevisionError =>
  new StaleRevisionError(`Item ${nameOf(item)} is at revision ${rev}, not ${item.rev}; load it again.`);

const dueEntryOf = ({ held: { pk, sk, due } }: Place): DueEntry => ({ pk, sk, at: due?.at ?? "" });

/** As DynamoDB counts an item: names and values in UTF-8, and three bytes for each list or map with one for each entry. */
function bytesOf(value: AttributeValue): number {
  if (value.S !== undefined) return Buffer.byteLength(value.S);
  if (value.B !== undefined) return value.B.byteLength;
  if (value.N !== undefined) return Math.ceil(value.N.length / 2) + 1;
  if (value.L !== undefined) return value.L.reduce((sum, entry) => sum + 1 + bytesOf(entry), 3);
  if (value.M === undefined) return 1;
  return Object.entries(value.M).reduce((sum, [name, entry]) => sum + 1 + Buffer.byteLength(name) + bytesOf(entry), 3);
}

const nameOf = ({ pk, sk }: Key) => JSON.stringify([pk, sk]);
const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
const byKey = (a: Key, b: Key) => compare(a.pk, b.pk) || compare(a.sk, b.sk);
const byPlace = (a: Place, b: Place) => byKey(a.held, b.held);
const byDueTime = (a: DueEntry, b: DueEntry) => compare(a.at, b.at) || byKey(a, b);
