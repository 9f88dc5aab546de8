import { type Instant, instantOfMs, msOf } from "../../../functions/platform/instant.ts";

const dayMs = 86_400_000;
const paidAtMs = 5 * 3_600_000;

/**
 * When the period of that number begins (0: at the anchor), in UTC: the anchor's day of the month, or the last day of
 * a month that has no such day. Counted from the anchor each time, so that 31 January is followed by 28 February and
 * then by 31 March.
 */
export function periodStart(anchorAt: Instant, interval: "month" | "year", number: number): Instant {
  const anchor = new Date(anchorAt);
  const month = anchor.getUTCMonth() + number * (interval === "year" ? 12 : 1);
  const lastDay = new Date(Date.UTC(anchor.getUTCFullYear(), month + 1, 0)).getUTCDate();
  const day = Math.min(anchor.getUTCDate(), lastDay);
  return instantOfMs(Date.UTC(anchor.getUTCFullYear(), month, day) + (msOf(anchorAt) % dayMs));
}

/** The first moment at which a card of that expiry no longer works: the month after has begun. */
export const expiryInstant = (expMonth: number, expYear: number): Instant =>
  instantOfMs(Date.UTC(expYear, expMonth, 1));

/** The next of those days of the month after `from`, at 05:00 UTC, when wages have been booked. */
export function nextPayday(from: Instant, days: readonly number[]): Instant {
  const midnight = msOf(from) - (msOf(from) % dayMs);
  const mornings = Array.from({ length: 62 }, (_, ahead) => midnight + ahead * dayMs + paidAtMs);
  const found = mornings.find((ms) => days.includes(new Date(ms).getUTCDate()) && ms > msOf(from));
  if (found === undefined) throw new RangeError(`No month has any of the days ${days.join(", ")}.`);
  return instantOfMs(found);
}
