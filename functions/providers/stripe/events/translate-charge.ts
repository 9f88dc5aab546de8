import * as z from "zod/mini";
import { declineOf } from "./decline.ts";
import { maybe, parse, reference, text } from "./fields.ts";
import type { StripeEvent, Translation } from "./stripe-event.ts";
import { methodDetailsSchema, methodOf, methodOfSource, sourceSchema } from "./stripe-method.ts";
import { moneyOfStripe } from "./stripe-money.ts";

const outcomeSchema = z.object({
  /** `blocked` where a rule stopped it before the bank was asked. */
  type: text,
  /** The decline code; `failure_code` often says `card_declined` and no more. */
  reason: text,
  advice_code: text,
  network_decline_code: text,
  network_advice_code: text,
});

const chargeSchema = z.object({
  id: z.string(),
  customer: maybe(reference),
  amount: z.int(),
  currency: z.string(),
  failure_code: text,
  outcome: maybe(outcomeSchema),
  payment_intent: maybe(reference),
  payment_method: maybe(reference),
  payment_method_details: maybe(methodDetailsSchema),
  /** Before payment methods. */
  source: maybe(sourceSchema),
  /** Before 2025-03-31. */
  invoice: maybe(reference),
});
type StripeCharge = z.infer<typeof chargeSchema>;

/** `charge.failed`. */
export function failedChargeFacts({ object, name }: StripeEvent): Translation {
  const charge = parse(chargeSchema, object, `${name}: data.object`);
  const { outcome, payment_method_details } = charge;
  const card = payment_method_details?.card;
  const decline = declineOf({
    reason: outcome?.reason,
    code: charge.failure_code,
    advice: outcome?.advice_code,
    networkCode: outcome?.network_decline_code,
    networkAdviceCode: outcome?.network_advice_code,
    brand: card?.network ?? card?.brand,
    outcomeType: outcome?.type,
  });
  const method = chargedMethod(charge);
  const told = {
    paymentId: charge.payment_intent ?? charge.id,
    speaker: "charge" as const,
    chargeId: charge.id,
    invoiceId: charge.invoice,
    amount: moneyOfStripe(charge.amount, charge.currency),
    decline,
    method,
  };
  return { providerCustomerId: charge.customer, facts: [{ type: "charge-failed", charge: told }] };
}

function chargedMethod({ payment_method, payment_method_details, source }: StripeCharge) {
  const details = methodOf(payment_method_details);
  if (payment_method !== undefined || source === undefined) return { ...details, methodId: payment_method };
  return { ...(methodOfSource(source) ?? details), methodId: source.id };
}
