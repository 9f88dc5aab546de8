import { formatMoney } from "../../functions/billing/money.ts";
import { known } from "../providers/stripe/account.ts";
import { isInFlight } from "../providers/stripe/charges.ts";
import { chosenKinds, isCard } from "../providers/stripe/methods.ts";
import type { CustomerRecord, InvoiceRecord } from "../providers/stripe/records.ts";
import { remainingOf } from "../providers/stripe/shapes/invoice-shape.ts";
import type { SimulatedStripe } from "../providers/stripe/simulated-stripe.ts";
import type { HostedInvoice, MethodOnFile, StripePages } from "./sandbox-world.ts";

/** What Stripe's own pages show and do, over the simulated one. */
export function stripePages(stripe: SimulatedStripe): StripePages {
  const { books } = stripe.account;
  const customerOf = ({ customerId }: { readonly customerId: string }) => known(books.customers, customerId);
  return {
    methodKinds: chosenKinds,
    portalSession: (sessionId) => {
      const visit = stripe.visits.get(sessionId);
      if (visit === undefined) return undefined;
      const { name, email, ...customer } = customerOf(visit);
      return {
        sessionId,
        customerName: name,
        customerEmail: email ?? undefined,
        locale: visit.locale,
        returnUrl: visit.returnUrl,
        method: methodOf(stripe, customer),
      };
    },
    replaceMethod: async (sessionId, kind) => {
      const visit = stripe.visits.get(sessionId);
      if (visit === undefined) throw new RangeError(`There is no visit ${sessionId} to the billing portal.`);
      stripe.replaceMethod(visit.customerId, kind);
    },
    hostedInvoice: (invoiceId) => {
      const invoice = books.invoices.get(invoiceId);
      return invoice && hostedInvoice(stripe, invoice, customerOf(invoice));
    },
    payHostedInvoice: async (invoiceId, other) => {
      const invoice = known(books.invoices, invoiceId);
      if (invoice.status !== "open")
        return { paid: invoice.status === "paid", message: `This invoice is ${invoice.status}.` };
      const isPaid = stripe.payHostedInvoice(invoiceId, other?.kind, other?.keeps);
      if (isInFlight(stripe.account, invoice))
        return { paid: false, message: "The debit is on its way; the bank answers in some business days." };
      return { paid: isPaid, message: isPaid ? "Thank you, the invoice is paid." : "The bank declined the payment." };
    },
    confirmHostedInvoice: async (invoiceId) =>
      stripe.confirmHostedInvoice(invoiceId)
        ? { paid: true, message: "Thank you, the payment is confirmed." }
        : { paid: false, message: "There is nothing to confirm." },
  };
}

function hostedInvoice(stripe: SimulatedStripe, invoice: InvoiceRecord, customer: CustomerRecord): HostedInvoice {
  const { paymentIntents } = stripe.account.books;
  const amount = { amountMinor: remainingOf(invoice), currency: invoice.currency.toUpperCase() };
  return {
    invoiceId: invoice.id,
    number: invoice.number,
    customerName: customer.name,
    status: invoice.status,
    plan: invoice.price.nickname,
    amount,
    amountText: formatMoney(amount, "en"),
    method: methodOf(stripe, customer),
    asksToConfirm: paymentIntents.get(invoice.paymentIntentId ?? "")?.status === "requires_action",
    inProgress: isInFlight(stripe.account, invoice),
  };
}

function methodOf({ account }: SimulatedStripe, customer: Pick<CustomerRecord, "defaultMethodId">): MethodOnFile {
  const method = account.books.methods.get(customer.defaultMethodId ?? "");
  if (method === undefined) return undefined;
  if (!isCard(method)) return { name: nameOfKind[method.kind], last4: method.last4 };
  const { brand, last4, expMonth, expYear } = method;
  return { name: brand, last4, expMonth, expYear };
}

const nameOfKind = {
  sepa_debit: "SEPA debit",
  us_bank_account: "Bank account (ACH)",
  bacs_debit: "BACS debit",
  acss_debit: "Pre-authorized debit",
  link: "Link",
} as const;
