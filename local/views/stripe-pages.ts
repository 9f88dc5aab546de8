import { formatMoney } from "../../functions/billing/money.ts";
import { known } from "../providers/stripe/account.ts";
import { cardKinds } from "../providers/stripe/cards.ts";
import type { CustomerRecord, InvoiceRecord } from "../providers/stripe/records.ts";
import type { SimulatedStripe } from "../providers/stripe/simulated-stripe.ts";
import type { HostedInvoice, PortalSession, StripePages } from "./sandbox-world.ts";

/** What Stripe's own pages show and do, over the simulated one. */
export function stripePages(stripe: SimulatedStripe): StripePages {
  const { books } = stripe.account;
  const customerOf = ({ customerId }: { readonly customerId: string }) => known(books.customers, customerId);
  return {
    cardKinds,
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
        card: cardOf(stripe, customer),
      };
    },
    replaceCard: async (sessionId, kind) => {
      const visit = stripe.visits.get(sessionId);
      if (visit === undefined) throw new RangeError(`There is no visit ${sessionId} to the billing portal.`);
      stripe.replaceCard(visit.customerId, kind);
    },
    hostedInvoice: (invoiceId) => {
      const invoice = books.invoices.get(invoiceId);
      return invoice && hostedInvoice(stripe, invoice, customerOf(invoice));
    },
    payHostedInvoice: async (invoiceId) => {
      const { status } = known(books.invoices, invoiceId);
      if (status !== "open") return { paid: status === "paid", message: `This invoice is ${status}.` };
      const paid = stripe.payHostedInvoice(invoiceId);
      return { paid, message: paid ? "Thank you, the invoice is paid." : "The bank declined the card on file." };
    },
  };
}

function hostedInvoice(stripe: SimulatedStripe, invoice: InvoiceRecord, customer: CustomerRecord): HostedInvoice {
  const amount = { amountMinor: invoice.amountMinor, currency: invoice.currency.toUpperCase() };
  return {
    invoiceId: invoice.id,
    number: invoice.number,
    customerName: customer.name,
    status: invoice.status,
    plan: invoice.price.nickname,
    amount,
    amountText: formatMoney(amount, "en"),
    card: cardOf(stripe, customer),
  };
}

function cardOf({ account }: SimulatedStripe, customer: Pick<CustomerRecord, "defaultCardId">): PortalSession["card"] {
  const card = account.books.cards.get(customer.defaultCardId ?? "");
  return card && { brand: card.brand, last4: card.last4, expMonth: card.expMonth, expYear: card.expYear };
}
