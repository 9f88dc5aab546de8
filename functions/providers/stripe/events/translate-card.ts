import * as z from "zod/mini";
import { maybe, parse, reference, text } from "./fields.ts";
import { cardFact, cardSchema } from "./stripe-card.ts";
import type { StripeEvent, Translation } from "./stripe-event.ts";

/** Fields that change when a card is renewed; what they were before does not matter. */
const anything = z.optional(z.unknown());
const renewable = { exp_month: anything, exp_year: anything, last4: anything, fingerprint: anything };

const paymentMethodSchema = z.object({ id: z.string(), customer: maybe(reference), card: maybe(cardSchema) });

const previousSchema = z.optional(
  z.object({ customer: maybe(reference), card: maybe(z.object(renewable)), ...renewable }),
);

/** Sent by account updaters: the network told Stripe a new number or expiry. */
const byUpdater: ReadonlySet<string> = new Set([
  "payment_method.automatically_updated",
  "payment_method.card_automatically_updated",
]);

/** `payment_method.*`. One that was detached has no customer any more: only the change tells whose it was. */
export function paymentMethodFacts({ type, object, previous, name }: StripeEvent): Translation {
  const { id, customer, card } = parse(paymentMethodSchema, object, `${name}: data.object`);
  const before = parse(previousSchema, previous, `${name}: data.previous_attributes`);
  const renewed = byUpdater.has(type) || changed(before?.card);
  const fact = cardFact(id, card, { detached: type === "payment_method.detached", renewed });
  return { providerCustomerId: customer ?? before?.customer, facts: [fact] };
}

const legacySchema = z.object({
  ...cardSchema.shape,
  object: text,
  id: z.string(),
  customer: maybe(reference),
  /** Within a source. */
  card: maybe(cardSchema),
});

/** `customer.source.*` and `customer.card.*`: cards as they were kept before payment methods. */
export function legacyCardFacts({ type, object, previous, name }: StripeEvent): Translation {
  const legacy = parse(legacySchema, object, `${name}: data.object`);
  const card = legacy.object === "card" ? legacy : legacy.card;
  if (card === undefined) return { providerCustomerId: undefined, facts: [] };
  const before = parse(previousSchema, previous, `${name}: data.previous_attributes`);
  const renewed = changed(before) || changed(before?.card);
  const fact = cardFact(legacy.id, card, { detached: type.endsWith(".deleted"), renewed });
  return { providerCustomerId: legacy.customer, facts: [fact] };
}

const changed = (before: object | undefined): boolean =>
  before !== undefined && Object.keys(renewable).some((field) => field in before);
