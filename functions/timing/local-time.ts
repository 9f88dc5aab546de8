import { type Instant, instantOfMs, msOf } from "../platform/instant.ts";
import { madeOnce } from "../platform/made-once.ts";

/** A day in some place, `2026-01-05`. */
export type LocalDate = string;

const dayMs = 86_400_000;

/** The day it is in an IANA zone at an instant. */
export const localDateOf = (instant: Instant, timeZone: string): LocalDate =>
  instantOfMs(msOf(instant) + offsetMs(msOf(instant), timeZone)).slice(0, "2026-01-05".length);

/** The day so many days later. */
export const addDays = (date: LocalDate, days: number): LocalDate =>
  instantOfMs(Date.parse(date) + days * dayMs).slice(0, "2026-01-05".length);

/** 0 for a Monday, 6 for a Sunday. */
export const weekdayIndexOf = (date: LocalDate): number => (new Date(date).getUTCDay() + 6) % 7;

/**
 * When clocks in an IANA zone show `time` (`07:00`) on a day: the first time of two when they are turned back that
 * night; as much later as they are turned forward when they skip it. A calendar library does the same for 22 KB of each
 * function, which is over its budget; the tests compare every zone and turn of the clocks with one.
 */
export const instantAt = madeOnce((date: LocalDate, time: string, timeZone: string): Instant => {
  const shown = Date.parse(`${date}T${time}Z`);
  const offsets = [offsetMs(shown - dayMs, timeZone), offsetMs(shown + dayMs, timeZone)] as const;
  const moments = [shown - Math.max(...offsets), shown - Math.min(...offsets)];
  return instantOfMs(moments.find((ms) => ms + offsetMs(ms, timeZone) === shown) ?? shown - offsets[0]);
});

/**
 * How far clocks in the zone are ahead of UTC. No zone has turned its clocks and turned them back within a day, so that a
 * day which begins and ends with the same offset has no other.
 */
function offsetMs(ms: number, timeZone: string): number {
  const day = Math.floor(ms / dayMs);
  const offset = offsetAtMidnight(timeZone, String(day));
  return offset === offsetAtMidnight(timeZone, String(day + 1)) ? offset : offsetShown(ms, timeZone);
}

/** @param day of UTC, counted from 1970; as text, so that it can be part of a name. */
const offsetAtMidnight = madeOnce((timeZone: string, day: string) => offsetShown(Number(day) * dayMs, timeZone));

function offsetShown(ms: number, timeZone: string): number {
  const wholeSeconds = Math.floor(ms / 1000) * 1000;
  return Date.parse(`${clockOf(timeZone).format(ms).replace(" ", "T")}Z`) - wholeSeconds;
}

/** Swedes write dates as ISO 8601 does, on a clock of 24 hours. */
const clockOf = madeOnce(
  (timeZone: string) => new Intl.DateTimeFormat("sv-SE", { timeZone, dateStyle: "short", timeStyle: "medium" }),
);

/** `Monday 5 January 08:10 in Europe/Warsaw`, for reasons that operators read. */
export const localTime = (instant: Instant, timeZone: string): string =>
  `${wordsOf(timeZone).format(msOf(instant)).replace(" at ", " ").replaceAll(",", "")} in ${timeZone}`;

const wordsOf = madeOnce(
  (timeZone: string) =>
    new Intl.DateTimeFormat("en-GB", {
      timeZone,
      weekday: "long",
      day: "numeric",
      month: "long",
      hour: "2-digit",
      minute: "2-digit",
    }),
);
