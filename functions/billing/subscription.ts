import * as z from "zod/mini";
import { cardChosenSchema } from "./card-chosen.ts";
import { moneySchema } from "./money.ts";

export const subscriptionStatuses = [
  "incomplete",
  "incomplete_expired",
  "trialing",
  "active",
  "past_due",
  "unpaid",
  "paused",
  "canceled",
] as const;

export const subscriptionSchema = z.object({
  subscriptionId: z.string(),
  /** The provider's time of the newest snapshot folded in. */
  asOf: z.string(),
  /** The event of that snapshot: breaks ties of one second the same way in every order of arrival. */
  asOfEvent: z.optional(z.string()),
  /** Who pays for it; missing in what was written while payers of one account id were merged. */
  providerCustomerId: z.optional(z.string()),
  status: z.enum(subscriptionStatuses),
  /** When it was last known to wait for its first payment, whatever has become of it since. */
  incompleteAt: z.optional(z.string()),
  planName: z.optional(z.string()),
  /** The subscription's monthly worth; yearly prices divided by twelve. */
  mrr: z.optional(moneySchema),
  currentPeriodEnd: z.optional(z.string()),
  /** The card of this subscription alone, when it has one. */
  defaultCardId: z.optional(z.string()),
  /** The newest replacement of that card that an event reported. */
  cardChosen: z.optional(cardChosenSchema),
  cancelAt: z.optional(z.string()),
  canceledAt: z.optional(z.string()),
  /** The provider was told to collect nothing for now. */
  collectionPaused: z.boolean(),
  /** That pause carries our own mark. */
  pausedByUs: z.optional(z.boolean()),
});
export type Subscription = z.infer<typeof subscriptionSchema>;
