import * as z from "zod/mini";
import { declineOf } from "./decline.ts";
import { maybe, parse, reference, text } from "./fields.ts";
import { cardFact, cardSchema, displayedBrand } from "./stripe-card.ts";
import type { StripeEvent, Translation } from "./stripe-event.ts";
import { moneyOfStripe } from "./stripe-money.ts";

const outcomeSchema = z.object({
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
  /** The network may differ from the brand: it is the one whose codes are given. */
  payment_method_details: maybe(z.object({ card: maybe(z.extend(cardSchema, { network: text })) })),
  /** Before 2025-03-31. */
  invoice: maybe(reference),
});

/** `charge.failed`. */
export function failedChargeFacts({ object, name }: StripeEvent): Translation {
  const charge = parse(chargeSchema, object, `${name}: data.object`);
  const { outcome, payment_method: cardId, payment_method_details } = charge;
  const card = payment_method_details?.card;
  const decline = declineOf({
    code: outcome?.reason ?? charge.failure_code,
    advice: outcome?.advice_code,
    networkCode: outcome?.network_decline_code,
    networkAdviceCode: outcome?.network_advice_code,
    brand: card?.network ?? card?.brand,
  });
  const payment = {
    paymentId: charge.payment_intent ?? charge.id,
    invoiceId: charge.invoice,
    amount: moneyOfStripe(charge.amount, charge.currency),
    decline,
    cardId,
    cardBrand: displayedBrand(card),
    cardLast4: card?.last4,
  };
  const seen = cardId === undefined || card === undefined ? [] : [cardFact(cardId, card)];
  return { providerCustomerId: charge.customer, facts: [{ type: "payment-failed", payment }, ...seen] };
}
