import type { BillingEvent, BillingFact } from "../../functions/billing/billing-event.ts";
import { type InvoiceStatus, invoiceStatuses } from "../../functions/billing/invoice.ts";
import type { Money } from "../../functions/billing/money.ts";
import type { Decline } from "../../functions/billing/payment.ts";
import type { Payments, ProviderSubscription } from "../../functions/billing/payments.ts";
import { TerminalError } from "../../functions/platform/errors.ts";
import type { Instant } from "../../functions/platform/instant.ts";

interface ImpliedInvoice {
  asOf: Instant;
  status: InvoiceStatus;
  amount: Money;
  subscriptionId: string | undefined;
  createdAt: Instant;
  chargedAutomatically: boolean;
  autoAdvance: boolean | undefined;
  firstOfSubscription: boolean;
  ofSubscriptionChange: boolean | undefined;
  lastDecline: Decline | undefined;
  cardBrand: string | undefined;
  cardLast4: string | undefined;
}

/** Answers for a provider that is known only by the events it once sent. */
export interface ImpliedPayments extends Payments {
  /** Takes note of an event that has arrived. */
  learn(event: BillingEvent): void;
  knows(invoiceId: string): boolean;
}

/**
 * Invoices are as the events so far say. A charge finds an open invoice declined for the last known reason: had it
 * succeeded then, the events would say so. Whatever else is asked is agreed to and changes nothing but a given-up
 * invoice.
 */
export function impliedPayments(): ImpliedPayments {
  const invoices = new Map<string, ImpliedInvoice>();
  const subscriptions = impliedSubscriptions();
  const invoiceOfPayment = new Map<string, string>();
  const declines = new Map<string, Extract<BillingFact, { type: "payment-failed" }>["payment"]>();
  const invoiceNamed = (invoiceId: string): ImpliedInvoice => {
    const invoice = invoices.get(invoiceId);
    if (invoice) return invoice;
    throw new TerminalError(`The events so far say nothing of invoice ${invoiceId}.`);
  };
  const relearnDecline = (paymentId: string) => {
    const payment = declines.get(paymentId);
    const invoice = invoices.get(payment?.invoiceId ?? invoiceOfPayment.get(paymentId) ?? "");
    if (payment === undefined || invoice === undefined) return;
    invoice.lastDecline = payment.decline;
    invoice.cardBrand = payment.cardBrand;
    invoice.cardLast4 = payment.cardLast4;
  };
  const learnFact = (fact: BillingFact, occurredAt: Instant) => {
    if (fact.type === "payment-failed") {
      declines.set(fact.payment.paymentId, fact.payment);
      relearnDecline(fact.payment.paymentId);
    } else if (fact.type === "payment-of-invoice") {
      invoiceOfPayment.set(fact.paymentId, fact.invoiceId);
      relearnDecline(fact.paymentId);
    } else if (fact.type === "invoice") {
      learnInvoice(invoices, fact.invoice, occurredAt);
      for (const paymentId of fact.invoice.paymentIds) {
        invoiceOfPayment.set(paymentId, fact.invoice.invoiceId);
        relearnDecline(paymentId);
      }
    } else if (fact.type === "subscription") {
      subscriptions.learn(fact.subscription, occurredAt);
    }
  };
  return {
    learn: ({ facts, occurredAt }) => {
      for (const fact of facts) learnFact(fact, occurredAt);
    },
    knows: (invoiceId) => invoices.has(invoiceId),
    readInvoice: async (invoiceId) => {
      const invoice = invoiceNamed(invoiceId);
      const { status, amount, lastDecline, cardBrand, cardLast4 } = invoice;
      const { chargedAutomatically, autoAdvance, firstOfSubscription, ofSubscriptionChange } = invoice;
      const amountRemaining = status === "open" || status === "uncollectible" ? amount : { ...amount, amountMinor: 0 };
      const subscription = subscriptions.read(invoice.subscriptionId);
      const collection = { chargedAutomatically, autoAdvance, firstOfSubscription, ofSubscriptionChange };
      return { invoiceId, status, amountRemaining, lastDecline, cardBrand, cardLast4, ...collection, subscription };
    },
    payInvoice: async ({ invoiceId }) => {
      const { status, lastDecline } = invoiceNamed(invoiceId);
      if (status !== "open") return { result: "not-open", status };
      return { result: "declined", decline: lastDecline ?? { providerCode: "generic_decline" } };
    },
    createCardUpdateLink: async ({ returnUrl }) => ({ url: returnUrl }),
    pauseSubscription: async (subscriptionId) => subscriptions.pause(subscriptionId, true),
    resumeSubscription: async (subscriptionId) => subscriptions.pause(subscriptionId, false),
    markUncollectible: async (invoiceId) => {
      const invoice = invoiceNamed(invoiceId);
      if (invoice.status === "open") invoice.status = "uncollectible";
    },
    cancelSubscription: async (subscriptionId) => subscriptions.cancel(subscriptionId),
    listDrafts: async (subscriptionId) =>
      [...invoices]
        .filter(([, invoice]) => invoice.subscriptionId === subscriptionId && invoice.status === "draft")
        .map(([invoiceId, { amount, createdAt }]) => ({ invoiceId, amount, createdAt }))
        .sort((a, b) => (a.createdAt < b.createdAt ? -1 : 1)),
    finalizeInvoice: async (invoiceId) => {
      const invoice = invoiceNamed(invoiceId);
      if (invoice.status === "draft") invoice.status = "open";
    },
  };
}

