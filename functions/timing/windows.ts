import { durationMs } from "../platform/duration.ts";
import { fnv1a } from "../platform/hash.ts";
import { type Instant, instantOfMs, later, msOf } from "../platform/instant.ts";
import { addDays, instantAt, type LocalDate, localDateOf, weekdayIndexOf } from "./local-time.ts";
import { weekdays } from "./weekdays.ts";

/** Hours of a local day, `07:00` to `10:00`. */
export interface Hours {
  readonly from: string;
  readonly until: string;
}

/** Days to wait for, and for how long at most (ISO 8601). */
export interface PreferredDays {
  readonly weekdays: readonly (typeof weekdays)[number][];
  readonly waitAtMost: string;
}

/** A fraction in [0, 1) that is the same for the same text, spread over 32 bits. */
export function spread(text: string): number {
  const hash = fnv1a(text);
  const mixed = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  return ((mixed ^ (mixed >>> 13)) >>> 0) / 2 ** 32;
}

/** A moment between the two, the same for the same seed: bills that failed in one minute are not retried in one. */
export const between = (from: Instant, until: Instant, seed: string): Instant =>
  instantOfMs(msOf(from) + Math.floor(spread(seed) * (msOf(until) - msOf(from))));

/** Where a moment is looked for: from `earliest` on, within hours of a zone, spread by `seed`. */
export interface Search {
  readonly earliest: Instant;
  readonly hours: Hours;
  /** IANA */
  readonly timeZone: string;
  readonly seed: string;
}

/** The first day whose window is not over at `earliest`. */
function firstDay({ earliest, hours, timeZone }: Search): LocalDate {
  const today = localDateOf(earliest, timeZone);
  return instantAt(today, hours.until, timeZone) > earliest ? today : addDays(today, 1);
}

/** The first day from `first` on that is wanted; undefined if none is near enough. */
function wantedDay(
  first: LocalDate,
  waitAtMost: string,
  isWanted: (date: LocalDate) => boolean,
): LocalDate | undefined {
  const waitDays = Math.floor(durationMs(waitAtMost) / durationMs("P1D"));
  return Array.from({ length: waitDays + 1 }, (_, days) => addDays(first, days)).find(isWanted);
}

/** The first day whose window is not over at `earliest`, put off to a preferred weekday if one is near enough. */
function dayFor(search: Search, preferred?: PreferredDays): LocalDate {
  const first = firstDay(search);
  if (preferred === undefined) return first;
  const isPreferred = (date: LocalDate) => preferred.weekdays.some((day) => day === weekdays[weekdayIndexOf(date)]);
  return wantedDay(first, preferred.waitAtMost, isPreferred) ?? first;
}

/** A moment of the day's window, not before `earliest`. */
function within(date: LocalDate, { earliest, hours, timeZone, seed }: Search): Instant {
  const from = later(earliest, instantAt(date, hours.from, timeZone));
  return between(from, instantAt(date, hours.until, timeZone), seed);
}

/** A moment of the next window, on a preferred weekday if one is near enough. */
export const inWindow = (search: Search, preferred?: PreferredDays): Instant =>
  within(dayFor(search, preferred), search);

/** A moment of the window of the first day that is wanted, in the zone's own days; undefined if none is near enough. */
export function inWindowOf(
  search: Search,
  waitAtMost: string,
  isWanted: (date: LocalDate) => boolean,
): Instant | undefined {
  const date = wantedDay(firstDay(search), waitAtMost, isWanted);
  return date === undefined ? undefined : within(date, search);
}

/** The earliest instant itself if it lies within the hours, else a moment of the next window. */
export function intoHours(search: Search): Instant {
  const { earliest, hours, timeZone } = search;
  const day = dayFor(search);
  return earliest >= instantAt(day, hours.from, timeZone) ? earliest : within(day, search);
}
