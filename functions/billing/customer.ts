import * as z from "zod/mini";
import { cardChosenSchema } from "./card-chosen.ts";
import { moneySchema } from "./money.ts";

/** Who pays: one customer at one provider. Every fact but the ids may be missing: providers know what they were told. */
export const customerSchema = z.object({
  /** The payer's id, `payerIdOf`: `stripe-cus_123`. */
  customerId: z.string(),
  provider: z.string(),
  providerCustomerId: z.string(),
  /** The provider's time of the newest snapshot folded in; undefined while only other objects' events spoke of it. */
  asOf: z.optional(z.string()),
  /** The event of that snapshot: breaks ties of one second the same way in every order of arrival. */
  asOfEvent: z.optional(z.string()),
  deleted: z.boolean(),
  /**
   * The facts here are this payer's own. Missing in profiles written while payers of one account id were merged, until
   * the payer is heard of again: whose name and address they hold is not known.
   */
  keptApart: z.optional(z.boolean()),
  /** Another payer's partition in which this one was kept then; cases opened there stay there. */
  formerly: z.optional(z.string()),
  /** The product's account that the newest snapshot names. */
  accountId: z.optional(z.string()),
  /** Accounts that have still to hear whether this payer is theirs. */
  accountsToTell: z.optional(z.array(z.string())),
  email: z.optional(z.string()),
  phone: z.optional(z.string()),
  name: z.optional(z.string()),
  /** BCP 47, as the provider or the product gave it. */
  locale: z.optional(z.string()),
  /** All of them, the most preferred first, where there are several. */
  locales: z.optional(z.array(z.string())),
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
  cardChosen: z.optional(cardChosenSchema),
});
export type Customer = z.infer<typeof customerSchema>;
