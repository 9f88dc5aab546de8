/** A moment in UTC as ISO 8601 with milliseconds, `2026-01-05T08:10:00.000Z`, so that text order is time order. */
export type Instant = string;

/** The instant of a count of milliseconds since 1970. */
export const instantOfMs = (ms: number): Instant => new Date(ms).toISOString();

/** The last second of the year 9999: later ones have more digits and would not sort. */
export const lastUnixSecond = 253_402_300_799;

/** The instant of a provider's Unix time in seconds. */
export const instantOfSeconds = (seconds: number): Instant => instantOfMs(seconds * 1000);

/** Milliseconds since 1970. */
export const msOf = (instant: Instant): number => Date.parse(instant);

/** Whole milliseconds from `from` to `to`; negative when `to` is earlier. */
export const msBetween = (from: Instant, to: Instant): number => msOf(to) - msOf(from);

/** The earlier of two instants. */
export const earlier = (a: Instant, b: Instant): Instant => (a > b ? b : a);

/** The later of two instants. */
export const later = (a: Instant, b: Instant): Instant => (a > b ? a : b);

/** `instant` moved by milliseconds; for ISO 8601 durations see duration.ts. */
export const plusMs = (instant: Instant, ms: number): Instant => instantOfMs(msOf(instant) + ms);
