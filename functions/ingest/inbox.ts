import * as z from "zod/mini";
import { dueShard } from "../platform/due-shard.ts";
import { type Instant, plusMs } from "../platform/instant.ts";
import type { Item, Key } from "../platform/ports/store.ts";
import { storedKind } from "../platform/stored-kind.ts";
import { compress, decompress, textOf } from "./raw-body.ts";

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
  /** Whether `raw` has been compressed since, with gzip. */
  compressed: z.boolean(),
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

const inboxKind = storedKind({ kind: "inbox", schema: inboxEventSchema, upgrades: [withoutTries] });

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;

/** The stream applies an event within seconds; what has not been applied by then, the sweep brings back. */
const firstLookMs = 2 * minuteMs;
const keptMs = 90 * dayMs;
/** More than Stripe usually sends, well below the 400 KB an item holds. */
const maxPlainBytes = 100_000;

/** Events in the due index. */
export const inboxDue = "inbox";

export const inboxKey = (provider: string, eventId: string): Key => ({
  pk: `event#${provider}#${eventId}`,
  sk: "event",
});

/**
 * The item of an event that has just arrived; saving it fails if the event is known already.
 * @throws RequestError 413 if the event does not fit into an item.
 */
export function accept(
  event: Pick<InboxEvent, "provider" | "eventId" | "eventType" | "occurredAt" | "raw">,
  now: Instant,
): Item {
  const arrived: InboxEvent = { ...event, compressed: false, receivedAt: now, state: "accepted" };
  const key = inboxKey(event.provider, event.eventId);
  // Compressing costs a third of all that receiving costs: an event of usual size waits for it until nobody waits.
  const fitting = event.raw.byteLength > maxPlainBytes ? packed(arrived) : arrived;
  return {
    ...key,
    rev: 0,
    ...inboxKind.bodyOf(fitting),
    due: { shard: dueShard(inboxDue, key.pk), at: plusMs(now, firstLookMs) },
    expiresAt: plusMs(now, keptMs),
  };
}

/** @throws TerminalError if the item is not an inbox event. */
export const inboxEvent = (item: Item): InboxEvent => inboxKind.parse(item);

/** The event's text as the provider sent it. @throws TerminalError if it cannot be unpacked. */
export const rawTextOf = ({ raw, compressed }: InboxEvent): string => (compressed ? decompress(raw) : textOf(raw));

/**
 * Done: nothing is due any more, and the event, compressed by now, is forgotten in its time. One that was parked has
 * forgotten that time, and is kept for another ninety days.
 * @throws TerminalError if the item is not an inbox event.
 */
export function markApplied(item: Item, state: "applied" | "ignored", now: Instant): Item {
  const { pk, sk, rev, expiresAt = plusMs(now, keptMs) } = item;
  return { pk, sk, rev, ...inboxKind.bodyOf(packed({ ...inboxEvent(item), state })), expiresAt };
}

const packed = (event: InboxEvent): InboxEvent =>
  event.compressed ? event : { ...event, raw: compress(event.raw), compressed: true };
