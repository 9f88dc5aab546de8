import type { IsWritten } from "../../messages/message-kind.ts";
import type { DunningPolicy, PolicyForDunning } from "./dunning-policy.ts";
import { proveLetters } from "./prove-letters.ts";
import { proveMessages } from "./prove-messages.ts";
import { proveRetries } from "./prove-retries.ts";
import { proveSteps } from "./prove-steps.ts";
import { proveTimes } from "./prove-times.ts";

/** What is wrong with dunning's slice of a configuration. */
export const proveDunning = (policy: PolicyForDunning, isWritten: IsWritten): string[] => [
  ...proveSteps(policy.dunning.steps),
  ...proveRetries(policy.dunning),
  ...proveMessages(policy.dunning, isWritten),
  ...proveLetters(policy.dunning.steps, "dunning.steps", policy),
  ...proveTimes(policy),
];

/** The step that asks a person, as a sentence about the address it writes to goes on; undefined if none does. */
export function whoWritesToSupport({ steps }: DunningPolicy): string | undefined {
  const step = steps.findIndex(({ handOver }) => handOver);
  return step === -1 ? undefined : `dunning.steps.${step}.handOver writes there and needs`;
}
