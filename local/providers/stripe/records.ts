import type { Instant } from "../../../functions/platform/instant.ts";
import type { CardBrand, TroubleKind } from "./decline-reasons.ts";
import type { DebitKind } from "./method-kinds.ts";

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
  defaultMethodId: string | null;
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
  /** Of a debit: the bank approves first and returns the money so many days later. */
  readonly returnedAfterDays?: number | undefined;
}

interface AnyMethod {
  readonly id: string;
  readonly createdAt: Instant;
  readonly country: string;
  /** The method that first carried this number: a customer may put in the same card twice. */
  readonly numberOf: string;
  last4: string;
  /** Null: used once, detached, or not yet attached. */
  customerId: string | null;
  trouble: Trouble | undefined;
}

/** A card, saved as a payment method, or in the years before there were any as a source. */
export interface CardRecord extends AnyMethod {
  readonly kind: "card" | "legacy-source";
  readonly brand: CardBrand;
  readonly funding: "credit" | "debit" | "prepaid";
  readonly wallet: "apple_pay" | "google_pay" | null;
  expMonth: number;
  expYear: number;
}

/** A bank account that may be debited. */
export interface DebitRecord extends AnyMethod {
  readonly kind: DebitKind;
}

/** The customer's account at Link, behind which a card stands that nobody sees. */
export interface LinkRecord extends AnyMethod {
  readonly kind: "link";
}

/** A saved means of payment: Stripe's payment method. */
export type MethodRecord = CardRecord | DebitRecord | LinkRecord;

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

/** Who asked for something: the company's people, by hand or with programs of their own, or a request to the API. */
export type Asker = "merchant" | "api";

export interface Pause {
  readonly behavior: PauseBehavior;
  readonly resumesAt: Instant | null;
  readonly by: Asker;
  readonly since: Instant;
}

export type CollectionMethod = "charge_automatically" | "send_invoice";

export interface SubscriptionRecord {
  readonly id: string;
  readonly itemId: string;
  readonly customerId: string;
  price: Price;
  readonly createdAt: Instant;
  /** Renewals fall on its day of the month, or on the last day of a shorter one. */
  readonly anchorAt: Instant;
  /** How many periods have begun. */
  periods: number;
  periodStartsAt: Instant;
  periodEndsAt: Instant;
  status: "active" | "past_due" | "incomplete" | "incomplete_expired" | "canceled";
  pause: Pause | null;
  collectionMethod: CollectionMethod;
  /** Its own, before the customer's. */
  defaultMethodId: string | null;
  /** Whether a rule of the company has Stripe retry its failed invoices by itself: Smart Retries. */
  retriedByStripe: boolean;
  /** An upgrade that waits for its invoice to be paid. */
  pendingUpdate: { readonly price: Price; readonly invoiceId: string; readonly expiresAt: Instant } | null;
  cancelAtPeriodEnd: boolean;
  cancelReason: string | null;
  canceledAt: Instant | null;
  endedAt: Instant | null;
  latestInvoiceId: string | null;
  metadata: Readonly<Record<string, string>>;
}

export type BillingReason = "subscription_create" | "subscription_cycle" | "subscription_update" | "manual";

export interface InvoiceRecord {
  readonly id: string;
  readonly number: string;
  readonly customerId: string;
  /** Null: for something that was bought once. */
  readonly subscriptionId: string | null;
  readonly price: Price;
  readonly createdAt: Instant;
  readonly periodStartsAt: Instant;
  readonly periodEndsAt: Instant;
  readonly billingReason: BillingReason;
  /** What was billed, before any credit. */
  readonly amountMinor: number;
  readonly currency: string;
  collectionMethod: CollectionMethod;
  /** While it is a draft or open: whether Stripe goes on by itself. */
  autoAdvance: boolean;
  /** Stripe has used up its own retries, and goes on no more for that reason. */
  hasUsedUpRetries: boolean;
  status: "draft" | "open" | "paid" | "uncollectible" | "void";
  /** Paid through Stripe, and credited before and after that. */
  paidMinor: number;
  creditedBeforeMinor: number;
  creditedAfterMinor: number;
  attemptCount: number;
  nextAttemptAt: Instant | null;
  dueAt: Instant | null;
  paymentIntentId: string | null;
  /** Intents of parts that were paid besides. */
  readonly partIntentIds: string[];
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
  amountMinor: number;
  status: "requires_payment_method" | "requires_action" | "processing" | "succeeded" | "canceled";
  latestChargeId: string | null;
}

/** One try to take the money. */
export interface ChargeRecord {
  readonly id: string;
  readonly paymentIntentId: string;
  readonly invoiceId: string;
  readonly methodId: string;
  /** The number that was charged: the account updater may give the method another one later. */
  readonly fingerprint: string;
  readonly amountMinor: number;
  readonly createdAt: Instant;
  status: "pending" | "succeeded" | "failed";
  /** When the bank had answered. */
  answeredAt: Instant | null;
  /** Why the bank declined; undefined if it approved or has not answered. */
  trouble: TroubleKind | undefined;
  refundedMinor: number;
  disputeId: string | null;
  /** Who tried it: Stripe itself, the customer on a page, somebody through the API. */
  readonly by: "stripe" | "customer" | "api";
  /** The key of the API request that made it; null for Stripe's own charge at renewal and the customer's own. */
  readonly idempotencyKey: string | null;
}

export interface DisputeRecord {
  readonly id: string;
  readonly chargeId: string;
  readonly amountMinor: number;
  readonly createdAt: Instant;
  /** `fraudulent`, `insufficient_funds`, `debit_not_authorized`, ... */
  readonly reason: string;
  status: "needs_response" | "won" | "lost";
}

export interface CreditNoteRecord {
  readonly id: string;
  readonly invoiceId: string;
  readonly amountMinor: number;
  readonly createdAt: Instant;
  /** Whether it came after the payment, and gave money back. */
  readonly afterPayment: boolean;
  readonly refundId: string | null;
  status: "issued" | "void";
  voidedAt: Instant | null;
}

/** A request of somebody who uses the API that changed something, or tried to. */
export interface ApiChange {
  readonly at: Instant;
  /** `POST /v1/invoices/in_000001/pay` */
  readonly request: string;
  readonly id: string;
  /** `pause_collection[behavior]=void`, decoded. */
  readonly form: string;
  readonly status: number;
  /** What of the company's own doing stood against it that moment. */
  readonly against: "pause" | "invoicing" | "stopped" | undefined;
}

/** All of it, by id. */
export interface Books {
  readonly customers: Map<string, CustomerRecord>;
  readonly methods: Map<string, MethodRecord>;
  readonly subscriptions: Map<string, SubscriptionRecord>;
  readonly invoices: Map<string, InvoiceRecord>;
  readonly paymentIntents: Map<string, PaymentIntentRecord>;
  readonly charges: Map<string, ChargeRecord>;
  readonly disputes: Map<string, DisputeRecord>;
  readonly creditNotes: Map<string, CreditNoteRecord>;
  /** In the order in which they were answered. */
  readonly changes: ApiChange[];
}

export const emptyBooks = (): Books => ({
  customers: new Map(),
  methods: new Map(),
  subscriptions: new Map(),
  invoices: new Map(),
  paymentIntents: new Map(),
  charges: new Map(),
  disputes: new Map(),
  creditNotes: new Map(),
  changes: [],
});
