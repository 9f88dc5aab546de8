import type { Instant } from "../platform/instant.ts";
import type { Card } from "./card.ts";
import type { Customer } from "./customer.ts";
import type { FailedCharge } from "./fold-payment.ts";
import type { Invoice } from "./invoice.ts";
import type { ReturnedMoney } from "./returned-money.ts";
import type { Subscription } from "./subscription.ts";

/** The facts of a customer snapshot: what the provider and its metadata say. */
export type CustomerFacts = Pick<
  Customer,
  | "email"
  | "phone"
  | "name"
  | "locale"
  | "locales"
  | "timeZone"
  | "country"
  | "segment"
  | "acquisitionChannel"
  | "createdAt"
  | "defaultCardId"
> & {
  /** The product's own account id, as the configured metadata key has it: any text at all. */
  readonly accountId?: string | undefined;
};

/**
 * What happened, in no provider's dialect. One provider event becomes none, one or several of these; each is a
 * statement about one object at one time, so that applying it twice or out of order changes nothing.
 */
export type BillingFact =
  /** The customer as it is now. */
  | { readonly type: "customer"; readonly customer: CustomerFacts }
  /** Something known of a customer from another object (an invoice's e-mail): fills gaps, never overwrites. */
  | { readonly type: "customer-hint"; readonly customer: CustomerFacts }
  | { readonly type: "customer-deleted" }
  | {
      readonly type: "subscription";
      readonly subscription: Omit<
        Subscription,
        "asOf" | "asOfEvent" | "cardChosen" | "providerCustomerId" | "incompleteAt"
      >;
    }
  /** `charge` says what the event itself reports of a charge, beyond the snapshot. */
  | {
      readonly type: "invoice";
      readonly invoice: Omit<
        Invoice,
        | "asOf"
        | "asOfEvent"
        | "failedAt"
        | "providerCustomerId"
        | "owed"
        | "paidBeforeMinor"
        | "lastFailure"
        | "firstPaid"
      >;
      readonly charge: "failed" | "none";
    }
  /** What one event tells of a charge that failed. */
  | { readonly type: "charge-failed"; readonly charge: FailedCharge }
  /** What a refund, a credit note or a dispute has taken back by now. */
  | { readonly type: "money-returned"; readonly returned: Omit<ReturnedMoney, "asOf" | "asOfEvent"> }
  /** A payment belongs to an invoice. */
  | { readonly type: "payment-of-invoice"; readonly paymentId: string; readonly invoiceId: string }
  /** The customer's default card, or one subscription's, was replaced by this one; the event itself says so. */
  | {
      readonly type: "card-chosen";
      readonly cardId: string;
      /** The one in whose place it came; undefined if there was none. */
      readonly replaced?: string | undefined;
      readonly subscriptionId?: string | undefined;
    }
  /** `renewed`: its number or expiry changed (account updater, or the customer's own edit). */
  | { readonly type: "card"; readonly card: Omit<Card, "asOf" | "asOfEvent" | "renewedAt">; readonly renewed: boolean };

export interface BillingEvent {
  readonly provider: string;
  /** The provider's id of the event. */
  readonly eventId: string;
  /** The provider's own time of it. */
  readonly occurredAt: Instant;
  readonly providerCustomerId: string;
  readonly facts: readonly BillingFact[];
}
