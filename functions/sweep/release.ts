import * as z from "zod/mini";
import { inboxEvent, inboxKey } from "../ingest/inbox.ts";
import { dueShards, parkedDue } from "../platform/due-shard.ts";
import { RequestError } from "../platform/errors.ts";
import type { Clock } from "../platform/ports/clock.ts";
import type { Log } from "../platform/ports/log.ts";
import type { Item, Key, Store } from "../platform/ports/store.ts";
import { saveUnlessStale } from "../platform/save-unless-stale.ts";
import { isParked, parkedKindOf, release } from "../platform/trouble.ts";
import { dueItems } from "./due-items.ts";

const someText = z.string().check(z.minLength(1));
const requestSchema = z.union([
  z.strictObject({ all: z.literal(true), kind: z.optional(someText) }),
  z.strictObject({ pk: someText, sk: someText }),
  z.strictObject({ eventId: someText, provider: z._default(z.string(), "stripe") }),
]);
type Request = z.infer<typeof requestSchema>;

/** What one call takes up of each shard; call again until `revived` is 0. */
const itemsPerShard = 250;

export interface Released {
  readonly revived: number;
  /** What was released: the provider's id of an event, `pk / sk` of anything else. */
  readonly ids: readonly string[];
}

/** Both tables, and what it takes to say what was done. */
export interface ReleasePorts {
  readonly inbox: Store;
  readonly state: Store;
  readonly clock: Clock;
  readonly log: Log;
}

/** A parked item and the table it lies in. */
interface Parked {
  readonly store: Store;
  readonly item: Item;
  readonly id: string;
}

/**
 * For a person's hand: what is parked is due again at once, with all its tries. Takes `{ "pk": "...", "sk": "..." }` as
 * the log names an item, `{ "eventId": "evt_...", "provider": "stripe" }`, or `{ "all": true, "kind": "case" }`, where
 * `kind` may be left out.
 * @throws RequestError naming the item if it is unknown or not parked.
 */
export function createRelease(ports: ReleasePorts): (input: unknown) => Promise<Released> {
  return async (input) => {
    const now = ports.clock.now();
    const ids: string[] = [];
    for (const { store, item, id } of await wanted(ports, parse(input), now)) {
      const saved = await saveUnlessStale(store, release(item, now));
      if (saved !== undefined) ids.push(id);
    }
    ports.log.info("items-released", { released: ids.length });
    return { revived: ids.length, ids };
  };
}

function parse(input: unknown): Request {
  const parsed = requestSchema.safeParse(input);
  if (parsed.success) return parsed.data;
  throw new RequestError(
    400,
    'Say what to release: { "pk": "...", "sk": "..." }, { "eventId": "evt_...", "provider": "stripe" } or { "all": true }, which may name a "kind".',
  );
}

async function wanted(ports: ReleasePorts, request: Request, now: string): Promise<readonly Parked[]> {
  if ("all" in request) return allParked(ports, request.kind, now);
  return [await ("eventId" in request ? oneEvent(ports, request) : oneItem(ports, request))];
}

const eventKeyStart = "event#";

const parkedItem = (store: Store, item: Item): Parked => {
  const [, , ...eventId] = item.pk.split("#");
  return { store, item, id: item.pk.startsWith(eventKeyStart) ? eventId.join("#") : `${item.pk} / ${item.sk}` };
};

async function oneEvent(
  { inbox }: ReleasePorts,
  { provider, eventId }: { readonly provider: string; readonly eventId: string },
): Promise<Parked> {
  const item = await inbox.load(inboxKey(provider, eventId));
  if (item === undefined) throw new RequestError(404, `The inbox has no event ${eventId} of ${provider}.`);
  if (isParked(item)) return parkedItem(inbox, item);
  throw new RequestError(400, `Event ${eventId} is ${inboxEvent(item).state}; only parked events are released.`);
}

async function oneItem({ inbox, state }: ReleasePorts, { pk, sk }: Key): Promise<Parked> {
  for (const store of [state, inbox]) {
    const item = await store.load({ pk, sk });
    if (item !== undefined && isParked(item)) return parkedItem(store, item);
    if (item !== undefined) throw new RequestError(400, `${pk} / ${sk} is not parked; only parked items are released.`);
  }
  throw new RequestError(404, `Neither table has an item ${pk} / ${sk}.`);
}

async function allParked({ inbox, state }: ReleasePorts, kind: string | undefined, now: string): Promise<Parked[]> {
  const shards = [inbox, state].flatMap((store) =>
    dueShards(parkedDue).map((shard) => parkedIn(store, shard, kind, now)),
  );
  return (await Promise.all(shards)).flat();
}

/** The index may lag behind, so each item is read again. */
async function parkedIn(store: Store, shard: string, kind: string | undefined, now: string): Promise<Parked[]> {
  const parked: Parked[] = [];
  for await (const found of dueItems(store, shard, now)) {
    const item = await store.load(found);
    if (item === undefined || !isParked(item) || parkedKindOf(item) !== (kind ?? parkedKindOf(item))) continue;
    if (parked.push(parkedItem(store, item)) === itemsPerShard) break;
  }
  return parked;
}
