import { ConfigurationError } from "../platform/errors.ts";
import { mistakesOf } from "./mistake.ts";
import { type Policy, type PolicyInput, policySchema } from "./policy.ts";

/**
 * Checks the shape of a configuration and fills in its defaults. What goes beyond shape is proved at synth.
 * @throws ConfigurationError with one line per mistake, each naming its field.
 */
export function checkedShape(input: PolicyInput): Policy {
  const parsed = policySchema.safeParse(input);
  if (parsed.success) return parsed.data;
  const mistakes = parsed.error.issues.flatMap((issue) => mistakesOf(issue, input));
  throw new ConfigurationError(`retention.config.ts is not valid.\n${mistakes.join("\n")}`);
}
