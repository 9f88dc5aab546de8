import { type Account, known } from "./account.ts";
import type { InvoiceRecord } from "./records.ts";
import { invoiceShape } from "./shapes/invoice-shape.ts";

/** Tells the world what became of an invoice. */
export function emitInvoice(account: Account, invoice: InvoiceRecord, what: string): void {
  const customer = known(account.books.customers, invoice.customerId);
  account.emit(`invoice.${what}`, invoiceShape(invoice, customer, account.books, account.version));
}
