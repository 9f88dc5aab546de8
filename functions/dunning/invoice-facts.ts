import type { KnownCustomer } from "../billing/known-customer.ts";
import type { ProviderInvoice } from "../billing/payments.ts";
import type { DunningCase } from "./case.ts";
import type { MessageFacts } from "./variables.ts";

/** What is known of a case's invoice beyond the case, for a letter or a page. */
export interface InvoiceFacts extends Pick<MessageFacts, "invoice" | "named" | "invoiceNumber" | "leavesAt"> {
  /** The provider's page where it can be paid or confirmed. */
  readonly hostedUrl?: string | undefined;
}

/**
 * The provider's word of this moment, and what its events told before where nobody has asked.
 * @param invoice undefined where nobody asked.
 */
export function invoiceFacts(
  { invoices, subscriptions }: Pick<KnownCustomer, "invoices" | "subscriptions">,
  { invoiceId, subscriptionId = "" }: Pick<DunningCase, "invoiceId" | "subscriptionId">,
  invoice: ProviderInvoice | undefined,
): InvoiceFacts {
  const known = invoices.get(invoiceId);
  const subscription = subscriptions.get(subscriptionId);
  // The provider's answer about the subscription stands even where it says that nothing ends it.
  const leavesAt = invoice?.subscription === undefined ? subscription?.cancelAt : invoice.subscription.endsAt;
  return {
    invoice,
    invoiceNumber: invoice?.number ?? known?.number,
    hostedUrl: invoice?.hostedUrl ?? known?.hostedUrl,
    leavesAt,
  };
}
