import * as z from "zod/mini";
import { moneySchema } from "./money.ts";

/** Who pays. Every fact but the ids may be missing: providers know what they were told. */
export const customerSchema = z.object({
  /** Holdfast's own id, derived from the first provider id seen: `stripe-cus_123`. */
  customerId: z.string(),
  provider: z.string(),
  providerCustomerId: z.string(),
  /** The provider's time of the newest snapshot folded in; undefined while only other objects' events spoke of it. */
  asOf: z.optional(z.string()),
  /** The event of that snapshot: breaks ties of one second the same way in every order of arrival. */
  asOfEvent: z.optional(z.string()),
  deleted: z.boolean(),
  email: z.optional(z.string()),
  phone: z.optional(z.string()),
  name: z.optional(z.string()),
  /** BCP 47, as the provider or the product gave it. */
  locale: z.optional(z.string()),
  /** IANA zone, as the product gave it. */
  timeZone: z.optional(z.string()),
  /** ISO 3166-1 alpha-2. */
  country: z.optional(z.string()),
  segment: z.optional(z.string()),
  acquisitionChannel: z.optional(z.string()),
  /** Derived from the subscriptions that pay. */
  plan: z.optional(z.string()),
  mrr: z.optional(moneySchema),
  createdAt: z.optional(z.string()),
  /** The card the provider charges by default. */
  defaultCardId: z.optional(z.string()),
  /** The newest replacement of the default card that an event reported: by which card, and when. */
  cardChosen: z.optional(z.object({ cardId: z.string(), at: z.string() })),
});
export type Customer = z.infer<typeof customerSchema>;
