import * as z from "zod/mini";
import { companyShape } from "../appearance/company-policy.ts";
import { billingShape } from "../billing/policy-slice.ts";
import { contactShape } from "../contact/policy-slice.ts";
import { dunningShape } from "../dunning/policy/dunning-policy.ts";
import { messagesShape } from "../messages/policy-slice.ts";

/** The whole configuration: one slice for each room that has something to configure. */
export const policySchema = z.strictObject({
  ...companyShape,
  ...messagesShape,
  ...billingShape,
  ...contactShape,
  ...dunningShape,
});

/** What an operator writes in retention.config.ts. */
export type PolicyInput = z.input<typeof policySchema>;
/** The same with every default filled in. */
export type Policy = z.output<typeof policySchema>;
