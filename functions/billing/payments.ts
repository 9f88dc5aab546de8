import type { InvoiceStatus } from "./invoice.ts";
import type { Money } from "./money.ts";
import type { Decline } from "./payment.ts";

/** An invoice as the provider has it this moment. */
export interface ProviderInvoice {
  readonly invoiceId: string;
  readonly status: InvoiceStatus;
  readonly amountRemaining: Money;
  /** To whom the provider addresses it. */
  readonly customerEmail?: string | undefined;
  readonly customerName?: string | undefined;
  /** Why the latest charge failed, when the provider says. */
  readonly lastDecline?: Decline | undefined;
  readonly cardBrand?: string | undefined;
  readonly cardLast4?: string | undefined;
}

/** What came of a charge. A decline is an answer, not an error. */
export type ChargeOutcome =
  | { readonly result: "paid" }
  | { readonly result: "declined"; readonly decline: Decline }
  /** The bank wants the customer to confirm; nothing more happens until then. */
  | { readonly result: "needs-customer"; readonly decline: Decline }
  /** A debit or a slow method was started; webhooks will tell how it ends. */
  | { readonly result: "processing" }
  /** It was no longer open when the charge was tried. */
  | { readonly result: "not-open"; readonly status: InvoiceStatus };

/**
 * A payment provider. Every method may throw RetryableError (no answer, 429, 5xx), TerminalError (refused for a
 * reason repetition does not change, object gone) or ConfigurationError (no key, key refused).
 */
export interface Payments {
  readInvoice(invoiceId: string): Promise<ProviderInvoice>;
  /**
   * Charges an open invoice. The same key repeats the first answer.
   * @param cardId charge this card; undefined leaves the choice to the provider's defaults.
   */
  payInvoice(request: {
    readonly invoiceId: string;
    readonly idempotencyKey: string;
    readonly cardId?: string | undefined;
  }): Promise<ChargeOutcome>;
  /** A short-lived page of the provider where the customer replaces the card. */
  createCardUpdateLink(request: {
    readonly providerCustomerId: string;
    readonly returnUrl: string;
    readonly locale: string;
  }): Promise<{ readonly url: string }>;
  /** Stops collection for the subscription until resumed. Repeating changes nothing. */
  pauseSubscription(subscriptionId: string, idempotencyKey: string): Promise<void>;
  /** Repeating changes nothing; resuming one that is not paused changes nothing. */
  resumeSubscription(subscriptionId: string, idempotencyKey: string): Promise<void>;
  /** Gives the invoice up. One already paid, void or uncollectible is left as it is. */
  markUncollectible(invoiceId: string, idempotencyKey: string): Promise<void>;
  /** Ends the subscription now. One already ended is left as it is. */
  cancelSubscription(subscriptionId: string, idempotencyKey: string): Promise<void>;
}
