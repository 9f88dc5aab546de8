import type { Customer } from "../billing/customer.ts";
import { isOfItsPartition } from "../billing/payer.ts";
import type { ProviderInvoice } from "../billing/payments.ts";
import type { DunningCase } from "./case.ts";

/** Whom a letter about a case goes to, or why it goes to nobody: then a person must take it up. */
export type Addressee = { readonly customer: Customer } | { readonly nobody: string };

/**
 * Letters about an invoice go to its payer and to nobody else, which needs care in partitions from the time when
 * customers of one account id were taken for one.
 * @param customer the payer's profile. Where it is not known whose name and address it holds, those on the provider's
 *   own invoice are taken.
 */
export function addresseeOf(
  dunningCase: Pick<DunningCase, "customerId" | "provider" | "providerCustomerId">,
  customer: Customer,
  invoice: Pick<ProviderInvoice, "customerEmail" | "customerName"> | undefined,
): Addressee {
  if (!isOfItsPartition(dunningCase)) {
    const { providerCustomerId, customerId } = dunningCase;
    return { nobody: `the invoice is of ${providerCustomerId}, whose case was opened with ${customerId}'s by mistake` };
  }
  if (customer.keptApart) return { customer };
  return { customer: { ...customer, email: invoice?.customerEmail, name: invoice?.customerName } };
}
