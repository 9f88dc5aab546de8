import type * as z from "zod/mini";
import { type InvoiceStatus, invoiceStatuses } from "../../functions/billing/invoice.ts";
import type { Money } from "../../functions/billing/money.ts";
import type { ProviderMethod, ProviderSubscription } from "../../functions/billing/payments.ts";
import { type Instant, instantOfSeconds, later } from "../../functions/platform/instant.ts";
import { pauseMark } from "../../functions/providers/stripe/events/pause-mark.ts";
import { moneyOfStripe } from "../../functions/providers/stripe/events/stripe-money.ts";
import { type NewestSnapshots, newestSnapshots } from "./newest-snapshots.ts";
import { chargeTold, intentTold, noted, type PaymentTold, stateTold } from "./past-payments.ts";
import {
  chargeSchema,
  customerSchema,
  eventSchema,
  type InvoiceTold,
  invoicePaymentSchema,
  invoiceSchema,
  methodOf,
  methodOfSource,
  methodSchema,
  paymentIntentSchema,
  sourceSchema,
  subscriptionSchema,
} from "./past-schemas.ts";

/** An invoice as the newest event of it says. */
export interface PastInvoice {
  readonly invoiceId: string;
  readonly customerId: string | undefined;
  readonly subscriptionId: string | undefined;
  readonly status: InvoiceStatus;
  readonly amount: Money;
  readonly amountRemaining: Money;
  readonly amountPaid: Money;
  readonly createdAt: Instant;
  readonly paidAt: Instant | undefined;
  readonly chargedAutomatically: boolean;
  readonly autoAdvance: boolean | undefined;
  readonly billingReason: string | undefined;
  /** Told in the words of the time when a first invoice's reason was that of a change. */
  readonly inOldWords: boolean;
  readonly defaultMethodId: string | undefined;
  /** To whom it is addressed, its number and its page. */
  readonly shown: {
    readonly customerEmail: string | undefined;
    readonly customerName: string | undefined;
    readonly customerPhone: string | undefined;
    readonly number: string | undefined;
    readonly hostedUrl: string | undefined;
  };
}

export type PastSubscription = ProviderSubscription & {
  readonly asOf: Instant;
  readonly customerId: string | undefined;
  readonly defaultMethodId: string | undefined;
};

/** All that events have told of a provider's objects so far, and nothing else. */
export interface PastObjects {
  readonly invoices: NewestSnapshots<PastInvoice>;
  readonly subscriptions: NewestSnapshots<PastSubscription>;
  /** By the customer's id: the method that is charged by default. */
  readonly customers: NewestSnapshots<{ readonly defaultMethodId: string | undefined }>;
  readonly methods: NewestSnapshots<ProviderMethod & { readonly detached: boolean }>;
  /** What was told of an invoice's payments, of each in the order of arrival. */
  paymentsOf(invoiceId: string): readonly PaymentTold[];
  /** What was told of any payment with this method, of each in the order of arrival. */
  paymentsWith(methodId: string): readonly PaymentTold[];
  /** When an event last said of an invoice, or of a payment of it, that nothing is under way; undefined if none has. */
  restedAt(invoiceId: string): Instant | undefined;
  /** When an event last told of a change of a subscription's pause; undefined if none has. */
  pauseChangedAt(subscriptionId: string): Instant | undefined;
  /** The newest object of this id, as an event carried it; undefined if none has. */
  asSent(id: string): unknown;
  /** Takes note of an event, whichever version of Stripe's words it is in. */
  learn(event: unknown): void;
}

/** Nothing is under way any more once such an event has come. */
const resting: ReadonlySet<string> = new Set([
  "invoice.paid",
  "invoice.payment_succeeded",
  "invoice.payment_failed",
  "invoice.payment_action_required",
  "invoice.voided",
  "invoice.marked_uncollectible",
]);