/** Subscriptions as the events so far say, and as we have changed them since. */
function impliedSubscriptions() {
  const known = new Map<string, ProviderSubscription & { readonly asOf: Instant }>();
  const change = (subscriptionId: string, changes: Partial<ProviderSubscription>) => {
    const subscription = known.get(subscriptionId);
    if (subscription !== undefined) known.set(subscriptionId, { ...subscription, ...changes });
  };
  return {
    learn(
      {
        subscriptionId,
        status,
        cancelAt,
        collectionPaused,
      }: Extract<BillingFact, { type: "subscription" }>["subscription"],
      asOf: Instant,
    ) {
      const before = known.get(subscriptionId);
      if (before !== undefined && before.asOf > asOf) return;
      const pause = collectionPaused ? (before?.pause ?? { by: "merchant" as const }) : undefined;
      known.set(subscriptionId, { asOf, subscriptionId, status, endsAt: cancelAt, pause });
    },
    read(subscriptionId: string | undefined): ProviderSubscription | undefined {
      const subscription = known.get(subscriptionId ?? "");
      if (subscription === undefined) return undefined;
      const { asOf: _asOf, ...said } = subscription;
      return said;
    },
    pause: (subscriptionId: string, isPaused: boolean) =>
      change(subscriptionId, { pause: isPaused ? { by: "us" } : undefined }),
    cancel: (subscriptionId: string) => change(subscriptionId, { status: "canceled" }),
  };
}

/** An older snapshot changes nothing; of the same second, the one further on counts. */
function learnInvoice(
  invoices: Map<string, ImpliedInvoice>,
  invoice: Extract<BillingFact, { type: "invoice" }>["invoice"],
  asOf: Instant,
): void {
  const { invoiceId, status, amountDue, amountRemaining } = invoice;
  const amount = status === "open" ? (amountRemaining ?? amountDue) : amountDue;
  const { subscriptionId, createdAt, chargedAutomatically, firstOfSubscription, ofSubscriptionChange } = invoice;
  const collection = { chargedAutomatically, autoAdvance: invoice.autoAdvance };
  const said = {
    asOf,
    status,
    amount,
    subscriptionId,
    createdAt,
    ...collection,
    firstOfSubscription,
    ofSubscriptionChange,
  };
  const known = invoices.get(invoiceId);
  if (known === undefined) {
    invoices.set(invoiceId, { ...said, lastDecline: undefined, cardBrand: undefined, cardLast4: undefined });
  } else if (known.asOf < asOf || (known.asOf === asOf && isFurther(status, known.status))) {
    Object.assign(known, said);
  }
}

const isFurther = (status: InvoiceStatus, than: InvoiceStatus): boolean =>
  invoiceStatuses.indexOf(status) > invoiceStatuses.indexOf(than);
