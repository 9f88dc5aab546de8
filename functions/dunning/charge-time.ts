import type { DeclineClass } from "../billing/declines/decline-class.ts";
import { durationMs, plus } from "../platform/duration.ts";
import { type Instant, later, msBetween, plusMs } from "../platform/instant.ts";
import { addDays, localDateOf } from "../timing/local-time.ts";
import { latestPayday } from "../timing/paydays.ts";
import { between, type Hours, inWindow, inWindowOf, type Search } from "../timing/windows.ts";
import { afterMidnight, afterMidnightHours, type MomentKind, momentRow, paydayLastsDays } from "./charge-moments.ts";
import type { DunningPolicy } from "./policy/dunning-policy.ts";

type Preferred = NonNullable<DunningPolicy["preferred"]>;

/** What is known of the last charge that failed and of the payer's money, as far as it tells when the next may succeed. */
export interface ChargeReason {
  readonly declineClass: DeclineClass;
  readonly declinedAt: Instant;
  /** What the network's advice asks for, counted from the decline (ISO 8601). */
  readonly waitAtLeast?: string | undefined;
  /** How many of our charges in a row, up to the last, met the same class. */
  readonly inARow: number;
  /** As the network calls it: `debit`, `credit`, `prepaid`. */
  readonly funding?: string | undefined;
  /** ISO 3166-1 alpha-2 of the issuer. */
  readonly issuerCountry?: string | undefined;
  /** ISO 3166-1 alpha-2 of where the payer lives. */
  readonly country?: string | undefined;
  /** Days of the month on which the payer is known to have had money. */
  readonly fundedDays?: readonly number[] | undefined;
}

/** When a step charges, and why then. */
export interface Moment {
  readonly at: Instant;
  readonly why: string;
}

/** Where a moment is looked for. */
export interface Room {
  /** Nothing but what waits for hours comes before. */
  readonly from: Instant;
  /** When the step would charge without a reason. */
  readonly regular: Instant;
  /** The next step's time; undefined for the last. */
  readonly until: Instant | undefined;
  /** IANA */
  readonly timeZone: string;
  readonly seed: string;
}

/** An advice to wait for less than this is followed to the hour; a longer one to the next of the policy's hours. */
const shortAdvice = "PT12H";

/**
 * The moment that a decline asks for; undefined leaves the step its own. It never lies past the next step, nor further
 * from where it was looked for than the policy lets a charge wait, a window of the next day included.
 */
export function momentFor(room: Room, reason: ChargeReason, preferred: Preferred): Moment | undefined {
  const { waitAtLeast } = reason;
  if (waitAtLeast !== undefined) return advised(room, { ...reason, waitAtLeast }, preferred);
  const row = momentRow(reason.declineClass, reason.funding);
  if (row === undefined) return undefined;
  const told = (moment: Moment | undefined) => moment && { ...moment, why: `${row.because}, ${moment.why}` };
  return told(momentOfKind(row.moment, room, reason, preferred));
}

function momentOfKind(moment: MomentKind, room: Room, reason: ChargeReason, preferred: Preferred): Moment | undefined {
  switch (moment.kind) {
    case "soon":
      return soon(room, reason, moment.waits[Math.min(reason.inARow, moment.waits.length - 1)] ?? "P1D");
    case "payday":
      return onPayday(room, reason, preferred, clock(moment.time, reason, preferred));
    case "after-window":
      return afterWindow(
        room,
        { declinedAt: reason.declinedAt, length: moment.window },
        preferred,
        clock(moment.time, reason, preferred),
      );
    case "policy":
      return undefined;
  }
}

/** Hours of the day, and what is special about them. */
interface Clock {
  readonly hours: Hours;
  readonly why: string;
}

function clock(time: "preferred" | "after-midnight", reason: ChargeReason, { retryHours }: Preferred): Clock {
  return time === "after-midnight" && afterMidnight.has(reason.issuerCountry ?? reason.country ?? "")
    ? { hours: afterMidnightHours, why: "just after midnight for a debit card" }
    : { hours: retryHours, why: "in the morning hours of the policy" };
}

const isBefore = (at: Instant, until: Instant | undefined): boolean => until === undefined || at < until;

/** Spread over a sixth of the wait, as all short delays are. */
function soon({ regular, seed }: Room, { declinedAt }: ChargeReason, wait: string): Moment | undefined {
  const from = plus(declinedAt, wait);
  const at = between(from, plusMs(from, durationMs(wait) / 6), seed);
  return at < regular ? { at, why: `${inHours(wait)} after the decline` } : undefined;
}

const inHours = (wait: string): string => {
  const hours = durationMs(wait) / durationMs("PT1H");
  return `${hours} ${hours === 1 ? "hour" : "hours"}`;
};

const searchOf = ({ from, timeZone, seed }: Room, hours: Hours): Search => ({ earliest: from, hours, timeZone, seed });

/** A payday that came since the decline, or the days after it; else the next window, on one of the policy's weekdays. */
function onPayday(room: Room, reason: ChargeReason, preferred: Preferred, { hours, why }: Clock): Moment | undefined {
  const search = searchOf(room, hours);
  const declinedOn = localDateOf(reason.declinedAt, room.timeZone);
  const hasMoney = (date: string): boolean => {
    const payday = latestPayday(date, reason.country ?? reason.issuerCountry, reason.fundedDays);
    return payday > declinedOn && date < addDays(payday, paydayLastsDays);
  };
  const payday = inWindowOf(search, preferred.waitAtMost, hasMoney);
  if (payday !== undefined && isBefore(payday, room.until)) return { at: payday, why: `payday window, ${why}` };
  const at = inWindow(search, preferred);
  return isBefore(at, room.until) ? { at, why: `no payday near, ${why}` } : undefined;
}

/** A window of the issuer's that began with the decline. */
interface Window {
  readonly declinedAt: Instant;
  readonly length: string;
}

function afterWindow(
  room: Room,
  { declinedAt, length }: Window,
  preferred: Preferred,
  { hours, why }: Clock,
): Moment | undefined {
  const from = later(room.from, plus(declinedAt, length));
  const search = searchOf({ ...room, from }, hours);
  const within = (at: Instant) => isBefore(at, room.until) && isNear(room.from, at, preferred);
  const at = [inWindow(search, preferred), inWindow(search)].find(within);
  return at === undefined ? undefined : { at, why: `${inHours(length)} and more after the decline, ${why}` };
}

/** As far away as a charge may be put off, a window of the day after included. */
const isNear = (from: Instant, at: Instant, { waitAtMost }: Preferred): boolean =>
  msBetween(from, at) < durationMs(waitAtMost) + durationMs("P1D");

/** The network knows better than any table when it wants to be asked again. */
function advised(
  room: Room,
  reason: ChargeReason & { readonly waitAtLeast: string },
  preferred: Preferred,
): Moment | undefined {
  const { waitAtLeast, declinedAt } = reason;
  const told = (moment: Moment | undefined) => moment && { ...moment, why: `as the network advises, ${moment.why}` };
  if (durationMs(waitAtLeast) < durationMs(shortAdvice)) return told(soon(room, reason, waitAtLeast));
  if (room.regular >= plus(declinedAt, waitAtLeast)) return undefined;
  const window = { declinedAt, length: waitAtLeast };
  return told(afterWindow(room, window, preferred, clock("preferred", reason, preferred)));
}
