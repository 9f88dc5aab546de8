import { type Instant, msBetween, msOf } from "../../functions/platform/instant.ts";

const hourMs = 3_600_000;
export const dayMs = 24 * hourMs;

const formats = new Map<string, Intl.DateTimeFormat>();

function format(timeZone: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${timeZone} ${JSON.stringify(options)}`;
  const known = formats.get(key);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat("en-GB", { ...options, timeZone });
  formats.set(key, made);
  return made;
}

/** The zone itself if the platform knows it, else UTC: customers' zones come from outside. */
export function usableZone(timeZone: string | undefined): string {
  try {
    return new Intl.DateTimeFormat("en-GB", { timeZone: timeZone ?? "UTC" }).resolvedOptions().timeZone;
  } catch {
    return "UTC";
  }
}

/** `Thursday 22 January 2026` */
export const longDay = (at: Instant, timeZone: string): string =>
  format(timeZone, { weekday: "long", day: "numeric", month: "long", year: "numeric" })
    .format(msOf(at))
    .replaceAll(",", "");

/** `Thu 22 Jan` */
export const shortDay = (at: Instant, timeZone: string): string =>
  format(timeZone, { weekday: "short", day: "numeric", month: "short" }).format(msOf(at)).replaceAll(",", "");

/** `22 Jan` */
export const dayAndMonth = (at: Instant): string => format("UTC", { day: "numeric", month: "short" }).format(msOf(at));

/** `08:10` */
export const timeOfDay = (at: Instant, timeZone: string): string =>
  format(timeZone, { hour: "2-digit", minute: "2-digit" }).format(msOf(at));

/** `Thu 22 Jan, 08:10` */
export const shortTime = (at: Instant, timeZone: string): string =>
  `${shortDay(at, timeZone)}, ${timeOfDay(at, timeZone)}`;

const distances = new Intl.RelativeTimeFormat("en-GB", { numeric: "always" });

/** `in 2 days`, `3 hours ago`, `now`, as seen from `now`. */
export function distance(now: Instant, at: Instant): string {
  const ms = msBetween(now, at);
  const size = Math.abs(ms);
  if (size < 60_000) return "now";
  if (size < hourMs) return distances.format(Math.trunc(ms / 60_000), "minute");
  if (size < 2 * dayMs) return distances.format(Math.trunc(ms / hourMs), "hour");
  return distances.format(Math.trunc(ms / dayMs), "day");
}

const date = (at: Instant, timeZone: string): number =>
  Date.parse(format(timeZone, { dateStyle: "short" }).format(msOf(at)).split("/").toReversed().join("-"));

/** Midnights between two moments in a zone: 0 on the same day, 1 on the next. */
export const dayNumber = (from: Instant, at: Instant, timeZone: string): number =>
  Math.round((date(at, timeZone) - date(from, timeZone)) / dayMs);
