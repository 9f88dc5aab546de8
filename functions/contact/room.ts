import type { Purpose } from "../messages/message-kind.ts";
import { plus } from "../platform/duration.ts";
import { type Instant, later } from "../platform/instant.ts";
import type { Cap, ContactPolicy } from "./policy-slice.ts";
import type { Recipient, Waiting } from "./recipient.ts";
import { lease, type Request } from "./request.ts";

/** So many letters of these purposes in any stretch of this length. */
export interface Limit {
  readonly purposes: readonly Purpose[];
  readonly letters: number;
  readonly within: string;
}

const day = "P1D";
const week = "P7D";

/** A billing notice this urgent, or more, must be said in its window, however much was said in the week before. */
export const mustBeSaid = 9;
/** How long somebody who was told when to ask again is waited for. */
const patience = "PT30M";

/** What limits a letter. Billing notices and everything else never count against each other. */
export function limitsOn(
  { purpose, priority }: Pick<Request, "purpose" | "priority">,
  { noticesPerDay, noticesPerWeek, caps }: ContactPolicy["contact"],
): Limit[] {
  if (purpose === "billing-notice") {
    const ofDay = { purposes: [purpose], letters: noticesPerDay, within: day };
    const ofWeek = { purposes: [purpose], letters: noticesPerWeek, within: week };
    return priority <= mustBeSaid ? [ofDay] : [ofDay, ofWeek];
  }
  const limits: readonly (Cap & Limit)[] = caps;
  return limits.filter(({ purposes }: Limit) => purposes.includes(purpose));
}

/** Whether letters of a purpose take room, and wait in line for it. */
export const takesRoom = (purpose: Purpose): boolean => purpose !== "legal-notice" && purpose !== "staff";

/** The line: notices by their deadline, before everything else by its urgency. */
export const rankOf = ({ key, purpose, priority, by }: Request): string =>
  purpose === "billing-notice" ? `1 ${by} ${key}` : `2 ${String(priority).padStart(2, "0")} ${key}`;

/** Somebody who did not come back in time is not waited for any longer. */
export const isWaitedFor = ({ at }: Waiting, now: Instant): boolean => plus(at, patience) > now;

/** How long a slot of a purpose is remembered. */
export const countsUntil = (purpose: Purpose, until: Instant, policy: ContactPolicy["contact"]): Instant =>
  limitsOn({ purpose, priority: 99 }, policy)
    .map(({ within }) => plus(until, within))
    .reduce(later, until);

/**
 * The first moment from now on at which there is room under every limit, as far as it is known who else wants it: whoever
 * waits with a better rank is counted as served first.
 */
export const freeAt = (limits: readonly Limit[], request: Request, recipient: Recipient, now: Instant): Instant =>
  limits.map((limit) => freeUnder(limit, request, recipient, now)).reduce(later, now);

function freeUnder(limit: Limit, request: Request, { slots, waiting }: Recipient, now: Instant): Instant {
  const { purposes, within } = limit;
  const concerns = (other: { key: string; purpose: Purpose }) =>
    other.key !== request.key && purposes.includes(other.purpose);
  const rank = rankOf(request);
  const ends = slots.filter(concerns).map(({ until }) => plus(until, within));
  const before = waiting.filter((other) => concerns(other) && other.rank < rank && isWaitedFor(other, now));
  for (const { at } of before) ends.push(plus(plus(firstRoom(ends, limit, later(at, now)), lease), within));
  return firstRoom(ends, limit, now);
}

/** Room is free once fewer than all places are taken: when the last but so many of them ends. */
function firstRoom(ends: readonly Instant[], { letters }: Limit, from: Instant): Instant {
  const decisive = ends.toSorted().at(-letters);
  return decisive === undefined ? from : later(decisive, from);
}