export function pastObjects(): PastObjects {
  const invoices = newestSnapshots<PastInvoice>();
  const subscriptions = newestSnapshots<PastSubscription>();
  const customers = newestSnapshots<{ readonly defaultMethodId: string | undefined }>();
  const methods = newestSnapshots<ProviderMethod & { readonly detached: boolean }>();
  const payments = new Map<string, PaymentTold[]>();
  const invoiceOfPayment = new Map<string, string>();
  const rested = new Map<string, Instant>();
  const pauseChanged = new Map<string, Instant>();
  const sent = newestSnapshots<{ readonly object: unknown }>();

  const invoiceOf = ({ invoiceId, paymentId }: PaymentTold) => invoiceId ?? invoiceOfPayment.get(paymentId);
  const allPayments = () => [...payments.values()].flat();
  const paymentsOf = (invoiceId: string) => allPayments().filter((told) => invoiceOf(told) === invoiceId);
  const restedAt = (invoiceId: string): Instant | undefined => {
    const ends = paymentsOf(invoiceId).flatMap(({ state, at }) => (state === "under-way" ? [] : [at]));
    const times = [...ends, rested.get(invoiceId) ?? ""];
    return times.reduce(later, "") || undefined;
  };
  const learnMethod = (method: ProviderMethod, created: number, detached = false, whole: Whole = nothingSaid) =>
    methods.learn(method.methodId, { created, rank: detached ? 1 : 0, ...whole, told: { ...method, detached } });

  return {
    invoices,
    subscriptions,
    customers,
    methods,
    paymentsOf,
    paymentsWith: (methodId) => allPayments().filter(({ method }) => method?.methodId === methodId),
    restedAt,
    pauseChangedAt: (subscriptionId) => pauseChanged.get(subscriptionId),
    asSent: (id) => sent.get(id)?.object,
    learn: (raw) => {
      const event = eventSchema.safeParse(raw);
      if (!event.success) return;
      const { type, created, api_version, data } = event.data;
      const { object, previous_attributes: previous } = data;
      const whole: Whole = { object, previous };
      sent.learn(object.id, { created, rank: 0, ...whole, told: { object } });
      const as = <T>(schema: z.ZodMiniType<T>): T | undefined => schema.safeParse(object).data;

      if (/^invoice\./.test(type)) {
        const invoice = as(invoiceSchema);
        if (invoice === undefined) return;
        const told = invoiceTold(invoice, created, api_version);
        invoices.learn(invoice.id, { created, rank: invoiceStatuses.indexOf(told.status), ...whole, told });
        for (const paymentId of paymentIdsOf(invoice)) invoiceOfPayment.set(paymentId, invoice.id);
        if (resting.has(type)) rested.set(invoice.id, later(rested.get(invoice.id) ?? "", instantOfSeconds(created)));
      } else if (/^customer\.subscription\./.test(type)) {
        const subscription = as(subscriptionSchema);
        if (subscription === undefined) return;
        const rank = type.endsWith(".created") ? 0 : type.endsWith(".deleted") ? 2 : 1;
        const told = subscriptionTold(subscription, created);
        subscriptions.learn(subscription.id, { created, rank, ...whole, told });
        if (typeof previous === "object" && previous !== null && "pause_collection" in previous)
          pauseChanged.set(subscription.id, later(pauseChanged.get(subscription.id) ?? "", told.asOf));
      } else if (/^customer\.(created|updated)$/.test(type)) {
        const customer = as(customerSchema);
        if (customer === undefined) return;
        const defaultMethodId = customer.invoice_settings?.default_payment_method ?? customer.default_source;
        const rank = type.endsWith(".created") ? 0 : 1;
        customers.learn(customer.id, { created, rank, ...whole, told: { defaultMethodId } });
      } else if (/^payment_method\./.test(type)) {
        const method = as(methodSchema);
        if (method) learnMethod(methodOf(method.id, method), created, type === "payment_method.detached", whole);
      } else if (/^customer\.(source|card)\./.test(type)) {
        const source = as(sourceSchema);
        if (source) learnMethod(methodOfSource(source), created, type.endsWith(".deleted"), whole);
      } else if (/^invoice_payment\./.test(type)) {
        const payment = as(invoicePaymentSchema);
        const paymentId = payment?.payment?.payment_intent ?? payment?.payment?.charge;
        if (payment && paymentId) invoiceOfPayment.set(paymentId, payment.invoice);
      } else {
        const told = paymentTold(type, created, as);
        if (told === undefined) return;
        payments.set(told.paymentId, noted(payments.get(told.paymentId) ?? [], told));
        if (told.invoiceId !== undefined) invoiceOfPayment.set(told.paymentId, told.invoiceId);
        if (told.method) learnMethod(told.method, created);
      }
    },
  };
}

