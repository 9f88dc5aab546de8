import * as z from "zod/mini";
import { maybe, parse, reference } from "./fields.ts";
import type { StripeEvent, Translation } from "./stripe-event.ts";

/** One attempt to settle an invoice; since 2025-03-31 the way from an invoice to its payments. */
export const invoicePaymentSchema = z.object({
  payment: maybe(z.object({ payment_intent: maybe(reference), charge: maybe(reference) })),
});

/** Payments go by their payment intent; a charge stands for itself only where there is none. */
export const paymentIdOf = ({ payment }: z.infer<typeof invoicePaymentSchema>): string | undefined =>
  payment?.payment_intent ?? payment?.charge;

const eventObjectSchema = z.extend(invoicePaymentSchema, {
  invoice: z.union([z.string(), z.object({ id: z.string(), customer: maybe(reference) })]),
});

/** `invoice_payment.*`. It names its customer only through an expanded invoice; without one it is of no use. */
export function invoicePaymentFacts({ object, name }: StripeEvent): Translation {
  const payment = parse(eventObjectSchema, object, `${name}: data.object`);
  const paymentId = paymentIdOf(payment);
  if (typeof payment.invoice === "string" || paymentId === undefined)
    return { providerCustomerId: undefined, facts: [] };
  const { id: invoiceId, customer } = payment.invoice;
  return { providerCustomerId: customer, facts: [{ type: "payment-of-invoice", paymentId, invoiceId }] };
}
