import * as z from "zod/mini";
import { methodKinds } from "./method-kind.ts";

/** What may be shown of a saved means of payment, of whatever kind: a card, a bank account, a wallet. */
export const cardSchema = z.object({
  cardId: z.string(),
  /** The provider's time of the newest snapshot folded in. */
  asOf: z.string(),
  /** The event of that snapshot: breaks ties of one second the same way in every order of arrival. */
  asOfEvent: z.optional(z.string()),
  /** Missing in what was written while only cards were known. */
  kind: z.optional(z.enum(methodKinds)),
  /** What verdicts and budgets belong to, `numberOf`. */
  number: z.optional(z.string()),
  /** As the network writes itself: `Visa`, `Mastercard`, `American Express`. */
  brand: z.optional(z.string()),
  last4: z.optional(z.string()),
  expMonth: z.optional(z.int()),
  expYear: z.optional(z.int()),
  /** ISO 3166-1 alpha-2 of the issuer or the bank. */
  country: z.optional(z.string()),
  /** `credit`, `debit`, `prepaid`. */
  funding: z.optional(z.string()),
  /** The name of the bank whose account is debited. */
  bank: z.optional(z.string()),
  /** When its number or expiry last changed; undefined if never since it was first seen. */
  renewedAt: z.optional(z.string()),
  detached: z.boolean(),
});
export type Card = z.infer<typeof cardSchema>;
