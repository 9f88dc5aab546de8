import { proveCompany } from "../appearance/prove-company.ts";
import { proveContact } from "../contact/prove-contact.ts";
import { proveDunning, whoWritesToSupport } from "../dunning/policy/prove-dunning.ts";
import type { IsWritten } from "../dunning/policy/prove-messages.ts";
import { proveMail } from "../messages/prove-mail.ts";
import { proveSegments } from "../segments/prove-segments.ts";
import type { Policy } from "./policy.ts";

export type { IsWritten } from "../dunning/policy/prove-messages.ts";

/**
 * What is wrong with a configuration whose shape is right: one sentence per mistake, each naming its field, the rule
 * and the way out. Each room proves its own slice. Nothing is wrong if there are none.
 */
export const prove = (policy: Policy, isWritten: IsWritten): string[] => [
  ...proveCompany(policy),
  ...proveMail(policy, whoWritesToSupport(policy.dunning)),
  ...proveContact(policy),
  ...proveSegments(policy),
  ...proveDunning(policy, isWritten),
];
