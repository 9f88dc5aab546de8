import * as z from "zod/mini";
import { locales } from "../policy/locales.ts";
import { messageNames } from "../policy/message-names.ts";

/**
 * What a message may speak of. All of it is already formatted for the reader's locale by `messageVariables`; every
 * template uses some of these and no others.
 */
export const messageVariablesSchema = z.object({
  /** How to address the reader; empty when no name is known. */
  customerName: z.string(),
  companyName: z.string(),
  /** `€49.00` */
  amount: z.string(),
  /** The plan's name; empty when unknown. */
  plan: z.string(),
  /** `Visa` / `4242`; both empty when unknown. */
  cardBrand: z.string(),
  cardLast4: z.string(),
  /** One sentence in the reader's language: what the bank said, as far as it may be told. */
  declineReason: z.string(),
  /** In words: `Monday, 5 January`. */
  failedOn: z.string(),
  /** The next date that matters, in words; empty when there is none. What it means is the message's to say. */
  nextDate: z.string(),
  /** When the subscription pauses / when we stop trying; empty when the policy has no such step. */
  pauseDate: z.string(),
  endDate: z.string(),
  /** `mark-uncollectible`, `cancel-subscription` or `leave-open`: what the end means. */
  endKind: z.string(),
  /** Signed link to the page where the card is replaced; of the case's page for `hand-over`. */
  actionUrl: z.string(),
  supportEmail: z.string(),
  supportPage: z.string(),
  signature: z.string(),
  /** For `hand-over` only: opaque ids and the sentence why; empty elsewhere. */
  caseId: z.string(),
  handOverReason: z.string(),
});
export type MessageVariables = z.infer<typeof messageVariablesSchema>;

/**
 * One message on its way. `claimed`: about to be sent, or sent by a process that died before it could say so.
 * `unsent`: certainly not sent, may be claimed again. `dropped`: certainly not sent and never will be.
 */
export const messageSchema = z.object({
  /** `<caseId>:<step key>` */
  messageKey: z.string(),
  customerId: z.string(),
  caseId: z.string(),
  name: z.enum(messageNames),
  locale: z.enum(locales),
  to: z.string(),
  variables: messageVariablesSchema,
  state: z.enum(["claimed", "unsent", "sent", "delivered", "bounced", "complained", "dropped"]),
  claimedAt: z.string(),
  /** How often it was handed to the mail service. */
  sends: z.int(),
  sentAt: z.optional(z.string()),
  serviceMessageId: z.optional(z.string()),
  /** Why it was dropped or bounced. */
  reason: z.optional(z.string()),
});
export type Message = z.infer<typeof messageSchema>;
