import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import {
  type Attributes,
  attributesOf,
  itemOf,
  packedAttributesOf,
} from "../../functions/platform/aws/item-attributes.ts";
import { ItemTooLargeError, StaleRevisionError } from "../../functions/platform/errors.ts";
import type { DueEntry, Item, Key, Store } from "../../functions/platform/ports/store.ts";

/** A store whose whole content can be looked at. */
export interface MemoryStore extends Store {
  /** Every item, ordered by partition and place. */
  all(): Item[];
}

const maxItemBytes = 400 * 1024;

/**
 * A store in memory. It keeps items in DynamoDB's own form, so that what a table would change or refuse is changed or
 * refused here too, and so that changing what was saved or loaded changes nothing in it: that form is made anew at each
 * save and read anew at each load, and only bytes have to be copied by hand.
 */
export function memoryStore(): MemoryStore {
  const partitions = new Map<string, Map<string, Attributes>>();
  /** As the table's index: what is due, by shard. */
  const dueIn = new Map<string, Map<string, Attributes>>();
  const stored = ({ pk, sk }: Key) => partitions.get(pk)?.get(sk);
  const unlist = ({ pk, sk }: Key, { dueShard }: Attributes) =>
    dueIn.get(dueShard?.S ?? "")?.delete(placeOf({ pk, sk }));
  const list = (key: Key, attributes: Attributes) => {
    const shard = attributes["dueShard"]?.S;
    if (shard !== undefined) dueIn.set(shard, (dueIn.get(shard) ?? new Map()).set(placeOf(key), attributes));
  };
  const put = (key: Key, attributes: Attributes) => {
    const before = stored(key);
    if (before !== undefined) unlist(key, before);
    partitions.set(key.pk, (partitions.get(key.pk) ?? new Map()).set(key.sk, attributes));
    list(key, attributes);
  };
  const drop = (key: Key) => {
    const before = stored(key);
    if (before !== undefined) unlist(key, before);
    partitions.get(key.pk)?.delete(key.sk);
  };
  const everything = () => [...partitions.values()].flatMap((partition) => [...partition.values()]);
  return {
    load: async (key) => {
      const attributes = stored(key);
      return attributes && copyOf(attributes);
    },
    save: async (item) => {
      const rev = Number(stored(item)?.["rev"]?.N ?? 0);
      if (rev !== item.rev) throw staleAt(item, rev);
      const saved = { ...item, rev: rev + 1 };
      put(item, fitting({ ...saved, body: withOwnBytes(saved.body) }));
      return saved;
    },
    remove: async (key, rev) => {
      const known = stored(key);
      if (known !== undefined && Number(known["rev"]?.N) !== rev)
        throw staleAt({ ...key, rev }, Number(known["rev"]?.N));
      drop(key);
    },
    query: async (pk, prefix = "") =>
      [...(partitions.get(pk) ?? [])]
        .filter(([sk]) => sk.startsWith(prefix))
        .map(([, attributes]) => copyOf(attributes))
        .sort(byPlace),
    due: async (shard, until, limit, after) =>
      [...(dueIn.get(shard)?.values() ?? [])]
        .map(dueEntryOf)
        .filter((entry) => entry.at <= until && (after === undefined || byDueTime(entry, after) > 0))
        .sort(byDueTime)
        .slice(0, limit),
    all: () => everything().map(copyOf).sort(byPlace),
  };
}

/** What is stored of an item. Bytes are packed only where they would not fit otherwise: here nobody pays for storing them. */
function fitting(item: Item): Attributes {
  for (const attributes of [attributesOf(item), packedAttributesOf(item)])
    if (bytesOf({ M: attributes }) <= maxItemBytes) return attributes;
  throw new ItemTooLargeError(`Item ${placeOf(item)} is larger than the 400 KB an item may hold; it was not saved.`);
}

const staleAt = (item: Key & Pick<Item, "rev">, rev: number): StaleRevisionError =>
  new StaleRevisionError(`Item ${placeOf(item)} is at revision ${rev}, not ${item.rev}; load it again.`);

const dueEntryOf = ({ pk, sk, dueAt }: Attributes): DueEntry => ({
  pk: pk?.S ?? "",
  sk: sk?.S ?? "",
  at: dueAt?.S ?? "",
});

function copyOf(attributes: Attributes): Item {
  const item = itemOf(attributes);
  return { ...item, body: withOwnBytes(item.body) };
}

/** The same body with bytes of its own; they lie at its top, as in an event of the inbox, or nowhere. */
function withOwnBytes(body: Item["body"]): Item["body"] {
  const bytes = Object.entries(body).filter(([, value]) => value instanceof Uint8Array);
  return bytes.length === 0
    ? body
    : { ...body, ...Object.fromEntries(bytes.map(([name, value]) => [name, ownBytes(value)])) };
}

const ownBytes = (value: unknown) => (value instanceof Uint8Array ? Uint8Array.from(value) : value);

/** As DynamoDB counts an item: names and values in UTF-8, and three bytes for each list or map with one for each entry. */
function bytesOf(value: AttributeValue): number {
  if (value.S !== undefined) return Buffer.byteLength(value.S);
  if (value.B !== undefined) return value.B.byteLength;
  if (value.N !== undefined) return Math.ceil(value.N.length / 2) + 1;
  if (value.L !== undefined) return value.L.reduce((sum, entry) => sum + 1 + bytesOf(entry), 3);
  if (value.M === undefined) return 1;
  return Object.entries(value.M).reduce((sum, [name, entry]) => sum + 1 + Buffer.byteLength(name) + bytesOf(entry), 3);
}

const placeOf = ({ pk, sk }: Key) => JSON.stringify([pk, sk]);
const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
const byPlace = (a: Key, b: Key) => compare(a.pk, b.pk) || compare(a.sk, b.sk);
const byDueTime = (a: DueEntry, b: DueEntry) => compare(a.at, b.at) || byPlace(a, b);