/** The object as it was sent, and what the event says its changed fields were before. */
interface Whole {
  readonly object: unknown;
  readonly previous: unknown;
}
const nothingSaid: Whole = { object: undefined, previous: undefined };

function paymentTold(
  type: string,
  created: number,
  as: <T>(schema: z.ZodMiniType<T>) => T | undefined,
): PaymentTold | undefined {
  const state = stateTold(type);
  if (state === undefined) return undefined;
  if (type.startsWith("charge.")) {
    const charge = as(chargeSchema);
    return charge && chargeTold(charge, created, state);
  }
  const intent = as(paymentIntentSchema);
  return intent && intentTold(intent, created, state);
}

function paymentIdsOf({ payment_intent, charge, payments }: InvoiceTold): string[] {
  const listed = (payments?.data ?? []).map(({ payment }) => payment?.payment_intent ?? payment?.charge);
  return [payment_intent, charge, ...listed].filter((id) => id !== undefined);
}

/** The version in which a first invoice's reason became `subscription_create`. */
const firstHasItsReasonSince = "2018-10-31";

function invoiceTold(invoice: InvoiceTold, created: number, version = firstHasItsReasonSince): PastInvoice {
  const status = statusOf(invoice);
  const isOwed = status === "open" || status === "uncollectible" || status === "draft";
  const paid = invoice.amount_paid ?? (status === "paid" ? invoice.amount_due : 0);
  const remaining = isOwed ? (invoice.amount_remaining ?? invoice.amount_due - paid) : 0;
  const money = (amount: number) => moneyOfStripe(amount, invoice.currency);
  return {
    invoiceId: invoice.id,
    customerId: invoice.customer,
    subscriptionId: invoice.subscription ?? invoice.parent?.subscription_details?.subscription,
    status,
    amount: money(invoice.amount_due),
    amountRemaining: money(remaining),
    amountPaid: money(paid),
    createdAt: invoice.created ?? invoice.date ?? instantOfSeconds(created),
    paidAt: status === "paid" ? (invoice.status_transitions?.paid_at ?? instantOfSeconds(created)) : undefined,
    chargedAutomatically: (invoice.collection_method ?? invoice.billing) !== "send_invoice",
    autoAdvance: invoice.auto_advance ?? (invoice.closed === undefined ? undefined : !invoice.closed),
    billingReason: invoice.billing_reason,
    inOldWords: version < firstHasItsReasonSince,
    defaultMethodId: invoice.default_payment_method ?? invoice.default_source,
    shown: {
      customerEmail: invoice.customer_email,
      customerName: invoice.customer_name,
      customerPhone: invoice.customer_phone,
      number: invoice.number,
      hostedUrl: invoice.hosted_invoice_url,
    },
  };
}

/** Before 2018-11-08 an invoice had no status, but told in three words what had become of it. */
function statusOf({ status, paid, forgiven, closed, attempted }: InvoiceTold): InvoiceStatus {
  if (status !== undefined) return status;
  if (paid) return "paid";
  if (forgiven) return "uncollectible";
  return attempted || closed ? "open" : "draft";
}

function subscriptionTold(subscription: z.infer<typeof subscriptionSchema>, created: number): PastSubscription {
  const { pause_collection: pause, metadata, cancel_at, cancel_at_period_end, items } = subscription;
  const ends = (items?.data ?? []).map(({ current_period_end }) => current_period_end ?? "");
  const periodEnd = subscription.current_period_end ?? (ends.reduce(later, "") || undefined);
  return {
    asOf: instantOfSeconds(created),
    subscriptionId: subscription.id,
    customerId: subscription.customer,
    status: subscription.status,
    endsAt: cancel_at ?? (cancel_at_period_end ? periodEnd : undefined),
    chargedAutomatically:
      subscription.collection_method === undefined ? undefined : subscription.collection_method !== "send_invoice",
    pause: pause && { by: metadata?.[pauseMark] ? "us" : "merchant", resumesAt: pause.resumes_at },
    defaultMethodId: subscription.default_payment_method ?? subscription.default_source,
  };
}
