import { durationMs, plus } from "../platform/duration.ts";
import { type Instant, instantOfMs, later, msOf } from "../platform/instant.ts";
import { between, intoHours, inWindow } from "../timing/windows.ts";
import type { Act } from "./case.ts";
import { type MessageName, messageNames } from "./message-kinds.ts";
import type { DunningPolicy, DunningStep } from "./policy/dunning-policy.ts";

/** One act of one step of the policy, in the order it is to be done. */
export interface Rung {
  readonly act: Act;
  /** `3:retry-payment`: the step's number and the act, the same on every repeat. */
  readonly key: string;
  readonly step: number;
  readonly message?: MessageName | undefined;
}

const actOfMessage = (message: MessageName): Act => (message === "pause-warning" ? "warn-of-pause" : "notify");

function rungsOf(step: DunningStep, index: number): Rung[] {
  const { retry, pause, message, handOver, end } = step;
  // The letter of the last step is written after the end, when what it says has become true.
  const acts: (false | Pick<Rung, "act" | "message">)[] = [
    retry && { act: "retry-payment" },
    pause && { act: "pause" },
    message !== undefined && end === undefined && { act: actOfMessage(message), message },
    handOver && { act: "hand-to-person" },
    end !== undefined && { act: "close" },
  ];
  return acts.filter((rung) => rung !== false).map((rung) => ({ ...rung, step: index, key: `${index}:${rung.act}` }));
}

/** The policy's steps as a flat list of acts. */
export const ladder = (policy: DunningPolicy): Rung[] => policy.steps.flatMap(rungsOf);

const settlingPrefix = "settle:notify:";

/** The key of the last word of a case. */
export const settlingKey = (message: MessageName): string => `${settlingPrefix}${message}`;

/** The message that an act writes; undefined if the policy has changed and knows the key no longer. */
export function messageOfKey(key: string, policy: DunningPolicy): MessageName | undefined {
  if (key.startsWith(settlingPrefix)) return messageNames.find((name) => key === settlingKey(name));
  return ladder(policy).find((rung) => rung.key === key)?.message;
}

/** Delays shorter than this do not wait for a morning: they exist to catch a fault that passes within hours. */
const shortDelay = "PT12H";

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

function intendedAt(step: DunningStep, index: number, schedule: Schedule): Instant {
  const { openedAt, caseId, timeZone, policy } = schedule;
  const { preferred } = policy;
  const earliest = plus(openedAt, step.after);
  const seed = `${caseId}:${index}`;
  if (preferred === undefined) return earliest;
  const delayMs = durationMs(step.after);
  if (delayMs < durationMs(shortDelay)) return between(earliest, instantOfMs(msOf(earliest) + delayMs / 6), seed);
  const hours = step.retry ? preferred.retryHours : preferred.messageHours;
  return inWindow({ earliest, hours, timeZone, seed }, step.retry ? preferred : undefined);
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
  return intoHours({ earliest, hours, timeZone, seed: `${caseId}:${index}` });
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
