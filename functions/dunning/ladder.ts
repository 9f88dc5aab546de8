import { durationMs } from "../platform/duration.ts";
import type { Instant } from "../platform/instant.ts";
import type { Act, DunningCase } from "./case.ts";
import { type MessageName, messageNames } from "./message-kinds.ts";
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

/** The policy's steps as a flat list of acts; where the provider charges again by itself, none of them is a charge. */
export const ladder = ({ steps, retries }: DunningPolicy): Rung[] =>
  steps.flatMap(rungsOf).filter(({ act }) => act !== "retry-payment" || retries === "own");

const settlingPrefix = "settle:notify:";

/** The key of the last word of a case. */
export const settlingKey = (message: MessageName): string => `${settlingPrefix}${message}`;

/** The key under which the same thing is said for the nth time: `warning:warn-of-pause~2`. */
export const tellingKey = (key: string, telling: number): string => (telling <= 1 ? key : `${key}~${telling}`);
export const withoutTelling = (key: string): string => key.replace(/~\d+$/, "");

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
