import type { DunningCase } from "./case.ts";
import { actOfKey } from "./ladder.ts";
import type { DunningPolicy } from "./policy/dunning-policy.ts";

const formerKey = /^(\d+):/;

/** The present key of what version 0.1 called by the number of its step, `3:notify`; unchanged where no step has that number. */
export function presentKey(key: string, policy: DunningPolicy): string {
  const [, number] = formerKey.exec(key) ?? [];
  const step = number === undefined ? undefined : policy.steps[Number(number)];
  return step === undefined ? key : `${step.id}:${actOfKey(key)}`;
}

/**
 * A case as version 0.1 stored it, with keys by the step's name. Its steps are taken to have the numbers they have in the
 * present policy, so the first deployment of names must leave the order of steps as it was (docs/upgrading.md). What is
 * planned keeps its key, and with it the key of its effect, until it is done.
 */
export function adopted(dunningCase: DunningCase, policy: DunningPolicy): DunningCase {
  if (!Object.keys(dunningCase.done).some((key) => formerKey.test(key))) return dunningCase;
  const done = Object.entries(dunningCase.done).map(([key, entry]) => [presentKey(key, policy), entry] as const);
  const { lastMessage } = dunningCase;
  return {
    ...dunningCase,
    done: Object.fromEntries(done),
    lastMessage: lastMessage && presentKey(lastMessage, policy),
  };
}
