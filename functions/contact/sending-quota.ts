import * as z from "zod/mini";
import { plus } from "../platform/duration.ts";
import { type Instant, msBetween, plusMs } from "../platform/instant.ts";
import type { Item, Key } from "../platform/ports/store.ts";
import { storedKind } from "../platform/stored-kind.ts";
import { between, spread } from "../timing/windows.ts";

/** What the mail service lets this account send, as it said last. One small item for all functions. */
const sendingSchema = z.object({
  /** Letters a second, and in any 24 hours; without a day's limit there is none. */
  perSecond: z.number(),
  perDay: z.optional(z.number()),
  sentLastDay: z.number(),
  askedAt: z.string(),
  /** When a letter was last refused for the rate, and over how long those that are refused then come back. */
  refusedAt: z.optional(z.string()),
  spreadMs: z.optional(z.int()),
});
export type Sending = z.infer<typeof sendingSchema>;

const sendingKind = storedKind({ kind: "sending", schema: sendingSchema });

export const sendingKey: Key = { pk: "mail-service", sk: "sending" };

export const sendingItem = (sending: Sending, rev: number): Item => ({
  ...sendingKey,
  rev,
  ...sendingKind.bodyOf(sending),
});

/** @throws TerminalError if the item tells of something else. */
export const parseSending = (item: Item): Sending => sendingKind.parse(item);

/** Who wants to send. */
export interface Sender {
  readonly key: string;
  /** 0 is the most urgent, 99 the least. */
  readonly priority: number;
  /** The letter's deadline: of two the older one has the earlier. */
  readonly by: Instant;
}

/** Not now, and why; `because` goes on a sentence. */
export interface NoRoom {
  readonly until: Instant;
  readonly because: string;
}

/** The last quarter of a day's letters is given by urgency: the least urgent leave all of it, the most urgent nothing. */
const keptForUrgent = 0.25;

/**
 * Whether the day has room for a letter; undefined if it has.
 * @param sentSince letters that were sent since the service was asked, as far as this process knows.
 */
export function noRoomToday(sending: Sending, sender: Sender, sentSince: number, now: Instant): NoRoom | undefined {
  const { perDay, sentLastDay } = sending;
  if (perDay === undefined) return undefined;
  const left = perDay - sentLastDay - sentSince;
  const kept = Math.ceil((perDay * keptForUrgent * sender.priority) / 100);
  if (left > kept) return undefined;
  const rest = left > 0 ? `the last ${Math.floor(left)} are for what is more urgent` : "none is left";
  const because = `the mail service takes ${perDay} letters in 24 hours, and ${rest}`;
  return { until: backAt(sender, now), because };
}

const soonMs = 15 * 60_000;
const lateMs = 60 * 60_000;

/** Who is overdue asks again within half an hour, who has two days within an hour and more: the oldest come first. */
function backAt({ key, by }: Sender, now: Instant): Instant {
  const age = Math.min(1, Math.max(0, msBetween(now, by) / msBetween(now, plus(now, "P2D"))));
  const earliest = soonMs + age * (lateMs - soonMs);
  return plusMs(now, Math.round(earliest + spread(`${key}:${now}`) * soonMs));
}

const firstSpreadMs = 30_000;
const longestSpreadMs = 30 * 60_000;
/** A rate that was not refused for so long is kept again. */
const calmAfter = "PT10M";

/** A letter was refused for the day: whatever was counted, nothing is left. */
export const usedUp = (sending: Sending, now: Instant): Sending =>
  sending.perDay === undefined ? afterRefusal(sending, now) : { ...sending, sentLastDay: sending.perDay, askedAt: now };

/** A letter was refused for the rate: those refused now come back over twice the time, until it is kept. */
export function afterRefusal(sending: Sending, now: Instant): Sending {
  const { refusedAt, spreadMs = firstSpreadMs / 2 } = sending;
  const isCalm = refusedAt === undefined || plus(refusedAt, calmAfter) <= now;
  const doubled = isCalm ? firstSpreadMs : Math.min(spreadMs * 2, longestSpreadMs);
  return { ...sending, refusedAt: now, spreadMs: doubled };
}

/** When a letter comes back that was refused for the rate, the urgent ones first. */
export function backAfterRefusal(
  { spreadMs = firstSpreadMs }: Sending,
  { key, priority }: Sender,
  now: Instant,
): NoRoom {
  const share = (part: number) => plusMs(now, Math.round(1_000 + spreadMs * part));
  const until = between(share(priority / 200), share((priority + 100) / 200), `${key}:${now}`);
  return { until, because: "the mail service takes no more letters a second" };
}
