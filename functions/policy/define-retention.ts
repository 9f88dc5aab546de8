import { checkedShape } from "./checked-shape.ts";
import type { NamedPolicyInput, Policy } from "./policy.ts";

/** The policy that was proved at synth, as JSON; lib/constructs/bundling.ts puts it in the place of this name. */
declare const PROVED_POLICY: string;

/**
 * What retention.config.ts says, with every default filled in. It is checked where it is written: a deployed function
 * takes the policy that passed, and carries neither the checks nor the time they take at each cold start.
 * @throws ConfigurationError with one line per mistake, each naming its field.
 */
export const defineRetention = <const Name extends string>(input: NamedPolicyInput<Name>): Policy =>
  typeof PROVED_POLICY === "string" ? JSON.parse(PROVED_POLICY) : checkedShape(input);
