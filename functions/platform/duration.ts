import { type Instant, plusMs } from "./instant.ts";
import { madeOnce } from "./made-once.ts";

const shape =
  /^P(?=.)(?:(?<weeks>\d+)W)?(?:(?<days>\d+)D)?(?:T(?=.)(?:(?<hours>\d+)H)?(?:(?<minutes>\d+)M)?(?:(?<seconds>\d+(?:\.\d{1,3})?)S)?)?$/;
const unitMs = { weeks: 604_800_000, days: 86_400_000, hours: 3_600_000, minutes: 60_000, seconds: 1_000 };

/** Milliseconds of an ISO 8601 duration of weeks, days (of 24 hours) or smaller; undefined for any other text. */
export const parseDuration = madeOnce((text: string): number | undefined => {
  const counts = shape.exec(text)?.groups;
  if (counts === undefined) return undefined;
  return Math.round(Object.entries(unitMs).reduce((sum, [unit, ms]) => sum + Number(counts[unit] ?? 0) * ms, 0));
});

/**
 * Milliseconds of an ISO 8601 duration of weeks, days (of 24 hours) or smaller.
 * @throws RangeError for any other text; a policy's durations have been checked.
 */
export function durationMs(duration: string): number {
  const ms = parseDuration(duration);
  if (ms === undefined) throw new RangeError(`${duration} is not an ISO 8601 duration of weeks, days or smaller.`);
  return ms;
}

/** `instant` moved by an ISO 8601 duration such as `P3D` or `PT5S`; a day counts 24 hours. */
export const plus = (instant: Instant, duration: string): Instant => plusMs(instant, durationMs(duration));
