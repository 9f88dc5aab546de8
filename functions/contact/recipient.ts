import * as z from "zod/mini";
import { channels, purposes } from "../messages/message-kind.ts";
import { plus } from "../platform/duration.ts";
import type { Instant } from "../platform/instant.ts";
import type { Item, Key } from "../platform/ports/store.ts";
import { storedKind } from "../platform/stored-kind.ts";

/** Room that a letter has been given. It counts from now until its latest possible sending plus the cap's window. */
const slotSchema = z.object({
  key: z.string(),
  purpose: z.enum(purposes),
  channel: z.enum(channels),
  /** Not sent after this. A letter that is asked for again, under the same key, moves it on. */
  until: z.string(),
});

/** Somebody was told to ask again at `at`. */
const waitingSchema = z.object({
  key: z.string(),
  /** Text order is the order in which room is given: class, urgency, key. No two are equal. */
  rank: z.string(),
  purpose: z.enum(purposes),
  channel: z.enum(channels),
  at: z.string(),
});
export type Waiting = z.infer<typeof waitingSchema>;

/**
 * One address, as far as everybody who writes to it must know: what it agreed to, what it refuses, and how much of it
 * is taken. No letter and no address stands here. The ledger holds what was said, so that a letter stays one letter even
 * if its reader's address changes between two attempts.
 */
const recipientSchema = z.object({
  recipientId: z.string(),
  /** IANA; as whoever asked last knows it. */
  zone: z.string(),
  /** By `purpose/channel`: `offer/email`. Absent: never asked. */
  consents: z.record(z.string(), z.boolean()),
  /** Channels that refuse everything, and why. */
  suppressed: z.partialRecord(z.enum(channels), z.string()),
  /** Bounded by the caps. */
  slots: z.array(slotSchema),
  /** In order of rank, eight at most. */
  waiting: z.array(waitingSchema),
  /** Raised when what is known of the person is erased. */
  epoch: z.int(),
});
export type Recipient = z.infer<typeof recipientSchema>;

const recipientKind = storedKind({ kind: "recipient", schema: recipientSchema });

/** Longer than any cap looks back (`longestWindow` in prove-contact.ts). */
const forgottenAfter = "P100D";

export const recipientKey = (recipientId: string): Key => ({ pk: `recipient#${recipientId}`, sk: "recipient" });

/** Somebody nothing is known of. */
export const stranger = (recipientId: string): Recipient => ({
  recipientId,
  zone: "UTC",
  consents: {},
  suppressed: {},
  slots: [],
  waiting: [],
  epoch: 0,
});

/** The recipient as the store keeps it. `rev` is the revision that was read; consents, refusals and erasure last. */
export function recipientItem(recipient: Recipient, rev: number, now: Instant): Item {
  const { recipientId, consents, suppressed, epoch } = recipient;
  const lasts = epoch > 0 || Object.keys(consents).length > 0 || Object.keys(suppressed).length > 0;
  const expiresAt = lasts ? undefined : plus(now, forgottenAfter);
  return { ...recipientKey(recipientId), rev, ...recipientKind.bodyOf(recipient), expiresAt };
}

/** The recipient in an item. */
export const parseRecipient = (item: Item): Recipient => recipientKind.parse(item);
