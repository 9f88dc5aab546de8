import type { Account } from "./account.ts";
import type { InvoiceRecord } from "./records.ts";
import { invoiceShape } from "./shapes/invoice-shape.ts";
import type { Json } from "./shapes/shape.ts";

/** Tells the world what became of an invoice. @param previous for `updated`: what was otherwise before. */
export function emitInvoice(account: Account, invoice: InvoiceRecord, what: string, previous?: Json): void {
  account.emit(`invoice.${what}`, invoiceShape(account, invoice, account.version), previous);
}
