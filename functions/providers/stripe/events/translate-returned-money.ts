import * as z from "zod/mini";
import type { BillingFact } from "../../../billing/billing-event.ts";
import { maybe, parse, reference, text } from "./fields.ts";
import type { StripeEvent, Translation } from "./stripe-event.ts";
import { moneyOfStripe } from "./stripe-money.ts";

const returned = (fact: Extract<BillingFact, { type: "money-returned" }>["returned"]): BillingFact => ({
  type: "money-returned",
  returned: fact,
});

const refundedChargeSchema = z.object({
  id: z.string(),
  customer: maybe(reference),
  currency: z.string(),
  amount_refunded: z.int(),
  payment_intent: maybe(reference),
  /** Before 2025-03-31. */
  invoice: maybe(reference),
});

/** `charge.refunded`: the sum of all refunds of the charge so far. */
export function refundFacts({ object, name }: StripeEvent): Translation {
  const charge = parse(refundedChargeSchema, object, `${name}: data.object`);
  const fact = returned({
    key: `refund:${charge.id}`,
    paymentId: charge.payment_intent ?? charge.id,
    chargeId: charge.id,
    invoiceId: charge.invoice,
    amount: moneyOfStripe(charge.amount_refunded, charge.currency),
    final: false,
  });
  return { providerCustomerId: charge.customer, facts: [fact] };
}

const creditNoteSchema = z.object({
  id: z.string(),
  customer: maybe(reference),
  invoice: reference,
  currency: z.string(),
  amount: z.int(),
  status: text,
  /** Before 2024, of the whole note; since, two sums. */
  type: text,
  post_payment_amount: maybe(z.int()),
});

/**
 * `credit_note.*`. One from before the payment lowers what was owed, and took nothing back; of one that was voided,
 * nothing is left.
 */
export function creditNoteFacts({ object, name }: StripeEvent): Translation {
  const note = parse(creditNoteSchema, object, `${name}: data.object`);
  const isVoid = note.status === "void";
  const afterPayment = note.post_payment_amount ?? (note.type === "post_payment" ? note.amount : 0);
  const fact = returned({
    key: `credit-note:${note.id}`,
    invoiceId: note.invoice,
    amount: moneyOfStripe(isVoid ? 0 : afterPayment, note.currency),
    final: isVoid,
  });
  return { providerCustomerId: note.customer, facts: [fact] };
}

/** A dispute names its charge, and nobody whose it is: that stands in the charge alone. */
export const disputedChargeSchema = z.object({
  id: z.string(),
  customer: maybe(reference),
  payment_intent: maybe(reference),
  invoice: maybe(reference),
});

const disputeSchema = z.object({
  id: z.string(),
  amount: z.int(),
  currency: z.string(),
  status: z.string(),
  charge: z.union([z.string(), disputedChargeSchema]),
  payment_intent: maybe(reference),
});

/** An inquiry takes no money; nor does a dispute that was won, or prevented. Stripe's list, docs.stripe.com/api/disputes. */
const takesNothing: ReadonlySet<string> = new Set([
  "warning_needs_response",
  "warning_under_review",
  "warning_closed",
  "won",
  "prevented",
]);
const over: ReadonlySet<string> = new Set(["warning_closed", "won", "lost", "prevented"]);

/** `charge.dispute.*`, its charge read beside it; without that it is nobody's. */
export function disputeFacts({ object, name }: StripeEvent): Translation {
  const dispute = parse(disputeSchema, object, `${name}: data.object`);
  const { charge, status } = dispute;
  if (typeof charge === "string") return { providerCustomerId: undefined, facts: [] };
  const fact = returned({
    key: `dispute:${dispute.id}`,
    paymentId: dispute.payment_intent ?? charge.payment_intent ?? charge.id,
    chargeId: charge.id,
    invoiceId: charge.invoice,
    amount: moneyOfStripe(takesNothing.has(status) ? 0 : dispute.amount, dispute.currency),
    final: over.has(status),
  });
  return { providerCustomerId: charge.customer, facts: [fact] };
}
