import * as z from "zod/mini";
import type { ChargedMethod } from "../../../billing/payment.ts";
import { declineOf } from "./decline.ts";
import { maybe, parse, reference, text } from "./fields.ts";
import type { StripeEvent, Translation } from "./stripe-event.ts";
import { methodOf, methodOfSource, methodShape, sourceSchema } from "./stripe-method.ts";
import { moneyOfStripe } from "./stripe-money.ts";

const errorSchema = z.object({
  charge: maybe(reference),
  code: text,
  decline_code: text,
  advice_code: text,
  network_decline_code: text,
  network_advice_code: text,
  payment_method: maybe(z.object({ ...methodShape, id: z.string() })),
  /** A card of the time before payment methods. */
  source: maybe(sourceSchema),
});
type PaymentError = z.infer<typeof errorSchema>;

const paymentIntentSchema = z.object({
  id: z.string(),
  customer: maybe(reference),
  amount: z.int(),
  currency: z.string(),
  last_payment_error: maybe(errorSchema),
  latest_charge: maybe(reference),
  /** Before 2025-03-31. */
  invoice: maybe(reference),
  /** Since; for an invoice's payment the reference is the invoice's id. */
  payment_details: maybe(z.object({ order_reference: text })),
});

/**
 * `payment_intent.payment_failed`. Its other events say nothing of a charge that failed, and would cost a payer whose
 * debits and confirmations go well a write each: what is under way, and who paid, is read from the provider instead.
 */
export function failedPaymentIntentFacts({ object, name }: StripeEvent): Translation {
  const intent = parse(paymentIntentSchema, object, `${name}: data.object`);
  const error = intent.last_payment_error;
  const { method, brand } = chargedMethod(error);
  const decline = declineOf({
    reason: error?.decline_code,
    code: error?.code,
    advice: error?.advice_code,
    networkCode: error?.network_decline_code,
    networkAdviceCode: error?.network_advice_code,
    brand,
  });
  const charge = {
    paymentId: intent.id,
    speaker: "payment" as const,
    chargeId: error?.charge ?? intent.latest_charge,
    invoiceId: intent.invoice ?? invoiceReferred(intent.payment_details?.order_reference),
    amount: moneyOfStripe(intent.amount, intent.currency),
    decline,
    method,
  };
  return { providerCustomerId: intent.customer, facts: [{ type: "charge-failed", charge }] };
}

/** The method, and the brand whose codes are given. */
function chargedMethod({ payment_method, source }: Partial<PaymentError> = {}): {
  readonly method: ChargedMethod;
  readonly brand: string | undefined;
} {
  if (payment_method !== undefined)
    return { method: { ...methodOf(payment_method), methodId: payment_method.id }, brand: payment_method.card?.brand };
  if (source === undefined) return { method: {}, brand: undefined };
  // Error objects of old leave `object` out; what has a brand is a card.
  const method = methodOfSource({ ...source, object: source.object ?? "card" });
  return { method: { ...method, methodId: source.id }, brand: source.card?.brand ?? source.brand };
}

const invoiceReferred = (orderReference: string | undefined): string | undefined =>
  orderReference?.startsWith("in_") ? orderReference : undefined;
