import * as z from "zod/mini";

/** What may be shown of a card. */
export const cardSchema = z.object({
  cardId: z.string(),
  /** The provider's time of the newest snapshot folded in. */
  asOf: z.string(),
  /** The event of that snapshot: breaks ties of one second the same way in every order of arrival. */
  asOfEvent: z.optional(z.string()),
  /** As the network writes itself: `Visa`, `Mastercard`, `American Express`. */
  brand: z.optional(z.string()),
  last4: z.optional(z.string()),
  expMonth: z.optional(z.int()),
  expYear: z.optional(z.int()),
  /** ISO 3166-1 alpha-2 of the issuer. */
  country: z.optional(z.string()),
  /** As the network calls it: `credit`, `debit`, `prepaid`. */
  funding: z.optional(z.string()),
  /** When its number or expiry last changed; undefined if never since it was first seen. */
  renewedAt: z.optional(z.string()),
  detached: z.boolean(),
});
export type Card = z.infer<typeof cardSchema>;
