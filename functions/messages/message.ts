import * as z from "zod/mini";
import { locales } from "../appearance/locales.ts";
import { messageNames } from "./message-names.ts";
import { termsSchema } from "./terms.ts";

/** What the end of a case means for the unpaid invoice; empty when the policy names no end. */
export const endKinds = ["mark-uncollectible", "cancel-subscription", "leave-open", ""] as const;

/**
 * What a message may speak of. All of it is already formatted for the reader's locale by `messageVariables`; every
 * template uses some of these and no others.
 */
export const messageVariablesSchema = z.object({
  /** The customer's name on one line; empty when none is known, or none that may be shown. */
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
  /** The day the payment failed, in words: `5 January`. Days to come name the weekday: `Monday, 19 January`. */
  failedOn: z.string(),
  /** The day the card is tried again without the customer doing anything; empty when it will not be. */
  nextDate: z.string(),
  /** When the subscription pauses / when we stop trying; empty when the policy has no such step. */
  pauseDate: z.string(),
  endDate: z.string(),
  endKind: z.enum(endKinds),
  /** Charges that failed so far, the first one included. */
  attempts: z.int(),
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

/** The same variables with every text changed by `change`. */
export const mapTexts = (variables: MessageVariables, change: (text: string) => string): MessageVariables =>
  messageVariablesSchema.parse(
    Object.fromEntries(
      Object.entries(variables).map(([name, value]) => [name, typeof value === "string" ? change(value) : value]),
    ),
  );

/**
 * One message on its way. `claimed`: about to be sent, or sent by a process that died before it could say so.
 * `unsent`: certainly not sent, may be claimed again. `dropped`: will not be handed to the mail service again.
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
  /** Absent in what was claimed before there were any. */
  terms: z.optional(termsSchema),
  state: z.enum(["claimed", "unsent", "sent", "delivered", "bounced", "complained", "dropped"]),
  claimedAt: z.string(),
  /** When a claim nobody answered for is looked at again. */
  reviewAt: z.string(),
  /** Claims under which it was, or may have been, handed to the mail service. */
  sends: z.int(),
  /** When the mail service first took it, and the id it then gave. */
  sentAt: z.optional(z.string()),
  serviceMessageId: z.optional(z.string()),
  /** `transient`: a full mailbox or an absence note; such a bounce never outranks a delivery. */
  bounce: z.optional(z.enum(["transient", "permanent"])),
  /** Why it was dropped or bounced. */
  reason: z.optional(z.string()),
});
export type Message = z.infer<typeof messageSchema>;

/** A message that is to be sent: the same under its key on every repeat. */
export const newMessageSchema = z.pick(messageSchema, {
  messageKey: true,
  customerId: true,
  caseId: true,
  name: true,
  locale: true,
  to: true,
  variables: true,
  terms: true,
});
export type NewMessage = z.infer<typeof newMessageSchema>;
