import { Temporal } from "temporal-polyfill";

/** A moment in UTC as ISO 8601 with milliseconds, `2026-01-05T08:10:00.000Z`, so that text order is time order. */
export type Instant = string;

/** The instant of a count of milliseconds since 1970. */
export const instantOfMs = (ms: number): Instant => new Date(ms).toISOString();

/** The instant of a provider's Unix time in seconds. */
export const instantOfSeconds = (seconds: number): Instant => instantOfMs(seconds * 1000);

/** Milliseconds since 1970. */
export const msOf = (instant: Instant): number => Date.parse(instant);

/** Whole milliseconds from `from` to `to`; negative when `to` is earlier. */
export const msBetween = (from: Instant, to: Instant): number => msOf(to) - msOf(from);

/** The later of two instants. */
export const later = (a: Instant, b: Instant): Instant => (a > b ? a : b);

/** Milliseconds of an ISO 8601 duration of weeks, days or smaller; a day counts 24 hours. */
export const durationMs = (duration: string): number =>
  Temporal.Duration.from(duration).total({ unit: "millisecond", relativeTo: "1970-01-01" });

/** `instant` moved by an ISO 8601 duration such as `P3D` or `PT5S`; a day counts 24 hours. */
export const plus = (instant: Instant, duration: string): Instant => instantOfMs(msOf(instant) + durationMs(duration));
