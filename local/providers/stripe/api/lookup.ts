import { type Account, known } from "../account.ts";
import { readCustomer } from "../customers.ts";
import { creditNoteShape, disputeShape } from "../shapes/correction-shape.ts";
import { invoiceShape } from "../shapes/invoice-shape.ts";
import { methodShape } from "../shapes/method-shape.ts";
import { chargeShape, paymentIntentShape } from "../shapes/payment-shape.ts";
import type { Json } from "../shapes/shape.ts";
import { subscriptionShape } from "../shapes/subscription-shape.ts";

/** Requests name the version of the API they speak, and Holdfast's client speaks the current one, whatever the events do. */
export const spoken = "current";

/** The object that has that id, whatever kind it is. */
export function lookup(account: Account, id: string): Json | undefined {
  const { books } = account;
  const customer = books.customers.get(id);
  if (customer) return readCustomer(customer);
  const method = books.methods.get(id);
  if (method) return methodShape(method);
  const subscription = books.subscriptions.get(id);
  if (subscription) return subscriptionShape(subscription, spoken);
  const intent = books.paymentIntents.get(id);
  if (intent) return paymentIntentShape(intent, books, spoken);
  return lookupCharge(account, id) ?? lookupInvoice(account, id) ?? lookupCorrection(account, id);
}

function lookupCharge({ books }: Account, id: string): Json | undefined {
  const charge = books.charges.get(id);
  return (
    charge &&
    chargeShape(charge, known(books.invoices, charge.invoiceId), known(books.methods, charge.methodId), spoken)
  );
}

/** An invoice with its payments. */
export function lookupInvoice(account: Account, id: string): Json | undefined {
  const invoice = account.books.invoices.get(id);
  return invoice && invoiceShape(account, invoice, spoken, true);
}

function lookupCorrection({ books }: Account, id: string): Json | undefined {
  const note = books.creditNotes.get(id);
  if (note) return creditNoteShape(note, known(books.invoices, note.invoiceId), spoken);
  const dispute = books.disputes.get(id);
  if (!dispute) return undefined;
  const charge = known(books.charges, dispute.chargeId);
  return disputeShape(dispute, charge, known(books.invoices, charge.invoiceId));
}
