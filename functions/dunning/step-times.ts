import { durationMs, plus } from "../platform/duration.ts";
import { type Instant, instantOfMs, later, msOf, plusMs } from "../platform/instant.ts";
import { between, intoHours, inWindow } from "../timing/windows.ts";
import { type ChargeReason, type Moment, momentFor } from "./charge-time.ts";
import type { Reached } from "./ladder.ts";
import type { DunningPolicy, DunningStep } from "./policy/dunning-policy.ts";

/** Delays shorter than this do not wait for a morning: they exist to catch a fault that passes within hours. */
const shortDelay = "PT12H";

/** What the times of one case are made of. */
export interface Schedule {
  readonly caseId: string;
  readonly openedAt: Instant;
  /** IANA zone of the customer. */
  readonly timeZone: string;
  readonly policy: DunningPolicy;
  /** How far the case has climbed; later steps keep their distance from it. */
  readonly reached?: Omit<Reached, "order"> | undefined;
  /** Why the last charge failed, as far as it tells when the next one may succeed. */
  readonly reason?: ChargeReason | undefined;
}

function intendedAt(step: DunningStep, schedule: Schedule): Instant {
  const { openedAt, caseId, timeZone, policy } = schedule;
  const { preferred } = policy;
  const earliest = plus(openedAt, step.after);
  const seed = `${caseId}:${step.id}`;
  if (preferred === undefined) return earliest;
  const delayMs = durationMs(step.after);
  if (delayMs < durationMs(shortDelay)) return between(earliest, instantOfMs(msOf(earliest) + delayMs / 6), seed);
  const hours = step.retry ? preferred.retryHours : preferred.messageHours;
  return inWindow({ earliest, hours, timeZone, seed }, step.retry ? preferred : undefined);
}

/** What a step keeps its distance from: the step before it, or what was done last. */
interface Before {
  readonly afterMs: number;
  readonly at: Instant;
}

function putOff(earliest: Instant, step: DunningStep, { policy, timeZone, caseId }: Schedule): Instant {
  if (policy.preferred === undefined || durationMs(step.after) < durationMs(shortDelay)) return earliest;
  const hours = step.retry ? policy.preferred.retryHours : policy.preferred.messageHours;
  return intoHours({ earliest, hours, timeZone, seed: `${caseId}:${step.id}` });
}

/** What comes before a step: the step below it, as late as what was done of it or after it. */
function beforeOf(below: Before | undefined, stepMs: number, reached: Schedule["reached"]): Before | undefined {
  if (reached === undefined || reached.afterMs >= stepMs) return below;
  if (below === undefined || reached.afterMs > below.afterMs) return reached;
  return reached.afterMs === below.afterMs ? { ...below, at: later(below.at, reached.at) } : below;
}

/** When the steps of a case are due, by their ids. */
export interface Times {
  readonly steps: ReadonlyMap<string, Instant>;
  /** When a step charges and why then, where the reason of the decline has a say in it. */
  readonly charges: ReadonlyMap<string, Moment>;
}

/** One decision asks for the times of its case several times over. */
let last: { readonly policy: DunningPolicy; readonly of: string; readonly times: Times } | undefined;

/**
 * When each step is due, by its id. A step keeps its own time unless what came before it ran late; then it still keeps
 * half of the planned distance, so that an outage is followed neither by a volley of charges nor by a volley of mail.
 */
export const stepTimes = (schedule: Schedule): ReadonlyMap<string, Instant> => timesOf(schedule).steps;

export function timesOf(schedule: Schedule): Times {
  const { policy, ...more } = schedule;
  const of = JSON.stringify(more);
  if (last?.policy !== policy || last.of !== of) last = { policy, of, times: allTimes(schedule) };
  return last.times;
}

function allTimes(schedule: Schedule): Times {
  const steps = new Map<string, Instant>();
  const charges = new Map<string, Moment>();
  const { policy } = schedule;
  let below: Before | undefined;
  for (const [index, step] of policy.steps.entries()) {
    const afterMs = durationMs(step.after);
    const before = beforeOf(below, afterMs, schedule.reached);
    const distanceMs = before === undefined ? 0 : Math.max(0, (afterMs - before.afterMs) / 2);
    const earliest = instantOfMs(msOf(before?.at ?? schedule.openedAt) + distanceMs);
    const intended = intendedAt(step, schedule);
    const regular = intended >= earliest ? intended : putOff(earliest, step, schedule);
    const moment = momentOf(step, policy.steps[index + 1], { earliest, regular }, schedule);
    if (moment !== undefined) charges.set(step.id, moment);
    // A charge that waits for hours rather than days comes before its step, whose letter keeps the step's time.
    const at =
      moment !== undefined && moment.at >= earliest && moment.at >= plus(schedule.openedAt, step.after)
        ? moment.at
        : regular;
    steps.set(step.id, at);
    below = { afterMs, at };
  }
  return { steps, charges };
}

/** The moment that the decline's reason asks for, before the next step's time. */
function momentOf(
  step: DunningStep,
  next: DunningStep | undefined,
  { earliest, regular }: { readonly earliest: Instant; readonly regular: Instant },
  { openedAt, caseId, timeZone, policy: { preferred }, reason }: Schedule,
): Moment | undefined {
  if (!step.retry || preferred === undefined || !preferred.byReason || reason === undefined) return undefined;
  const from = later(plus(openedAt, step.after), earliest);
  const until = next && plusMs(from, durationMs(next.after) - durationMs(step.after));
  return momentFor({ from, regular, until, timeZone, seed: `${caseId}:${step.id}` }, reason, preferred);
}
