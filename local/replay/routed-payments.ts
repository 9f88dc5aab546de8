import type { Payments } from "../../functions/billing/payments.ts";
import type { Books } from "../providers/stripe/records.ts";

/** Asks the simulated Stripe about what is in its books, and the past about everything else. */
export function routedPayments(books: Books, stripe: Payments, past: Payments): Payments {
  const of = (records: ReadonlyMap<string, unknown>, id: string) => (records.has(id) ? stripe : past);
  return {
    readInvoice: (id) => of(books.invoices, id).readInvoice(id),
    payInvoice: (request) => of(books.invoices, request.invoiceId).payInvoice(request),
    createCardUpdateLink: (request) => of(books.customers, request.providerCustomerId).createCardUpdateLink(request),
    pauseSubscription: (id, key) => of(books.subscriptions, id).pauseSubscription(id, key),
    resumeSubscription: (id, key) => of(books.subscriptions, id).resumeSubscription(id, key),
    markUncollectible: (id, key) => of(books.invoices, id).markUncollectible(id, key),
    cancelSubscription: (id, key) => of(books.subscriptions, id).cancelSubscription(id, key),
    listDrafts: (id) => of(books.subscriptions, id).listDrafts(id),
    finalizeInvoice: (id, key) => of(books.invoices, id).finalizeInvoice(id, key),
  };
}
