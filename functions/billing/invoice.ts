import * as z from "zod/mini";
import { moneySchema } from "./money.ts";

export const invoiceStatuses = ["draft", "open", "uncollectible", "void", "paid"] as const;
export type InvoiceStatus = (typeof invoiceStatuses)[number];

export const invoiceSchema = z.object({
  invoiceId: z.string(),
  /** The provider's time of the newest snapshot folded in. */
  asOf: z.string(),
  /** The event of that snapshot: breaks ties of one second the same way in every order of arrival. */
  asOfEvent: z.optional(z.string()),
  /** Whom the provider charges. */
  providerCustomerId: z.string(),
  subscriptionId: z.optional(z.string()),
  /** The number printed on it. */
  number: z.optional(z.string()),
  status: z.enum(invoiceStatuses),
  amountDue: moneySchema,
  /** What of it is paid and what remains, by this snapshot; missing in what was written before they were kept. */
  amountPaid: z.optional(moneySchema),
  amountRemaining: z.optional(moneySchema),
  /** What remained by the newest snapshot in which it was open, whatever has become of it since. */
  owed: z.optional(z.object({ amount: moneySchema, asOf: z.string() })),
  /** What was paid of it, in the currency's minor unit, when its first charge failed. */
  paidBeforeMinor: z.optional(z.int()),
  /** Whether the provider charges a saved card (true) or the customer pays by hand (false). */
  chargedAutomatically: z.boolean(),
  /** The invoice a subscription begins with, paid (or not) while the customer looks on. */
  firstOfSubscription: z.boolean(),
  /** It charges for a change of the subscription; in old API versions for its beginning too. */
  ofSubscriptionChange: z.optional(z.boolean()),
  /** The provider goes on collecting it by itself. */
  autoAdvance: z.optional(z.boolean()),
  /** When it was first known to be paid, after how many charges, whatever has become of it since. */
  firstPaid: z.optional(z.object({ at: z.string(), charges: z.int() })),
  /** The newest failed charge known, how many there were, and whether the provider stopped collecting with it: nobody's wish. */
  lastFailure: z.optional(z.object({ at: z.string(), charges: z.int(), stopped: z.boolean() })),
  /** Charges tried so far, by whomever. */
  attemptCount: z.int(),
  /** When the first failed charge became known; undefined while none has failed. */
  failedAt: z.optional(z.string()),
  paidAt: z.optional(z.string()),
  /** Somebody marked it paid by hand. */
  paidOutOfBand: z.boolean(),
  /** The page of the provider where the customer can pay this invoice. */
  hostedUrl: z.optional(z.string()),
  planName: z.optional(z.string()),
  /** Payments known to have tried to pay it. */
  paymentIds: z.array(z.string()),
  createdAt: z.string(),
});
export type Invoice = z.infer<typeof invoiceSchema>;
