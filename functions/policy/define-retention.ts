import { checkedShape } from "./checked-shape.ts";
import type { NamedPolicyInput, Policy } from "./policy.ts";

/**
 * What retention.config.ts says, with every default filled in. It is checked where it is written, at synth; a deployed
 * function takes the policy that passed (deployed-policy.ts).
 * @throws ConfigurationError with one line per mistake, each naming its field.
 */
export const defineRetention = <const Name extends string>(input: NamedPolicyInput<Name>): Policy =>
  checkedShape(input);
