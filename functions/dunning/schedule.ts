import { durationMs, plus } from "../platform/duration.ts";
import { type Instant, instantOfMs, later, msOf } from "../platform/instant.ts";
import type { DunningPolicy, DunningStep } from "../policy/policy.ts";
import { addDays, instantAt, type LocalDate, localDateOf, weekdayIndexOf } from "../timing/local-time.ts";
import { weekdays } from "../timing/weekdays.ts";

type Preferred = NonNullable<DunningPolicy["preferred"]>;
type Hours = Preferred["retryHours"];

/** Delays shorter than this do not wait for a morning: they exist to catch a fault that passes within hours. */
const shortDelay = "PT12H";

/** A fraction in [0, 1) that is the same for the same text: FNV-1a, spread over 32 bits. */
export function spread(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  return ((hash ^ (hash >>> 13)) >>> 0) / 2 ** 32;
}

/** A moment between the two, the same for the same seed: bills that failed in one minute are not retried in one. */
const between = (from: Instant, until: Instant, seed: string): Instant =>
  instantOfMs(msOf(from) + Math.floor(spread(seed) * (msOf(until) - msOf(from))));

/** A moment of the day's window, not before `earliest`. */
const within = (date: LocalDate, hours: Hours, timeZone: string, earliest: Instant, seed: string): Instant =>
  between(later(earliest, instantAt(date, hours.from, timeZone)), instantAt(date, hours.until, timeZone), seed);

/** The first day whose window is not over at `earliest`, put off to a preferred weekday if one is near enough. */
function dayFor(earliest: Instant, hours: Hours, timeZone: string, preferred?: Preferred): LocalDate {
  const today = localDateOf(earliest, timeZone);
  const first = instantAt(today, hours.until, timeZone) > earliest ? today : addDays(today, 1);
  const waitDays = preferred === undefined ? 0 : Math.floor(durationMs(preferred.waitAtMost) / durationMs("P1D"));
  const candidates = Array.from({ length: waitDays + 1 }, (_, days) => addDays(first, days));
  return candidates.find((date) => preferred?.weekdays.some((day) => day === weekdays[weekdayIndexOf(date)])) ?? first;
}

/** The instant itself if it lies within the hours, else a moment of the next window, spread by `seed`. */
export function intoHours(earliest: Instant, hours: Hours, timeZone: string, seed: string): Instant {
  const day = dayFor(earliest, hours, timeZone);
  return earliest >= instantAt(day, hours.from, timeZone) ? earliest : within(day, hours, timeZone, earliest, seed);
}

function intendedAt(step: DunningStep, index: number, schedule: Schedule): Instant {
  const { openedAt, caseId, timeZone, policy } = schedule;
  const base = plus(openedAt, step.after);
  const seed = `${caseId}:${index}`;
  if (policy.preferred === undefined) return base;
  const delayMs = durationMs(step.after);
  if (delayMs < durationMs(shortDelay)) return between(base, instantOfMs(msOf(base) + delayMs / 6), seed);
  const hours = step.retry ? policy.preferred.retryHours : policy.preferred.messageHours;
  const day = dayFor(base, hours, timeZone, step.retry ? policy.preferred : undefined);
  return within(day, hours, timeZone, base, seed);
}

/** What the times of one case are made of. */
export interface Schedule {
  readonly caseId: string;
  readonly openedAt: Instant;
  /** IANA zone of the customer. */
  readonly timeZone: string;
  readonly policy: DunningPolicy;
  /** The last step something was done of, and when; later steps keep their distance from it. */
  readonly done?: { readonly step: number; readonly at: Instant } | undefined;
}

/** Half of the planned distance between a step and the one before it. */
function leastDistanceMs(policy: DunningPolicy, index: number): number {
  const [before, after] = [policy.steps[index - 1], policy.steps[index]];
  if (before === undefined || after === undefined) return 0;
  return Math.max(0, (durationMs(after.after) - durationMs(before.after)) / 2);
}

function putOff(earliest: Instant, index: number, { policy, timeZone, caseId }: Schedule): Instant {
  const step = policy.steps[index];
  if (policy.preferred === undefined || step === undefined || durationMs(step.after) < durationMs(shortDelay))
    return earliest;
  const hours = step.retry ? policy.preferred.retryHours : policy.preferred.messageHours;
  return intoHours(earliest, hours, timeZone, `${caseId}:${index}`);
}

/**
 * When each step is due. A step keeps its own time unless an earlier one ran late; then it still keeps half of
 * the planned distance, so that an outage is followed neither by a volley of charges nor by a volley of mail.
 */
export function stepTimes(schedule: Schedule): Instant[] {
  const { policy, done } = schedule;
  const times: Instant[] = [];
  for (const [index, step] of policy.steps.entries()) {
    const intended = intendedAt(step, index, schedule);
    const planned = times[index - 1] ?? schedule.openedAt;
    const previous = done?.step === index - 1 ? later(done.at, planned) : planned;
    const earliest = instantOfMs(msOf(previous) + leastDistanceMs(policy, index));
    times.push(intended >= earliest ? intended : putOff(earliest, index, schedule));
  }
  return times;
}

/** `Monday 5 January 08:10 in Europe/Warsaw`, for reasons that operators read. */
export function localTime(instant: Instant, timeZone: string): string {
  const format = new Intl.DateTimeFormat("en-GB", {
    timeZone,
    weekday: "long",
    day: "numeric",
    month: "long",
    hour: "2-digit",
    minute: "2-digit",
  });
  return `${format.format(new Date(instant)).replace(" at ", " ").replaceAll(",", "")} in ${timeZone}`;
}
