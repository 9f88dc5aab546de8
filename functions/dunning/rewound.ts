import { earlier, type Instant, plusMs } from "../platform/instant.ts";
import type { Act, Done, DunningCase } from "./case.ts";
import { ladder, type Rung, remaining } from "./ladder.ts";
import type { DunningPolicy } from "./policy/dunning-policy.ts";
import { note } from "./story.ts";
import { beforeRestore } from "./warning.ts";

/** What an execution knows that the case does not: how often the case was woken, and the step it slept before. */
export interface NewerExecution {
  readonly epoch: number;
  readonly step?: { readonly act: Act; readonly key: string; readonly dueAt: Instant } | undefined;
}

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
  return left.filter(({ afterMs }) => plusMs(dunningCase.openedAt, afterMs) <= now);
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
    startedEpoch: Math.max(dunningCase.startedEpoch, epoch - 1),
    done: { ...told.done, ...Object.fromEntries(acts.map(takenAsDone)) },
    planned,
  };
}
