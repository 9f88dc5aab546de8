import * as z from "zod/mini";
import { maybe, parse, reference } from "./fields.ts";
import type { StripeEvent, Translation } from "./stripe-event.ts";
import { methodFact, methodOf, methodOfSource, methodShape, sourceSchema } from "./stripe-method.ts";

/** Fields that change when a card is renewed; what they were before does not matter. */
const anything = z.optional(z.unknown());
const renewable = { exp_month: anything, exp_year: anything, last4: anything, fingerprint: anything };

const paymentMethodSchema = z.object({ ...methodShape, id: z.string(), customer: maybe(reference) });

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
  const { id, customer, ...method } = parse(paymentMethodSchema, object, `${name}: data.object`);
  const before = parse(previousSchema, previous, `${name}: data.previous_attributes`);
  const renewed = byUpdater.has(type) || changed(before?.card);
  const fact = methodFact(id, methodOf(method), { detached: type === "payment_method.detached", renewed });
  return { providerCustomerId: customer ?? before?.customer, facts: [fact] };
}

const legacySchema = z.extend(sourceSchema, { customer: maybe(reference) });

/** `customer.source.*` and `customer.card.*`: cards and accounts as they were kept before payment methods. */
export function legacyCardFacts({ type, object, previous, name }: StripeEvent): Translation {
  const legacy = parse(legacySchema, object, `${name}: data.object`);
  const method = methodOfSource(legacy);
  if (method === undefined) return { providerCustomerId: undefined, facts: [] };
  const before = parse(previousSchema, previous, `${name}: data.previous_attributes`);
  const renewed = changed(before) || changed(before?.card);
  const fact = methodFact(legacy.id, method, { detached: type.endsWith(".deleted"), renewed });
  return { providerCustomerId: legacy.customer, facts: [fact] };
}

const changed = (before: object | undefined): boolean =>
  before !== undefined && Object.keys(renewable).some((field) => field in before);
