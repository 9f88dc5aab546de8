import type * as z from "zod/mini";
import type { MethodKind } from "../../functions/billing/method-kind.ts";
import type { Decline } from "../../functions/billing/payment.ts";
import type { ProviderMethod } from "../../functions/billing/payments.ts";
import { instantOfSeconds } from "../../functions/platform/instant.ts";
import { kindOfType } from "../../functions/providers/stripe/api/provider-method.ts";
import { brandName } from "../../functions/providers/stripe/events/card-brand.ts";
import { declineOf } from "../../functions/providers/stripe/events/decline.ts";
import { type chargeSchema, methodOf, methodOfSource, type paymentIntentSchema } from "./past-schemas.ts";

/** How a payment stood at some time: an end follows whatever is under way. */
export type PaymentState = "under-way" | "failed" | "over";

/** What an event says of a payment's newest charge. */
export interface PaymentTold {
  /** The payment intent, or the charge where there is none. */
  readonly paymentId: string;
  readonly invoiceId: string | undefined;
  readonly chargeId: string | undefined;
  readonly by: "charge" | "intent";
  /** In the provider's whole seconds. */
  readonly at: string;
  readonly state: PaymentState;
  readonly method: ProviderMethod | undefined;
  readonly kind: MethodKind | undefined;
  readonly decline: Decline | undefined;
  /** The network's name as the letter shows it. */
  readonly brand: string | undefined;
}

/** What is said of one thing, field by field: what `first` leaves open, `second` may say. */
const filledIn = <T extends object>(first: T, second: T): T => {
  const said = Object.entries(first).filter(([, value]) => value !== undefined);
  return { ...second, ...Object.fromEntries(said) };
};

/** A charge and its intent each tell a part of what happened in one second; of the reason, the intent's word goes before. */
function merged(ofCharge: PaymentTold, ofIntent: PaymentTold): PaymentTold {
  const { decline } = ofIntent;
  const reason = decline === undefined ? ofCharge.decline : filledIn(decline, ofCharge.decline ?? {});
  return { ...filledIn(ofCharge, ofIntent), decline: reason };
}

/** Notes what was told beside what is known, as one with what the other of charge and intent told of the same second. */
export function noted(known: readonly PaymentTold[], told: PaymentTold): PaymentTold[] {
  const place = known.findIndex(
    ({ paymentId, at, state, by }) =>
      paymentId === told.paymentId && at === told.at && state === told.state && by !== told.by,
  );
  const other = known[place];
  if (other === undefined) return [...known, told];
  return known.with(place, told.by === "intent" ? merged(other, told) : merged(told, other));
}

/** By the event's type; undefined for what says nothing of how a payment stands. */
const states: ReadonlyMap<string, PaymentState> = new Map([
  ["charge.pending", "under-way"],
  ["charge.failed", "failed"],
  ["charge.succeeded", "over"],
  ["payment_intent.processing", "under-way"],
  ["payment_intent.payment_failed", "failed"],
  ["payment_intent.requires_action", "failed"],
  ["payment_intent.canceled", "over"],
  ["payment_intent.succeeded", "over"],
]);
export const stateTold = (type: string): PaymentState | undefined => states.get(type);

export function chargeTold(charge: z.infer<typeof chargeSchema>, created: number, state: PaymentState): PaymentTold {
  const { outcome, payment_method, payment_method_details: details } = charge;
  const method = details && methodOf(payment_method ?? charge.id, details);
  return {
    paymentId: charge.payment_intent ?? charge.id,
    invoiceId: charge.invoice,
    chargeId: charge.id,
    by: "charge",
    at: instantOfSeconds(created),
    state,
    method: payment_method === undefined ? undefined : method,
    kind: method?.kind,
    decline:
      state === "failed"
        ? declineOf({
            code: outcome?.reason ?? charge.failure_code,
            advice: outcome?.advice_code,
            networkCode: outcome?.network_decline_code,
            networkAdviceCode: outcome?.network_advice_code,
            brand: details?.card?.network ?? details?.card?.brand,
          })
        : undefined,
    brand: brandName(details?.card?.brand),
  };
}

export function intentTold(
  intent: z.infer<typeof paymentIntentSchema>,
  created: number,
  state: PaymentState,
): PaymentTold {
  const error = state === "failed" ? intent.last_payment_error : undefined;
  const failed = error?.payment_method && methodOf(error.payment_method.id, error.payment_method);
  const method = failed ?? (error?.source && methodOfSource(error.source));
  const card = error?.payment_method?.card ?? error?.source;
  const [type, ...others] = intent.payment_method_types ?? [];
  const order = intent.payment_details?.order_reference;
  return {
    paymentId: intent.id,
    invoiceId: intent.invoice ?? (order?.startsWith("in_") ? order : undefined),
    chargeId: error?.charge ?? intent.latest_charge,
    by: "intent",
    at: instantOfSeconds(created),
    state,
    method,
    kind: method === undefined && others.length === 0 && type !== undefined ? kindOfType(type) : undefined,
    decline:
      error &&
      declineOf({
        code: error.decline_code ?? error.code,
        advice: error.advice_code,
        networkCode: error.network_decline_code,
        networkAdviceCode: error.network_advice_code,
        brand: card?.brand,
      }),
    brand: brandName(card?.brand),
  };
}
