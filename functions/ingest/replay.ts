import * as z from "zod/mini";
import { dueShards } from "../platform/due-shard.ts";
import { RequestError } from "../platform/errors.ts";
import type { Clock } from "../platform/ports/clock.ts";
import type { Log } from "../platform/ports/log.ts";
import type { Item, Store } from "../platform/ports/store.ts";
import { saveUnlessStale } from "../platform/save-unless-stale.ts";
import { inboxEvent, inboxKey, parkedDue, revive } from "./inbox.ts";

const requestSchema = z.union([
  z.strictObject({ all: z.literal(true) }),
  z.strictObject({ eventId: z.string().check(z.minLength(1)), provider: z._default(z.string(), "stripe") }),
]);

/** What one call takes up of each shard; call again until `revived` is 0. */
const eventsPerShard = 250;

export interface Replayed {
  readonly revived: number;
  /** The providers' ids of the events that were revived. */
  readonly ids: readonly string[];
}

/**
 * For a person's hand: parked events are due again at once, with all their tries. Takes
 * `{ "eventId": "evt_...", "provider": "stripe" }` or `{ "all": true }`.
 * @throws RequestError naming the event if it is unknown or not parked.
 */
export function createReplay({
  inbox,
  clock,
  log,
}: {
  readonly inbox: Store;
  readonly clock: Clock;
  readonly log: Log;
}): (input: unknown) => Promise<Replayed> {
  return async (input) => {
    const request = parse(input);
    const now = clock.now();
    const parked = "all" in request ? await allParked(inbox, now) : [await oneParked(inbox, request)];
    const ids: string[] = [];
    for (const item of parked) {
      const revived = await saveUnlessStale(inbox, revive(item, now));
      if (revived !== undefined) ids.push(inboxEvent(item).eventId);
    }
    log.info("events-revived", { revived: ids.length });
    return { revived: ids.length, ids };
  };
}

function parse(input: unknown): z.infer<typeof requestSchema> {
  const parsed = requestSchema.safeParse(input);
  if (parsed.success) return parsed.data;
  throw new RequestError(400, 'Say which events: { "eventId": "evt_...", "provider": "stripe" } or { "all": true }.');
}

async function oneParked(
  inbox: Store,
  { provider, eventId }: { readonly provider: string; readonly eventId: string },
): Promise<Item> {
  const item = await inbox.load(inboxKey(provider, eventId));
  if (item === undefined) throw new RequestError(404, `The inbox has no event ${eventId} of ${provider}.`);
  const { state } = inboxEvent(item);
  if (state === "parked") return item;
  throw new RequestError(400, `Event ${eventId} is ${state}; only parked events are replayed.`);
}

/** The index may lag behind, so each item is read again. */
async function allParked(inbox: Store, now: string): Promise<Item[]> {
  const pages = await Promise.all(dueShards(parkedDue).map((shard) => inbox.due(shard, now, eventsPerShard)));
  const items = await Promise.all(pages.flat().map((item) => inbox.load(item)));
  return items.filter((item) => item !== undefined).filter((item) => inboxEvent(item).state === "parked");
}
