import type { Instant } from "../platform/instant.ts";
import type { InvoiceStatus } from "./invoice.ts";
import type { MethodKind } from "./method-kind.ts";
import type { Money } from "./money.ts";
import type { Decline } from "./payment.ts";
import type { Subscription } from "./subscription.ts";

/** A saved means of payment, as far as it may be known. */
export interface ProviderMethod {
  readonly methodId: string;
  readonly kind: MethodKind;
  /** `numberOf` its fingerprint and last four. */
  readonly number?: string | undefined;
  /** As the network writes itself: `Visa`. */
  readonly brand?: string | undefined;
  readonly last4?: string | undefined;
  /** ISO 3166-1 alpha-2 of the issuer or the bank. */
  readonly country?: string | undefined;
}

/** A subscription as the provider has it this moment. */
export interface ProviderSubscription {
  readonly subscriptionId: string;
  readonly status: Subscription["status"];
  /** When it ends by the customer's or the merchant's wish, the period's end included. */
  readonly endsAt?: Instant | undefined;
  /** Whether the provider charges its invoices; false where the merchant sends them. One made before may say otherwise. */
  readonly chargedAutomatically?: boolean | undefined;
  /** Collection is paused: by our own request, which leaves its mark there, or by somebody else. */
  readonly pause?: { readonly by: "us" | "merchant"; readonly resumesAt?: Instant | undefined } | undefined;
}

/** Which charge it was, as far as the provider says. */
export interface ProviderCharge {
  readonly chargeId?: string | undefined;
  readonly paymentId?: string | undefined;
  readonly at?: Instant | undefined;
  readonly methodId?: string | undefined;
}

/** An invoice as the provider has it this moment. What is undefined was not said, and decides nothing. */
export interface ProviderInvoice {
  readonly invoiceId: string;
  readonly status: InvoiceStatus;
  readonly amountRemaining: Money;
  /** What was paid of it so far, in money: credit and what was settled outside the provider are not in it. */
  readonly amountPaid?: Money | undefined;
  /** To whom the provider addresses it. */
  readonly customerEmail?: string | undefined;
  readonly customerName?: string | undefined;
  readonly customerPhone?: string | undefined;
  /** The number printed on it. */
  readonly number?: string | undefined;
  /** The page of the provider where the customer can pay it. */
  readonly hostedUrl?: string | undefined;
  /** Why the latest charge failed, when the provider says. */
  readonly lastDecline?: Decline | undefined;
  readonly cardBrand?: string | undefined;
  readonly cardLast4?: string | undefined;
  /** The provider charges a saved method; false: it sends the invoice, and the customer pays by hand. */
  readonly chargedAutomatically?: boolean | undefined;
  /** The provider goes on collecting it by itself; false: somebody stopped that. */
  readonly autoAdvance?: boolean | undefined;
  /** A subscription begins with it, while its customer looks on. */
  readonly firstOfSubscription?: boolean | undefined;
  /** It charges for a change of the subscription in the middle of a period. */
  readonly ofSubscriptionChange?: boolean | undefined;
  /** The newest try to take the money, failed or not. */
  readonly lastAttempt?: ProviderCharge | undefined;
  /** A payment was started of which nobody knows yet how it ends, such as a bank debit that takes days. */
  readonly paymentInProgress?:
    | { readonly kind: MethodKind; readonly since?: Instant | undefined; readonly paymentId?: string | undefined }
    | undefined;
  /** The payment that settled it. */
  readonly paidWith?: ProviderCharge | undefined;
  readonly subscription?: ProviderSubscription | undefined;
  readonly customerDefault?: ProviderMethod | undefined;
  /** The subscription's own, which goes before the customer's. */
  readonly subscriptionDefault?: ProviderMethod | undefined;
  /** The invoice's own, which goes before both. */
  readonly invoiceDefault?: ProviderMethod | undefined;
}

/** Which charge gave an answer. */
export type AnsweredCharge = ProviderCharge & { readonly kind?: MethodKind | undefined };

/** What came of a charge. A decline is an answer, not an error. */
export type ChargeOutcome =
  | { readonly result: "paid"; readonly charge?: AnsweredCharge | undefined }
  | { readonly result: "declined"; readonly decline: Decline; readonly charge?: AnsweredCharge | undefined }
  /** The bank wants the customer to confirm; nothing more happens until then. */
  | { readonly result: "needs-customer"; readonly decline: Decline; readonly charge?: AnsweredCharge | undefined }
  /** A debit or a slow method was started; webhooks will tell how it ends. */
  | { readonly result: "processing"; readonly charge?: AnsweredCharge | undefined }
  /** It was no longer open when the charge was tried. */
  | { readonly result: "not-open"; readonly status: InvoiceStatus };

/** An invoice that the provider has made and not yet asked to be paid. */
export interface DraftInvoice {
  readonly invoiceId: string;
  readonly amount: Money;
  readonly createdAt: Instant;
}

/**
 * A payment provider. Every method may throw RetryableError (no answer, 429, 5xx), TerminalError (refused for a
 * reason repetition does not change, object gone) or ConfigurationError (no key, key refused).
 */
export interface Payments {
  /** One request: the invoice with its payments, its subscription and the methods that would be charged. */
  readInvoice(invoiceId: string): Promise<ProviderInvoice>;
  /**
   * Charges an open invoice. The same key repeats the first answer.
   * @param methodId charge this one; undefined leaves the choice to the provider's defaults.
   */
  payInvoice(request: {
    readonly invoiceId: string;
    readonly idempotencyKey: string;
    readonly methodId?: string | undefined;
  }): Promise<ChargeOutcome>;
  /** A short-lived page of the provider where the customer replaces the card. */
  createCardUpdateLink(request: {
    readonly providerCustomerId: string;
    readonly returnUrl: string;
    readonly locale: string;
  }): Promise<{ readonly url: string }>;
  /**
   * Stops collection for the subscription until resumed, and marks the pause as ours in the same request. Repeating
   * changes nothing. It overwrites a pause that is there: whoever asks has looked first.
   */
  pauseSubscription(subscriptionId: string, idempotencyKey: string): Promise<void>;
  /** Takes the mark away too. Repeating changes nothing; resuming one that is not paused changes nothing. */
  resumeSubscription(subscriptionId: string, idempotencyKey: string): Promise<void>;
  /** Gives the invoice up. One already paid, void or uncollectible is left as it is. */
  markUncollectible(invoiceId: string, idempotencyKey: string): Promise<void>;
  /** Ends the subscription now. One already ended is left as it is. */
  cancelSubscription(subscriptionId: string, idempotencyKey: string): Promise<void>;
  /** Invoices of the subscription that wait to be finalised, oldest first. */
  listDrafts(subscriptionId: string): Promise<readonly DraftInvoice[]>;
  /** Makes a draft an open invoice that the provider collects. One that is no draft any more is left as it is. */
  finalizeInvoice(invoiceId: string, idempotencyKey: string): Promise<void>;
}
