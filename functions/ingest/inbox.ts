import * as z from "zod/mini";
import { dueShard } from "../platform/due-shard.ts";
import { TerminalError } from "../platform/errors.ts";
import { type Instant, plusMs } from "../platform/instant.ts";
import type { Item, Key } from "../platform/ports/store.ts";
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
  /** Attempts to apply it that were begun. */
  tries: z.int(),
  /** `ignored`: kept, but of no meaning here. `parked`: waits for a person. */
  state: z.enum(["accepted", "applied", "ignored", "parked"]),
  lastError: z.optional(z.string()),
});
/** One event as the provider sent it, and how far it got. */
export type InboxEvent = z.infer<typeof inboxEventSchema>;

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** The stream applies an event within seconds; what has not been applied by then, the sweep brings back. */
const firstLookMs = 2 * minuteMs;
/** How long each attempt has before the event is due again. */
const leasesMs = [2 * minuteMs, 5 * minuteMs, 15 * minuteMs, hourMs, 4 * hourMs, 12 * hourMs];
const keptMs = 90 * dayMs;
/** More than Stripe usually sends, well below the 400 KB an item holds. */
const maxPlainBytes = 100_000;

/** Events in the due index: those to be applied, and those that wait for a person. */
export const inboxDue = "inbox";
export const parkedDue = "parked";

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
  const body: InboxEvent = { ...event, compressed: false, receivedAt: now, tries: 0, state: "accepted" };
  const item = { ...inboxKey(event.provider, event.eventId), rev: 0, kind: "inbox", body };
  // Compressing costs a third of all that receiving costs: an event of usual size waits for it until nobody waits.
  const fitting = event.raw.byteLength > maxPlainBytes ? changed(item, packed(body)) : item;
  return waiting(fitting, plusMs(now, firstLookMs), now);
}

/** @throws TerminalError if the item is not an inbox event. */
export function inboxEvent(item: Item): InboxEvent {
  const parsed = inboxEventSchema.safeParse(item.body);
  if (parsed.success) return parsed.data;
  const fields = parsed.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`);
  throw new TerminalError(`Item ${item.pk} is not an inbox event. ${fields.join("; ")}`);
}

/** The event's text as the provider sent it. @throws TerminalError if it cannot be unpacked. */
export const rawTextOf = ({ raw, compressed }: InboxEvent): string => (compressed ? decompress(raw) : textOf(raw));

/** Whether `countTry` may be called again; if not, park it. */
export const hasTriesLeft = (item: Item): boolean => inboxEvent(item).tries < leasesMs.length;

/**
 * To be saved before the attempt begins: the save keeps others away until the attempt has had its time, and if the
 * attempt dies, the event is due again after that. It also compresses the event, which arrives as it was sent.
 */
export function countTry(item: Item, now: Instant): Item {
  const event = inboxEvent(item);
  const { tries } = event;
  const leaseMs = leasesMs[tries];
  if (leaseMs === undefined) throw new TerminalError(`Item ${item.pk} has been tried ${tries} times; park it.`);
  return {
    ...changed(item, { tries: tries + 1, ...packed(event) }),
    due: { shard: dueShard(inboxDue, item.pk), at: plusMs(now, leaseMs) },
  };
}

/** Remembers why the attempt failed; it stays due as `countTry` left it. */
export const noteFailure = (item: Item, reason: string): Item => changed(item, { lastError: reason });

/** Done: nothing is due any more. */
export const markApplied = (item: Item, state: "applied" | "ignored"): Item => ({
  ...changed(item, { state, lastError: undefined }),
  due: undefined,
});

/** Puts the event aside for a person; it is kept until `revive`. */
export const park = (item: Item, reason: string, now: Instant): Item => ({
  ...changed(item, { state: "parked", lastError: reason }),
  due: { shard: dueShard(parkedDue, item.pk), at: now },
  expiresAt: undefined,
});

/** Takes the event up again, with all its tries. */
export const revive = (item: Item, now: Instant): Item =>
  waiting(changed(item, { state: "accepted", tries: 0 }), now, now);

const packed = ({ raw, compressed }: InboxEvent): Pick<InboxEvent, "raw" | "compressed"> => ({
  raw: compressed ? raw : compress(raw),
  compressed: true,
});

const changed = (item: Item, changes: Partial<InboxEvent>): Item => ({ ...item, body: { ...item.body, ...changes } });

const waiting = (item: Item, dueAt: Instant, now: Instant): Item => ({
  ...item,
  due: { shard: dueShard(inboxDue, item.pk), at: dueAt },
  expiresAt: plusMs(now, keptMs),
});
