import type { BillingEvent, BillingFact } from "../../functions/billing/billing-event.ts";
import { type InvoiceStatus, invoiceStatuses } from "../../functions/billing/invoice.ts";
import type { Money } from "../../functions/billing/money.ts";
import type { Decline } from "../../functions/billing/payment.ts";
import type { Payments } from "../../functions/billing/payments.ts";
import { TerminalError } from "../../functions/platform/errors.ts";
import type { Instant } from "../../functions/platform/instant.ts";

interface ImpliedInvoice {
  asOf: Instant;
  status: InvoiceStatus;
  amount: Money;
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
    }
  };
  return {
    learn: ({ facts, occurredAt }) => {
      for (const fact of facts) learnFact(fact, occurredAt);
    },
    knows: (invoiceId) => invoices.has(invoiceId),
    readInvoice: async (invoiceId) => {
      const { status, amount, lastDecline, cardBrand, cardLast4 } = invoiceNamed(invoiceId);
      const amountRemaining = status === "open" || status === "uncollectible" ? amount : { ...amount, amountMinor: 0 };
      return { invoiceId, status, amountRemaining, lastDecline, cardBrand, cardLast4 };
    },
    payInvoice: async ({ invoiceId }) => {
      const { status, lastDecline } = invoiceNamed(invoiceId);
      if (status !== "open") return { result: "not-open", status };
      return { result: "declined", decline: lastDecline ?? { providerCode: "generic_decline" } };
    },
    createCardUpdateLink: async ({ returnUrl }) => ({ url: returnUrl }),
    pauseSubscription: async () => {},
    resumeSubscription: async () => {},
    markUncollectible: async (invoiceId) => {
      const invoice = invoiceNamed(invoiceId);
      if (invoice.status === "open") invoice.status = "uncollectible";
    },
    cancelSubscription: async () => {},
  };
}

/** An older snapshot changes nothing; of the same second, the one further on counts. */
function learnInvoice(
  invoices: Map<string, ImpliedInvoice>,
  { invoiceId, status, amountDue: amount }: Extract<BillingFact, { type: "invoice" }>["invoice"],
  asOf: Instant,
): void {
  const known = invoices.get(invoiceId);
  if (known === undefined) {
    invoices.set(invoiceId, {
      asOf,
      status,
      amount,
      lastDecline: undefined,
      cardBrand: undefined,
      cardLast4: undefined,
    });
  } else if (known.asOf < asOf || (known.asOf === asOf && isFurther(status, known.status))) {
    Object.assign(known, { asOf, status, amount });
  }
}

const isFurther = (status: InvoiceStatus, than: InvoiceStatus): boolean =>
  invoiceStatuses.indexOf(status) > invoiceStatuses.indexOf(than);
