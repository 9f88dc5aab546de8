import type { Policy } from "./policy.ts";
import { proveCompany } from "./prove-company.ts";
import { type IsWritten, proveMessages } from "./prove-messages.ts";
import { proveRetries } from "./prove-retries.ts";
import { proveSteps } from "./prove-steps.ts";
import { proveTimes } from "./prove-times.ts";

/**
 * What is wrong with a configuration whose shape is right: one sentence per mistake, each naming its field, the rule
 * and the way out. Nothing is wrong if there are none.
 */
export function prove(policy: Policy, isWritten: IsWritten): string[] {
  return [
    ...proveCompany(policy),
    ...proveSteps(policy.dunning.steps),
    ...proveRetries(policy.dunning.steps),
    ...proveMessages(policy.dunning, isWritten),
    ...proveTimes(policy.dunning),
  ];
}
