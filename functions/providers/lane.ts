import * as z from "zod/mini";
import type { Turns } from "../platform/errors.ts";
import { type Instant, later, msBetween, plusMs } from "../platform/instant.ts";
import type { Item, Key } from "../platform/ports/store.ts";
import { storedKind } from "../platform/stored-kind.ts";

/** Who asks: somebody who waits at a page, or work that nobody watches. Each has a part of the rate that the other never takes. */
export const laneNames = ["page", "work"] as const;
export type LaneName = (typeof laneNames)[number];

/** A customer's click costs two requests, a step of a case three; and there are many more steps than clicks. */
const shareOf: Readonly<Record<LaneName, number>> = { page: 0.25, work: 0.75 };

const laneSchema = z.object({
  /** From when on turns are free. */
  freeFrom: z.string(),
  /** The provider asked to be left alone until then. */
  silentUntil: z.optional(z.string()),
});
export type Lane = z.infer<typeof laneSchema>;

const laneKind = storedKind({ kind: "provider-lane", schema: laneSchema });

/** Where a lane lies: one small item for all functions. */
export const laneKey = (provider: string, lane: LaneName): Key => ({ pk: `provider#${provider}`, sk: `lane#${lane}` });

export const laneItem = (key: Key, lane: Lane, rev: number): Item => ({ ...key, rev, ...laneKind.bodyOf(lane) });

/** @throws TerminalError if the item is no lane. */
export const parseLane = (item: Item): Lane => laneKind.parse(item);

/** So many turns may be asked for at once, and used in one moment. */
const mostAtOnce: Readonly<Record<LaneName, number>> = { page: 2, work: 4 };

/** What is asked of a lane. */
export interface Asking {
  readonly lane: LaneName;
  /** The account's: all lanes together make no more requests in any second, if turns are used when they come. */
  readonly requestsPerSecond: number;
  /** So many turns at once, at most 2 of the page's lane and 4 of the work's. */
  readonly count: number;
}

/** Turns a second at which a lane is filled: its share, less what may be used in one moment. */
const perSecondOf = ({ lane, requestsPerSecond }: Asking): number => {
  const share = shareOf[lane] * requestsPerSecond;
  return Math.max(share - mostAtOnce[lane], share / 2);
};

/**
 * Takes the next free turns of a lane, one asking after the other: nobody passes anybody, and nobody waits longer than all
 * before it take.
 * @param aheadAtMostMs how far ahead the asker can make use of turns.
 * @returns undefined if the next free ones are further ahead.
 */
export function takeTurns(
  lane: Lane | undefined,
  { aheadAtMostMs, ...asking }: Asking & { readonly aheadAtMostMs: number },
  now: Instant,
): { readonly lane: Lane; readonly turns: Turns } | undefined {
  const from = later(now, lane?.freeFrom ?? now);
  if (msBetween(now, from) > aheadAtMostMs) return undefined;
  const count = Math.min(asking.count, mostAtOnce[asking.lane]);
  const freeFrom = plusMs(from, Math.ceil((count / perSecondOf(asking)) * 1000));
  return { lane: { ...lane, freeFrom }, turns: { from, count } };
}

/** The lane once the provider has asked for silence; the same if it is silent for as long already. */
export const silenced = (lane: Lane | undefined, until: Instant): Lane =>
  lane?.silentUntil !== undefined && lane.silentUntil >= until
    ? lane
    : { freeFrom: later(lane?.freeFrom ?? until, until), silentUntil: until };
