import * as z from "zod/mini";
import { moneySchema } from "./money.ts";

/** Why a charge was declined, in the codes of whoever said so. Precedence: network, advice, provider. */
export const declineSchema = z.object({
  /** The provider's own code: `insufficient_funds`. */
  providerCode: z.optional(z.string()),
  /** The card network's response code: `51`. */
  networkCode: z.optional(z.string()),
  /** The network's advice code, Mastercard's MAC: `02`. */
  adviceCode: z.optional(z.string()),
  /** `visa`, `mastercard`, `amex`, `discover`, ... in lower case. */
  network: z.optional(z.string()),
});
export type Decline = z.infer<typeof declineSchema>;

/** One payment that failed. It may be known before its invoice, after it, or without the link between them. */
export const failedPaymentSchema = z.object({
  paymentId: z.string(),
  /** The provider's time of the newest failure folded in. */
  asOf: z.string(),
  /** The event of that snapshot: breaks ties of one second the same way in every order of arrival. */
  asOfEvent: z.optional(z.string()),
  invoiceId: z.optional(z.string()),
  amount: moneySchema,
  decline: declineSchema,
  cardId: z.optional(z.string()),
  cardBrand: z.optional(z.string()),
  cardLast4: z.optional(z.string()),
});
export type FailedPayment = z.infer<typeof failedPaymentSchema>;
