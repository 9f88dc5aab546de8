import { plus } from "../platform/duration.ts";
import { earlier, type Instant } from "../platform/instant.ts";
import { addDays, instantAt, type LocalDate, localDateOf } from "../timing/local-time.ts";
import { between, type Hours } from "../timing/windows.ts";

/** What waited for the night to end does not leave in one minute. */
const morning = "PT30M";

/** Whose day it is, and who asks. */
export interface Day {
  readonly hours: Hours;
  /** IANA */
  readonly zone: string;
  /** Spreads what waits for one morning. */
  readonly seed: string;
  /** Keeps a moment before this one, where the morning begins before it. */
  readonly latest: Instant;
}

/** `at` itself within speaking hours, else a moment at the beginning of the next ones. */
export function nextSpeaking(at: Instant, day: Day): Instant {
  const today = localDateOf(at, day.zone);
  if (at >= speakingEnds(at, day)) return opening(addDays(today, 1), day);
  return at >= instantAt(today, day.hours.from, day.zone) ? at : opening(today, day);
}

/** When the speaking hours of the local day of `at` end. */
export const speakingEnds = (at: Instant, { hours, zone }: Pick<Day, "hours" | "zone">): Instant =>
  instantAt(localDateOf(at, zone), hours.until, zone);

function opening(date: LocalDate, { hours, zone, seed, latest }: Day): Instant {
  const opens = instantAt(date, hours.from, zone);
  const until = plus(opens, morning);
  return between(opens, latest > opens ? earlier(until, latest) : until, seed);
}
