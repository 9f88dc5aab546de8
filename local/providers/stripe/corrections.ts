import { type Account, known } from "./account.ts";
import { emitInvoice } from "./invoice-events.ts";
import { creditBeforePayment } from "./invoices.ts";
import { isDebit } from "./methods.ts";
import type { ChargeRecord, CreditNoteRecord, DisputeRecord } from "./records.ts";
import { creditNoteShape, disputeShape, refundShape } from "./shapes/correction-shape.ts";
import { remainingOf } from "./shapes/invoice-shape.ts";
import { chargeShape } from "./shapes/payment-shape.ts";
import { secondsOf } from "./shapes/shape.ts";

/** The charge that paid an invoice; undefined if none has, or somebody marked it paid. */
export const chargeThatPaid = ({ books }: Account, invoiceId: string): ChargeRecord | undefined =>
  [...books.charges.values()].find((charge) => charge.invoiceId === invoiceId && charge.status === "succeeded");

/** Gives money of a charge back. @returns the refund's id. */
export function refund(account: Account, chargeId: string, amountMinor: number): string {
  const { books, clock, version } = account;
  const charge = known(books.charges, chargeId);
  if (charge.status !== "succeeded" || amountMinor > charge.amountMinor - charge.refundedMinor)
    throw new RangeError(`Of charge ${chargeId} there is no ${amountMinor} to give back.`);
  const invoice = known(books.invoices, charge.invoiceId);
  const previous = { amount_refunded: charge.refundedMinor };
  charge.refundedMinor += amountMinor;
  const given = { id: account.nextId("re"), amountMinor, createdSeconds: secondsOf(clock.now()) };
  account.emit("refund.created", refundShape(given, charge, invoice.currency));
  const method = known(books.methods, charge.methodId);
  account.emit("charge.refunded", chargeShape(charge, invoice, method, version), previous);
  return given.id;
}

/**
 * Credits part or all of an invoice: before its payment less is to be paid, after it the money goes back, or is settled
 * in some other way where there is no charge.
 */
export function creditInvoice(account: Account, invoiceId: string, amountMinor: number): CreditNoteRecord {
  const { books } = account;
  const invoice = known(books.invoices, invoiceId);
  const afterPayment = invoice.status === "paid";
  if (!afterPayment && amountMinor > remainingOf(invoice))
    throw new RangeError(`Invoice ${invoiceId} cannot be credited ${amountMinor}: ${remainingOf(invoice)} remain.`);
  const paid = afterPayment ? chargeThatPaid(account, invoiceId) : undefined;
  const refundable = paid !== undefined && paid.amountMinor - paid.refundedMinor >= amountMinor;
  const note: CreditNoteRecord = {
    id: account.nextId("cn"),
    invoiceId,
    amountMinor,
    createdAt: account.clock.now(),
    afterPayment,
    refundId: refundable ? refund(account, paid.id, amountMinor) : null,
    status: "issued",
    voidedAt: null,
  };
  books.creditNotes.set(note.id, note);
  account.emit("credit_note.created", creditNoteShape(note, invoice, account.version));
  if (!afterPayment) creditBeforePayment(account, invoiceId, amountMinor);
  else {
    invoice.creditedAfterMinor += amountMinor;
    emitInvoice(account, invoice, "updated", {
      post_payment_credit_notes_amount: invoice.creditedAfterMinor - amountMinor,
    });
  }
  return note;
}

/** Takes back a credit from before the payment: all of it is to be paid again. Only while the invoice is open. */
export function voidCreditNote(account: Account, id: string): void {
  const note = known(account.books.creditNotes, id);
  const invoice = known(account.books.invoices, note.invoiceId);
  if (note.afterPayment || note.status === "void" || invoice.status !== "open") return;
  note.status = "void";
  note.voidedAt = account.clock.now();
  account.emit("credit_note.voided", creditNoteShape(note, invoice, account.version));
  creditBeforePayment(account, invoice.id, -note.amountMinor);
}

/** The customer has the bank take the money back. */
export function openDispute(account: Account, chargeId: string, reason: string): DisputeRecord {
  const charge = known(account.books.charges, chargeId);
  const dispute: DisputeRecord = {
    id: account.nextId("du"),
    chargeId,
    amountMinor: charge.amountMinor - charge.refundedMinor,
    createdAt: account.clock.now(),
    reason,
    status: "needs_response",
  };
  account.books.disputes.set(dispute.id, dispute);
  charge.disputeId = dispute.id;
  tellOfDispute(account, dispute, "created");
  tellOfDispute(account, dispute, "funds_withdrawn");
  return dispute;
}

export function closeDispute(account: Account, id: string, status: "won" | "lost"): void {
  const dispute = known(account.books.disputes, id);
  if (dispute.status !== "needs_response") return;
  dispute.status = status;
  if (status === "won") tellOfDispute(account, dispute, "funds_reinstated");
  tellOfDispute(account, dispute, "closed");
}

/** The bank returns a debit that it had approved: a dispute, lost the moment it is there. */
export function returnDebit(account: Account, chargeId: string): void {
  const charge = known(account.books.charges, chargeId);
  const method = known(account.books.methods, charge.methodId);
  if (!isDebit(method) || charge.disputeId !== null || charge.refundedMinor === charge.amountMinor) return;
  const reason = method.trouble?.kind === "debit-not-authorized" ? "debit_not_authorized" : "insufficient_funds";
  closeDispute(account, openDispute(account, chargeId, reason).id, "lost");
}

function tellOfDispute(account: Account, dispute: DisputeRecord, what: string): void {
  const charge = known(account.books.charges, dispute.chargeId);
  const invoice = known(account.books.invoices, charge.invoiceId);
  account.emit(`charge.dispute.${what}`, disputeShape(dispute, charge, invoice));
}
