import { type IsWritten, proveMessages } from "../dunning/policy/prove-messages.ts";
import { proveRetries } from "../dunning/policy/prove-retries.ts";
import { proveSteps } from "../dunning/policy/prove-steps.ts";
import { proveTimes } from "../dunning/policy/prove-times.ts";
import { proveCompany } from "../messages/prove-company.ts";
import type { Policy } from "./policy.ts";

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
