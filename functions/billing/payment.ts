import * as z from "zod/mini";
import type { Instant } from "../platform/instant.ts";
import { methodKinds } from "./method-kind.ts";
import type { Money } from "./money.ts";

/** Why a charge was declined, in the codes of whoever said so. Precedence: network, advice, provider. */
export const declineSchema = z.object({
  /** The provider's own code: `insufficient_funds`. */
  providerCode: z.optional(z.string()),
  /** The card network's response code: `51`. For a bank debit the bank's return code: `R01`. */
  networkCode: z.optional(z.string()),
  /** The network's advice code, Mastercard's MAC: `02`. */
  adviceCode: z.optional(z.string()),
  /** `visa`, `mastercard`, `amex`, `discover`, ... in lower case. */
  network: z.optional(z.string()),
  /** The provider's own advice where it says more than its code does: `do_not_try_again`, `confirm_card_data`. */
  providerAdvice: z.optional(z.string()),
  /** A rule of the merchant's, or of the provider for the merchant, stopped it before it came to the bank. */
  blockedByMerchant: z.optional(z.boolean()),
});
export type Decline = z.infer<typeof declineSchema>;

/** The method that was charged, as it was then. */
export const chargedMethodSchema = z.object({
  methodId: z.optional(z.string()),
  /** What verdicts and budgets belong to, `numberOf`. */
  number: z.optional(z.string()),
  kind: z.optional(z.enum(methodKinds)),
  /** As the network writes itself: `Visa`. */
  brand: z.optional(z.string()),
  last4: z.optional(z.string()),
  /** ISO 3166-1 alpha-2 of the issuer or the bank. */
  country: z.optional(z.string()),
  /** `credit`, `debit`, `prepaid`. */
  funding: z.optional(z.string()),
  /** The name of the bank whose account is debited. */
  bank: z.optional(z.string()),
  /** Year and month in which the card expires: `2028-08`. */
  expires: z.optional(z.string()),
});
export type ChargedMethod = z.infer<typeof chargedMethodSchema>;

/**
 * Who speaks of a charge: its own event, its payment's, or, in what was written before the two were kept apart, both in
 * one.
 */
export const speakers = ["charge", "payment", "merged"] as const;

/** What one speaker said last of one charge that failed. */
export interface Statement {
  readonly speaker: (typeof speakers)[number];
  /** The provider's id of the charge; undefined where the speaker names none. */
  readonly chargeId?: string | undefined;
  /** The provider's time of the event, and the event. */
  readonly at: Instant;
  readonly eventId: string;
  readonly invoiceId?: string | undefined;
  readonly amount: Money;
  readonly decline: Decline;
  readonly method: ChargedMethod;
}

/** One payment and everything that was said of its failed charges. It may be known before its invoice, or without it. */
export interface Payment {
  readonly paymentId: string;
  /** The provider's time of the newest statement. */
  readonly asOf: Instant;
  /** By speaker and charge. */
  readonly said: Readonly<Record<string, Statement>>;
}
