import type { Account } from "./account.ts";
import type { InvoiceRecord } from "./records.ts";
import { invoiceShape } from "./shapes/invoice-shape.ts";

/** Tells the world what became of an invoice. */
export function emitInvoice(account: Account, invoice: InvoiceRecord, what: string): void {
  account.emit(`invoice.${what}`, invoiceShape(account, invoice, account.version));
}
