import { type MessageName, messageNames } from "../messages/message-names.ts";
import { durationMs, plus } from "../platform/duration.ts";
import { type Instant, instantOfMs, later, msOf } from "../platform/instant.ts";
import { between, intoHours, inWindow } from "../timing/windows.ts";
import type { Act, DunningCase } from "./case.ts";
import type { DunningPolicy, DunningStep } from "./policy/dunning-policy.ts";

/** One act of one step of the policy, in the order it is to be done. */
export interface Rung {
  readonly act: Act;
  /** `reminder:notify`: the step's id and the act, the same on every repeat and wherever the step stands. */
  readonly key: string;
  readonly stepId: string;
  /** The step's delay from the first failure. */
  readonly afterMs: number;
  readonly message?: MessageName | undefined;
}

const actOfMessage = (message: MessageName): Act => (message === "pause-warning" ? "warn-of-pause" : "notify");

function rungsOf(step: DunningStep): Rung[] {
  const { id, after, retry, pause, message, handOver, end } = step;
  // The letter of the last step is written after the end, when what it says has become true.
  const acts: (false | Pick<Rung, "act" | "message">)[] = [
    retry && { act: "retry-payment" },
    pause && { act: "pause" },
    message !== undefined && end === undefined && { act: actOfMessage(message), message },
    handOver && { act: "hand-to-person" },
    end !== undefined && { act: "close" },
  ];
  const place = { stepId: id, afterMs: durationMs(after) };
  return acts.filter((rung) => rung !== false).map((rung) => ({ ...rung, ...place, key: `${id}:${rung.act}` }));
}

/** The policy's steps as a flat list of acts. */
export const ladder = (policy: DunningPolicy): Rung[] => policy.steps.flatMap(rungsOf);

const settlingPrefix = "settle:notify:";

/** The key of the last word of a case. */
export const settlingKey = (message: MessageName): string => `${settlingPrefix}${message}`;

/** The key under which the same thing is said for the nth time: `warning:warn-of-pause~2`. */
export const tellingKey = (key: string, telling: number): string => (telling <= 1 ? key : `${key}~${telling}`);
const withoutTelling = (key: string): string => key.replace(/~\d+$/, "");

/** The act that a key stands for, whatever step it belongs to: `notify` of `reminder:notify`. */
export const actOfKey = (key: string): string => withoutTelling(key).split(":")[1] ?? "";

/** The message that an act writes; undefined if the policy has changed and knows the key no longer. */
export function messageOfKey(key: string, policy: DunningPolicy): MessageName | undefined {
  if (key.startsWith(settlingPrefix)) return messageNames.find((name) => key === settlingKey(name));
  return ladder(policy).find((rung) => rung.key === withoutTelling(key))?.message;
}

/** How far a case has climbed: the highest act done, by its step's delay when it was done, and its order within the step. */
export interface Reached {
  readonly afterMs: number;
  readonly order: number;
  readonly at: Instant;
}

const orderOfActs: readonly string[] = ["retry-payment", "pause", "warn-of-pause", "notify", "hand-to-person", "close"];
const orderOf = (act: string): number => orderOfActs.indexOf(act);

const isHigher = (one: Omit<Reached, "at">, other: Omit<Reached, "at">): boolean =>
  one.afterMs > other.afterMs || (one.afterMs === other.afterMs && one.order > other.order);

/** Undefined for a case of which nothing has been done. */
export function reachedBy({ done }: Pick<DunningCase, "done">, rungs: readonly Rung[]): Reached | undefined {
  const places = Object.entries(done).flatMap(([key, { at, afterMs }]): Reached[] => {
    // What an earlier version ticked off carries no delay: the step's present one stands in for it.
    const known = afterMs ?? rungs.find((rung) => rung.key === withoutTelling(key))?.afterMs;
    return known === undefined ? [] : [{ afterMs: known, order: orderOf(actOfKey(key)), at }];
  });
  return places.reduce<Reached | undefined>(
    (highest, place) => (highest === undefined || isHigher(place, highest) ? place : highest),
    undefined,
  );
}

/** Letters sent by steps that are gone, or called otherwise by now: what they said is not said again by another step. */
function saidElsewhere(dunningCase: DunningCase, rungs: readonly Rung[]): ReadonlySet<string> {
  const present = new Set(rungs.map(({ key }) => key));
  const orphans = Object.entries(dunningCase.done).filter(([key]) => !present.has(withoutTelling(key)));
  const spoken = new Set<string>();
  for (const [, { message }] of orphans) {
    if (message === undefined) continue;
    const heir = rungs.find(
      (rung) => rung.message === message && dunningCase.done[rung.key] === undefined && !spoken.has(rung.key),
    );
    if (heir !== undefined) spoken.add(heir.key);
  }
  return spoken;
}

/**
 * The acts that are still to be done, by the present policy. What lies below the highest act done was passed: a step that
 * is put in there, or moved there, is not made up for. A step whose time is yet to come is never lost, because an act is
 * done at its time at the earliest; and the end is never passed, or a case would have none.
 */
export function remaining(dunningCase: DunningCase, rungs: readonly Rung[]): Rung[] {
  const reached = reachedBy(dunningCase, rungs);
  const spoken = saidElsewhere(dunningCase, rungs);
  return rungs.filter(
    (rung) =>
      dunningCase.done[rung.key] === undefined &&
      !spoken.has(rung.key) &&
      (reached === undefined ||
        rung.act === "close" ||
        isHigher({ afterMs: rung.afterMs, order: orderOf(rung.act) }, reached)),
  );
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
  /** How far the case has climbed; later steps keep their distance from it. */
  readonly reached?: Omit<Reached, "order"> | undefined;
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

/**
 * When each step is due, by its id. A step keeps its own time unless what came before it ran late; then it still keeps
 * half of the planned distance, so that an outage is followed neither by a volley of charges nor by a volley of mail.
 */
export function stepTimes(schedule: Schedule): ReadonlyMap<string, Instant> {
  const times = new Map<string, Instant>();
  let below: Before | undefined;
  for (const step of schedule.policy.steps) {
    const afterMs = durationMs(step.after);
    const before = beforeOf(below, afterMs, schedule.reached);
    const distanceMs = before === undefined ? 0 : Math.max(0, (afterMs - before.afterMs) / 2);
    const earliest = instantOfMs(msOf(before?.at ?? schedule.openedAt) + distanceMs);
    const intended = intendedAt(step, schedule);
    const at = intended >= earliest ? intended : putOff(earliest, step, schedule);
    times.set(step.id, at);
    below = { afterMs, at };
  }
  return times;
}
