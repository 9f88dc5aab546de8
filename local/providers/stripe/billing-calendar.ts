import { Temporal } from "temporal-polyfill";
import { type Instant, instantOfMs } from "../../../functions/platform/instant.ts";

/**
 * When the period of that number begins (0: at the anchor), in UTC: the anchor's day of the month, or the last day of
 * a month that has no such day. Counted from the anchor each time, so that 31 January is followed by 28 February and
 * then by 31 March.
 */
export function periodStart(anchorAt: Instant, interval: "month" | "year", number: number): Instant {
  const anchor = Temporal.Instant.from(anchorAt).toZonedDateTimeISO("UTC");
  return instantOfMs(anchor.add({ [`${interval}s`]: number }).epochMilliseconds);
}

/** The first moment at which a card of that expiry no longer works: the month after has begun. */
export const expiryInstant = (expMonth: number, expYear: number): Instant =>
  instantOfMs(Date.UTC(expYear, expMonth, 1));

/** The next of those days of the month after `from`, at 05:00 UTC, when wages have been booked. */
export function nextPayday(from: Instant, days: readonly number[]): Instant {
  const start = Temporal.Instant.from(from).toZonedDateTimeISO("UTC");
  const found = Array.from({ length: 62 }, (_, ahead) => start.add({ days: ahead }).withPlainTime("05:00")).find(
    (day) => days.includes(day.day) && day.epochMilliseconds > start.epochMilliseconds,
  );
  if (found === undefined) throw new RangeError(`No month has any of the days ${days.join(", ")}.`);
  return instantOfMs(found.epochMilliseconds);
}
