import type Stripe from "stripe";
import { type InvoiceStatus, invoiceStatuses } from "../../../billing/invoice.ts";
import type { ProviderInvoice } from "../../../billing/payments.ts";
import { TerminalError } from "../../../platform/errors.ts";
import { moneyOfStripe } from "../events/stripe-money.ts";
import { inProgress, instantOf, lastPaid, paymentsOf } from "./invoice-payments.ts";
import { defaultMethod, expanded } from "./provider-method.ts";
import { providerSubscription } from "./provider-subscription.ts";
import { answered } from "./stripe-failure.ts";

/** What an invoice must be asked with for its payments, and how they stand. */
export const withPayments = ["payments.data.payment.payment_intent", "payments.data.payment.charge"];

/**
 * Everything that a decision about an invoice looks at, in one request; Stripe expands at most four levels. Sources of the
 * time before payment methods stay ids: to read them a key would need one more right.
 */
const withSurroundings = [
  ...withPayments,
  "parent.subscription_details.subscription.default_payment_method",
  "customer.invoice_settings.default_payment_method",
  "default_payment_method",
];

export const readInvoice = (client: Stripe, invoiceId: string): Promise<Stripe.Invoice> =>
  answered(`Reading invoice ${invoiceId}`, () => client.invoices.retrieve(invoiceId, { expand: withSurroundings }));

/** @throws TerminalError for a status that did not exist when this was written. */
export function statusOf(invoice: Stripe.Invoice): InvoiceStatus {
  const status = invoiceStatuses.find((known) => known === (invoice.status ?? "draft"));
  if (status === undefined) throw new TerminalError(`Invoice ${invoice.id} has the unknown status ${invoice.status}.`);
  return status;
}

export function providerInvoice(invoice: Stripe.Invoice): ProviderInvoice {
  const status = statusOf(invoice);
  const payments = paymentsOf(invoice);
  const [latest] = payments;
  const subscription = expanded(invoice.parent?.subscription_details?.subscription);
  const methods = defaultsOf(invoice, subscription);
  return {
    invoiceId: invoice.id,
    status,
    amountRemaining: moneyOfStripe(invoice.amount_remaining, invoice.currency),
    amountPaid: moneyOfStripe(invoice.amount_paid ?? 0, invoice.currency),
    ...addressOf(invoice),
    number: invoice.number ?? undefined,
    hostedUrl: invoice.hosted_invoice_url ?? undefined,
    lastDecline: latest?.decline,
    cardBrand: latest?.cardBrand,
    cardLast4: latest?.cardLast4,
    ...collectionOf(invoice),
    lastAttempt: latest && chargeOf(latest.charge),
    paymentInProgress: inProgress(payments, Object.values(methods)),
    paidWith: status === "paid" ? (lastPaid(payments) ?? paidAt(invoice)) : undefined,
    subscription: subscription && providerSubscription(subscription),
    ...methods,
  };
}

const addressOf = ({ customer_email, customer_name, customer_phone }: Stripe.Invoice) => ({
  customerEmail: customer_email ?? undefined,
  customerName: customer_name ?? undefined,
  customerPhone: customer_phone ?? undefined,
});

const collectionOf = ({ collection_method, auto_advance, billing_reason }: Stripe.Invoice) => ({
  chargedAutomatically: collection_method ? collection_method !== "send_invoice" : undefined,
  autoAdvance: auto_advance,
  firstOfSubscription: billing_reason ? billing_reason === "subscription_create" : undefined,
  ofSubscriptionChange: billing_reason ? billing_reason === "subscription_update" : undefined,
});

function defaultsOf(
  invoice: Stripe.Invoice,
  subscription: Stripe.Subscription | undefined,
): Pick<ProviderInvoice, "customerDefault" | "subscriptionDefault" | "invoiceDefault"> {
  const customer = expanded(invoice.customer);
  const there = customer === undefined || customer.deleted ? undefined : customer;
  return {
    customerDefault: defaultMethod({
      method: there?.invoice_settings?.default_payment_method,
      source: there?.default_source,
    }),
    subscriptionDefault: defaultMethod({
      method: subscription?.default_payment_method,
      source: subscription?.default_source,
    }),
    invoiceDefault: defaultMethod({ method: invoice.default_payment_method, source: invoice.default_source }),
  };
}

/** Credit and what was settled outside leave no payment, only a time. */
function paidAt({ status_transitions }: Stripe.Invoice): ProviderInvoice["paidWith"] {
  const at = instantOf(status_transitions?.paid_at);
  return at === undefined ? undefined : { at };
}

const chargeOf = ({ chargeId, paymentId, at, methodId }: NonNullable<ProviderInvoice["lastAttempt"]>) => ({
  chargeId,
  paymentId,
  at,
  methodId,
});
