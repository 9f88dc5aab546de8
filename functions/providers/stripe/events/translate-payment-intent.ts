import * as z from "zod/mini";
import { declineOf } from "./decline.ts";
import { maybe, parse, reference, text } from "./fields.ts";
import { cardFact, cardSchema, displayedBrand } from "./stripe-card.ts";
import type { StripeEvent, Translation } from "./stripe-event.ts";
import { moneyOfStripe } from "./stripe-money.ts";

const errorSchema = z.object({
  code: text,
  decline_code: text,
  advice_code: text,
  network_decline_code: text,
  network_advice_code: text,
  payment_method: maybe(z.object({ id: z.string(), card: maybe(cardSchema) })),
  /** A card of the time before payment methods. */
  source: maybe(z.extend(cardSchema, { id: z.string() })),
});
type PaymentError = z.infer<typeof errorSchema>;

const paymentIntentSchema = z.object({
  id: z.string(),
  customer: maybe(reference),
  amount: z.int(),
  currency: z.string(),
  last_payment_error: maybe(errorSchema),
  /** Before 2025-03-31. */
  invoice: maybe(reference),
  /** Since; for an invoice's payment the reference is the invoice's id. */
  payment_details: maybe(z.object({ order_reference: text })),
});

/** `payment_intent.payment_failed`. */
export function failedPaymentIntentFacts({ object, name }: StripeEvent): Translation {
  const intent = parse(paymentIntentSchema, object, `${name}: data.object`);
  const error = intent.last_payment_error;
  const { cardId, card } = chargedCard(error);
  const decline = declineOf({
    code: error?.decline_code ?? error?.code,
    advice: error?.advice_code,
    networkCode: error?.network_decline_code,
    networkAdviceCode: error?.network_advice_code,
    brand: card?.brand,
  });
  const payment = {
    paymentId: intent.id,
    invoiceId: intent.invoice ?? invoiceReferred(intent.payment_details?.order_reference),
    amount: moneyOfStripe(intent.amount, intent.currency),
    decline,
    cardId,
    cardBrand: displayedBrand(card),
    cardLast4: card?.last4,
  };
  const seen = cardId === undefined || card === undefined ? [] : [cardFact(cardId, card)];
  return { providerCustomerId: intent.customer, facts: [{ type: "payment-failed", payment }, ...seen] };
}

function chargedCard(error: PaymentError | undefined) {
  const { payment_method, source } = error ?? {};
  return payment_method
    ? { cardId: payment_method.id, card: payment_method.card }
    : { cardId: source?.id, card: source };
}

const invoiceReferred = (orderReference: string | undefined): string | undefined =>
  orderReference?.startsWith("in_") ? orderReference : undefined;
