import type { ChargeRecord, CreditNoteRecord, DisputeRecord, InvoiceRecord } from "../records.ts";
import { type Json, type ShapeVersion, secondsOf, secondsOrNull } from "./shape.ts";

/** A dispute names its charge and its payment, and no customer. */
export const disputeShape = (dispute: DisputeRecord, charge: ChargeRecord, invoice: InvoiceRecord): Json => ({
  id: dispute.id,
  object: "dispute",
  amount: dispute.amountMinor,
  charge: charge.id,
  created: secondsOf(dispute.createdAt),
  currency: invoice.currency,
  enhanced_eligibility_types: [],
  evidence_details: { due_by: null, has_evidence: false, past_due: false, submission_count: 0 },
  is_charge_refundable: dispute.status === "needs_response",
  livemode: false,
  metadata: {},
  payment_intent: charge.paymentIntentId,
  reason: dispute.reason,
  status: dispute.status,
});

export const creditNoteShape = (note: CreditNoteRecord, invoice: InvoiceRecord, version: ShapeVersion): Json => ({
  id: note.id,
  object: "credit_note",
  amount: note.amountMinor,
  created: secondsOf(note.createdAt),
  currency: invoice.currency,
  customer: invoice.customerId,
  customer_balance_transaction: null,
  invoice: invoice.id,
  livemode: false,
  memo: null,
  metadata: {},
  number: `${invoice.number}-CN-${note.id.slice(-2)}`,
  out_of_band_amount: note.afterPayment && note.refundId === null ? note.amountMinor : null,
  post_payment_amount: note.afterPayment ? note.amountMinor : 0,
  pre_payment_amount: note.afterPayment ? 0 : note.amountMinor,
  reason: null,
  status: note.status,
  subtotal: note.amountMinor,
  total: note.amountMinor,
  type: note.afterPayment ? "post_payment" : "pre_payment",
  voided_at: secondsOrNull(note.voidedAt),
  ...(version === "beforeBasil"
    ? { refund: note.refundId }
    : { refunds: note.refundId === null ? [] : [{ amount_refunded: note.amountMinor, refund: note.refundId }] }),
});

export const refundShape = (
  refund: { readonly id: string; readonly amountMinor: number; readonly createdSeconds: number },
  charge: ChargeRecord,
  currency: string,
): Json => ({
  id: refund.id,
  object: "refund",
  amount: refund.amountMinor,
  charge: charge.id,
  created: refund.createdSeconds,
  currency,
  metadata: {},
  payment_intent: charge.paymentIntentId,
  reason: "requested_by_customer",
  status: "succeeded",
});
