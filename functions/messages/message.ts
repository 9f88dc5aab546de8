import * as z from "zod/mini";
import { locales } from "../appearance/locales.ts";
import { purposes } from "./message-kind.ts";
import { termsSchema } from "./terms.ts";

/**
 * One message on its way. `claimed`: about to be sent, or sent by a process that died before it could say so.
 * `unsent`: certainly not sent, may be claimed again. `dropped`: will not be handed to the mail service again.
 */
export const messageSchema = z.object({
  /** The same on every repeat. Of a dunning case: `<caseId>:<step key>`. */
  messageKey: z.string(),
  customerId: z.string(),
  /** The room whose kind of message it is, and the id of what it is about there: of dunning, a case. */
  about: z.object({ room: z.string(), id: z.string() }),
  name: z.string(),
  /** Every invoice it names, by the provider's id; absent where it names none, or was written before they were kept. */
  invoiceIds: z.optional(z.array(z.string())),
  /** Who writes it, where that is not the sender of all: the name shown and the address that answers go to. */
  sender: z.optional(z.object({ name: z.string(), replyTo: z.string() })),
  purpose: z.enum(purposes),
  /** Why it was written, in a sentence an operator can read. */
  because: z.string(),
  locale: z.enum(locales),
  to: z.string(),
  /** What it says, as it was when it was claimed; its room knows which values the message has. */
  values: z.record(z.string(), z.union([z.string(), z.int(), z.readonly(z.array(z.record(z.string(), z.string())))])),
  /** The terms under which it may be sent; absent in what was claimed before there were any. */
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

/**
 * Whether it may still be sent, so that somebody must look at it. Who was told that a claim stands relies on it: one that was
 * given back is looked at like one nobody answered for.
 */
export const isOnItsWay = ({ state }: Pick<Message, "state">): boolean => state === "claimed" || state === "unsent";

/** A message that is to be sent: the same under its key on every repeat. */
export const newMessageSchema = z.pick(messageSchema, {
  messageKey: true,
  customerId: true,
  about: true,
  name: true,
  invoiceIds: true,
  sender: true,
  purpose: true,
  because: true,
  locale: true,
  to: true,
  values: true,
  terms: true,
});
export type NewMessage = z.infer<typeof newMessageSchema>;
