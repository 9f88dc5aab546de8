import { earlier, type Instant, plusMs } from "../platform/instant.ts";
import type { Act, Decision, Done, DunningCase } from "./case.ts";
import { presentKey } from "./former-keys.ts";
import { ladder, type Rung, remaining, settlingKey } from "./ladder.ts";
import type { DunningPolicy } from "./policy/dunning-policy.ts";
import type { Situation } from "./situation.ts";
import { note } from "./story.ts";
import { beforeRestore } from "./warning.ts";

/** What an execution knows that the case does not: how often the case was woken, and the step it slept before. */
export interface NewerExecution {
  readonly epoch: number;
  readonly step?: { readonly act: Act; readonly key: string; readonly dueAt: Instant } | undefined;
}

/**
 * Whether an execution tells of things the case has no memory of: it was started for a later epoch, or was sent to sleep
 * before a step that this case has neither planned nor done.
 */
export function knowsMore({ epoch, step }: NewerExecution, dunningCase: DunningCase, policy: DunningPolicy): boolean {
  if (dunningCase.status === "closed" || epoch < dunningCase.epoch) return false;
  if (epoch > dunningCase.epoch) return true;
  if (step === undefined || dunningCase.planned?.key === step.key) return false;
  // Money that came by another charge of the same moment has settled the case: the new card is not charged any more.
  if (dunningCase.status === "settling" && step.key.startsWith("card:")) return false;
  const keys = [step.key, presentKey(step.key, policy)];
  return keys.every((key) => dunningCase.done[key] === undefined) && !hasPlanned(dunningCase, step.key);
}

/** What was learned since may have put another step before the one that was planned. */
const hasPlanned = ({ timeline }: DunningCase, stepKey: string): boolean =>
  timeline.some(({ what, key }) => what === "planned" && key === stepKey);

/** Acts that lie below the step the execution slept before; where it tells of none, all whose time has come. */
function carriedOut(
  dunningCase: DunningCase,
  rungs: readonly Rung[],
  step: NewerExecution["step"],
  now: Instant,
): Rung[] {
  const left = remaining(dunningCase, rungs);
  const slept = left.findIndex(({ key }) => key === step?.key);
  if (slept >= 0) return left.slice(0, slept);
  // The end is looked at again: what was given up is found so at the provider.
  return left.filter(({ act, afterMs }) => act !== "close" && plusMs(dunningCase.openedAt, afterMs) <= now);
}

/** Whether the last word was said nobody knows either; silence harms less than saying it twice. */
function lastWords(policy: DunningPolicy, at: Instant): Record<string, Done> {
  const words = ["recovered" as const, policy.steps.find(({ end }) => end !== undefined)?.message];
  const keys = words.flatMap((word) => (word === undefined ? [] : [settlingKey(word)]));
  return Object.fromEntries(keys.map((key) => [key, { at, result: beforeRestore }]));
}

/**
 * A case whose store was restored from an earlier state, or that was erased and opened again, as far as a newer execution
 * can tell what happened meanwhile. What lies before that is taken as done: a letter left out harms less than one sent
 * twice, and a pause without a warning that is known to be sent is a matter for a person.
 */
export function rewound(
  dunningCase: DunningCase,
  { epoch, step }: NewerExecution,
  policy: DunningPolicy,
  now: Instant,
): DunningCase {
  const rungs = ladder(policy);
  const acts = carriedOut(dunningCase, rungs, step, now);
  const takenAsDone = ({ key, afterMs }: Rung): [string, Done] => {
    const at = earlier(plusMs(dunningCase.openedAt, afterMs), now);
    return [key, { at, result: beforeRestore, afterMs }];
  };
  const rung = rungs.find(({ key }) => key === step?.key);
  const reason = `Execution ${epoch} knows more than this case at ${dunningCase.epoch}, so the case was restored from an earlier state: ${acts.length} acts are taken as done.`;
  const planned = step && rung && { ...step, afterMs: rung.afterMs, reason: "Goes on where its execution slept." };
  const told = note(dunningCase, now, { what: "restored", reason });
  return {
    ...told,
    epoch,
    // It may have been, and resuming what is not paused changes nothing.
    paused: dunningCase.paused || acts.some(({ act }) => act === "pause"),
    startedEpoch: Math.max(dunningCase.startedEpoch, epoch - 1),
    done: { ...told.done, ...Object.fromEntries(acts.map(takenAsDone)), ...lastWords(policy, now) },
    planned,
  };
}

/** Epochs only rise: an older one tells nothing new. */
export function toldOfNewer(dunningCase: DunningCase, newer: NewerExecution, { policy, now }: Situation): Decision {
  if (!knowsMore(newer, dunningCase, policy))
    return { state: dunningCase, actions: [], reason: "This is known already." };
  const reason = `Epoch ${newer.epoch} carries the case on.`;
  return { state: rewound(dunningCase, newer, policy, now), actions: [], reason };
}
