import type { Instant } from "../../../functions/platform/instant.ts";
import type { CardBrand, TroubleKind } from "./decline-reasons.ts";

/** What the simulated Stripe keeps. Amounts are in the currency's minor unit, currencies in lower case, as Stripe's. */
export interface CustomerRecord {
  readonly id: string;
  readonly createdAt: Instant;
  name: string;
  email: string | null;
  phone: string | null;
  country: string;
  locale: string;
  metadata: Readonly<Record<string, string>>;
  defaultCardId: string | null;
  delinquent: boolean;
  deleted: boolean;
}

/** Why a card does not work at present, and what ends it. */
export interface Trouble {
  readonly kind: TroubleKind;
  /** It is over from then on. */
  readonly clearsAt?: Instant | undefined;
  /** The chance, in each hour in which a charge is tried, that the bank lets it through and the trouble is over. */
  readonly clearsPerTry?: number | undefined;
}

/** A saved card: Stripe's payment method. */
export interface CardRecord {
  readonly id: string;
  readonly createdAt: Instant;
  readonly brand: CardBrand;
  readonly country: string;
  last4: string;
  expMonth: number;
  expYear: number;
  customerId: string | null;
  trouble: Trouble | undefined;
}

export interface Price {
  readonly id: string;
  /** `Orbit Team` */
  readonly productName: string;
  /** `Team` */
  readonly nickname: string;
  /** What an invoice's line says: `1 × Orbit Team (at €49.00 / month)` */
  readonly lineDescription: string;
  readonly amountMinor: number;
  readonly currency: string;
  readonly interval: "month" | "year";
}

export type PauseBehavior = "keep_as_draft" | "mark_uncollectible" | "void";

export interface SubscriptionRecord {
  readonly id: string;
  readonly itemId: string;
  readonly customerId: string;
  readonly price: Price;
  readonly createdAt: Instant;
  /** Renewals fall on its day of the month, or on the last day of a shorter one. */
  readonly anchorAt: Instant;
  /** How many periods have begun. */
  periods: number;
  periodStartsAt: Instant;
  periodEndsAt: Instant;
  status: "active" | "past_due" | "canceled";
  pause: PauseBehavior | null;
  cancelReason: string | null;
  canceledAt: Instant | null;
  latestInvoiceId: string | null;
  metadata: Readonly<Record<string, string>>;
}

export interface InvoiceRecord {
  readonly id: string;
  readonly number: string;
  readonly customerId: string;
  readonly subscriptionId: string;
  readonly price: Price;
  readonly createdAt: Instant;
  readonly periodStartsAt: Instant;
  readonly periodEndsAt: Instant;
  readonly billingReason: "subscription_create" | "subscription_cycle";
  readonly amountMinor: number;
  readonly currency: string;
  status: "draft" | "open" | "paid" | "uncollectible" | "void";
  attemptCount: number;
  paymentIntentId: string | null;
  paidOutOfBand: boolean;
  finalizedAt: Instant | null;
  paidAt: Instant | null;
  uncollectibleAt: Instant | null;
  voidedAt: Instant | null;
}

export interface PaymentIntentRecord {
  readonly id: string;
  readonly invoiceId: string;
  readonly invoicePaymentId: string;
  readonly customerId: string;
  readonly createdAt: Instant;
  status: "requires_payment_method" | "requires_action" | "succeeded" | "canceled";
  latestChargeId: string | null;
}

/** One try to take the money. `trouble` is why the bank declined, undefined if it approved. */
export interface ChargeRecord {
  readonly id: string;
  readonly paymentIntentId: string;
  readonly invoiceId: string;
  readonly cardId: string;
  readonly createdAt: Instant;
  readonly trouble: TroubleKind | undefined;
  /** The key of the API request that made it; null for Stripe's own charge at renewal and the customer's own. */
  readonly idempotencyKey: string | null;
}

/** All of it, by id. */
export interface Books {
  readonly customers: Map<string, CustomerRecord>;
  readonly cards: Map<string, CardRecord>;
  readonly subscriptions: Map<string, SubscriptionRecord>;
  readonly invoices: Map<string, InvoiceRecord>;
  readonly paymentIntents: Map<string, PaymentIntentRecord>;
  readonly charges: Map<string, ChargeRecord>;
}

export const emptyBooks = (): Books => ({
  customers: new Map(),
  cards: new Map(),
  subscriptions: new Map(),
  invoices: new Map(),
  paymentIntents: new Map(),
  charges: new Map(),
});
