import type { KnownCustomer } from "../billing/known-customer.ts";
import type { ProviderInvoice } from "../billing/payments.ts";
import type { DunningCase } from "./case.ts";
import type { MessageFacts } from "./variables.ts";

/** What is known of a case's invoice beyond the case, for a letter or a page. */
export type InvoiceFacts = Pick<MessageFacts, "invoice" | "named" | "invoiceNumber" | "hostedUrl">;

/**
 * The provider's word of this moment, and what its events told before where nobody has asked.
 * @param invoice undefined where nobody asked.
 */
export function invoiceFacts(
  { invoices }: Pick<KnownCustomer, "invoices">,
  { invoiceId }: Pick<DunningCase, "invoiceId">,
  invoice: ProviderInvoice | undefined,
): InvoiceFacts {
  const known = invoices.get(invoiceId);
  return {
    invoice,
    invoiceNumber: invoice?.number ?? known?.number,
    hostedUrl: invoice?.hostedUrl ?? known?.hostedUrl,
  };
}
