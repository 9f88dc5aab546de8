import * as z from "zod/mini";
import { companyShape } from "../appearance/company-policy.ts";
import { billingShape } from "../billing/policy-slice.ts";
import { contactShape } from "../contact/policy-slice.ts";
import { dunningShape } from "../dunning/policy/dunning-policy.ts";
import { messagesShape } from "../messages/policy-slice.ts";
import { segmentsShape } from "../segments/policy-slice.ts";
import type { Segments } from "../segments/predicate.ts";

/** The whole configuration: one slice for each room that has something to configure. */
export const policySchema = z.strictObject({
  ...companyShape,
  ...messagesShape,
  ...billingShape,
  ...contactShape,
  ...segmentsShape,
  ...dunningShape,
});

/** What an operator writes in retention.config.ts. */
export type PolicyInput = z.input<typeof policySchema>;
/** The same with every default filled in. */
export type Policy = z.output<typeof policySchema>;

/** What an operator writes, with the names of the segments: a name that is none of them is refused by the type checker. */
export type NamedPolicyInput<Name extends string> = Omit<PolicyInput, "segments"> & {
  readonly segments?: Segments<Name> | undefined;
};
