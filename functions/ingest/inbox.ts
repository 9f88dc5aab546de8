import * as z from "zod/mini";
import { dueShard } from "../platform/due-shard.ts";
import { type Instant, plusMs } from "../platform/instant.ts";
import type { Item, Key } from "../platform/ports/store.ts";
import { storedKind } from "../platform/stored-kind.ts";
import { textOf, unpackedByUs } from "./raw-body.ts";

const inboxEventSchema = z.object({
  provider: z.string(),
  /** The provider's id of the event. */
  eventId: z.string(),
  eventType: z.string(),
  /** The provider's own time of it. */
  occurredAt: z.string(),
  receivedAt: z.string(),
  /** What the provider sent, byte for byte. */
  raw: z.custom<Uint8Array>((value) => value instanceof Uint8Array),
  /** `ignored`: kept, but of no meaning here. */
  state: z.enum(["accepted", "applied", "ignored"]),
});
/** One event as the provider sent it, and how far it got. */
export type InboxEvent = z.infer<typeof inboxEventSchema>;

/** In version 1 the body counted its tries, and said whether it was parked. */
const withoutTries = ({ state, ...event }: Item["body"]): Item["body"] => ({
  ...event,
  state: state === "parked" ? "accepted" : state,
});

/** In version 2 the event was packed here and said so; since then the table's adapter packs what it stores. */
const packedByTheTable = ({ compressed, raw, ...event }: Item["body"]): Item["body"] => ({
  ...event,
  raw: compressed === true ? unpackedByUs(raw) : raw,
});

const inboxKind = storedKind({
  kind: "inbox",
  schema: inboxEventSchema,
  upgrades: [withoutTries, packedByTheTable],
});

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;

/** The stream applies an event within seconds; what has not been applied by then, the sweep brings back. */
const firstLookMs = 2 * minuteMs;
const keptMs = 90 * dayMs;

/** Events in the due index, where every event waits for a moment. */
export const inboxDue = "inbox";
export const inboxShards = 32;

export const inboxKey = (provider: string, eventId: string): Key => ({
  pk: `event#${provider}#${eventId}`,
  sk: "event",
});

/** The item of an event that has just arrived; saving it fails if the event is known already. */
export function accept(
  event: Pick<InboxEvent, "provider" | "eventId" | "eventType" | "occurredAt" | "raw">,
  now: Instant,
): Item {
  const arrived: InboxEvent = { ...event, receivedAt: now, state: "accepted" };
  const key = inboxKey(event.provider, event.eventId);
  return {
    ...key,
    rev: 0,
    ...inboxKind.bodyOf(arrived),
    due: { shard: dueShard(inboxDue, key.pk, inboxShards), at: plusMs(now, firstLookMs) },
    expiresAt: plusMs(now, keptMs),
  };
}

/** @throws TerminalError if the item is not an inbox event. */
export const inboxEvent = (item: Item): InboxEvent => inboxKind.parse(item);

/** The event's text as the provider sent it. @throws RequestError 400 if it is not UTF-8, which is never accepted. */
export const rawTextOf = ({ raw }: InboxEvent): string => textOf(raw);

/**
 * Done: nothing is due any more, and the event is forgotten in its time. One that was parked has
 * forgotten that time, and is kept for another ninety days.
 * @throws TerminalError if the item is not an inbox event.
 */
export function markApplied(item: Item, state: "applied" | "ignored", now: Instant): Item {
  const { pk, sk, rev, expiresAt = plusMs(now, keptMs) } = item;
  return { pk, sk, rev, ...inboxKind.bodyOf({ ...inboxEvent(item), state }), expiresAt };
}
