import * as z from "zod/mini";
import { invoiceStatuses } from "../../functions/billing/invoice.ts";
import { numberOf } from "../../functions/billing/method-kind.ts";
import type { ProviderMethod } from "../../functions/billing/payments.ts";
import { subscriptionStatuses } from "../../functions/billing/subscription.ts";
import { kindOfType } from "../../functions/providers/stripe/api/provider-method.ts";
import { brandName } from "../../functions/providers/stripe/events/card-brand.ts";
import { maybe, reference, text, unixTime } from "../../functions/providers/stripe/events/fields.ts";

/** An event of either dialect of Stripe's. */
export const eventSchema = z.object({
  id: z.string(),
  type: z.string(),
  api_version: text,
  created: z.int(),
  data: z.object({ object: z.looseObject({ id: z.string() }), previous_attributes: z.optional(z.unknown()) }),
});

const cardSchema = z.object({
  brand: text,
  display_brand: text,
  network: text,
  fingerprint: text,
  last4: text,
  country: text,
});
const accountSchema = maybe(z.object({ fingerprint: text, last4: text, country: text }));

/** What a method is told by: of a payment method, of a charge's details, or of a card of the time before both. */
const methodFields = {
  type: text,
  card: maybe(cardSchema),
  sepa_debit: accountSchema,
  us_bank_account: accountSchema,
  bacs_debit: accountSchema,
  acss_debit: accountSchema,
  au_becs_debit: accountSchema,
  ach_debit: accountSchema,
};
const methodDetails = z.partial(z.object(methodFields));
export const methodSchema = z.object({ ...methodFields, id: z.string(), customer: maybe(reference) });

/** A card or account of the time before payment methods. */
export const sourceSchema = z.object({
  ...cardSchema.shape,
  id: z.string(),
  customer: maybe(reference),
  card: maybe(cardSchema),
});

const isSource = (methodId: string): boolean => /^(card|src|ba)_/.test(methodId);

/** The method as the provider would show it. */
export function methodOf(methodId: string, details: z.infer<typeof methodDetails>): ProviderMethod {
  const { card } = details;
  const { sepa_debit, us_bank_account, bacs_debit, acss_debit, au_becs_debit, ach_debit } = details;
  const told = card ?? sepa_debit ?? us_bank_account ?? bacs_debit ?? acss_debit ?? au_becs_debit ?? ach_debit;
  return {
    methodId,
    kind: isSource(methodId) ? "legacy-source" : kindOfType(details.type ?? (card === undefined ? undefined : "card")),
    number: numberOf(told?.fingerprint, told?.last4),
    brand: brandName(card?.display_brand) ?? brandName(card?.brand),
    last4: told?.last4,
    country: told?.country,
  };
}

/** The same of the time before payment methods. */
export const methodOfSource = ({ id, card, ...source }: z.infer<typeof sourceSchema>): ProviderMethod =>
  methodOf(id, { card: card ?? source });

export const customerSchema = z.object({
  id: z.string(),
  invoice_settings: maybe(z.object({ default_payment_method: maybe(reference) })),
  default_source: maybe(reference),
});

export const subscriptionSchema = z.object({
  id: z.string(),
  customer: maybe(reference),
  status: z.enum(subscriptionStatuses),
  items: maybe(z.object({ data: z.array(z.object({ current_period_end: maybe(unixTime) })) })),
  current_period_end: maybe(unixTime),
  collection_method: text,
  cancel_at: maybe(unixTime),
  cancel_at_period_end: maybe(z.boolean()),
  default_payment_method: maybe(reference),
  default_source: maybe(reference),
  pause_collection: maybe(z.object({ resumes_at: maybe(unixTime) })),
  metadata: maybe(z.record(z.string(), z.unknown())),
});

const paymentOfInvoiceSchema = z.object({
  payment: maybe(z.object({ payment_intent: maybe(reference), charge: maybe(reference) })),
});

export const invoiceSchema = z.object({
  id: z.string(),
  customer: maybe(reference),
  customer_email: text,
  customer_name: text,
  customer_phone: text,
  status: maybe(z.enum(invoiceStatuses)),
  number: text,
  currency: z.string(),
  amount_due: z.int(),
  amount_paid: maybe(z.int()),
  amount_remaining: maybe(z.int()),
  collection_method: text,
  auto_advance: maybe(z.boolean()),
  billing_reason: text,
  created: maybe(unixTime),
  hosted_invoice_url: text,
  default_payment_method: maybe(reference),
  default_source: maybe(reference),
  status_transitions: maybe(z.object({ paid_at: maybe(unixTime) })),
  parent: maybe(z.object({ subscription_details: maybe(z.object({ subscription: maybe(reference) })) })),
  payments: maybe(z.object({ data: z.array(paymentOfInvoiceSchema) })),
  // Before 2025-03-31.
  subscription: maybe(reference),
  payment_intent: maybe(reference),
  charge: maybe(reference),
  // Before 2018-11-08.
  paid: maybe(z.boolean()),
  closed: maybe(z.boolean()),
  forgiven: maybe(z.boolean()),
  attempted: maybe(z.boolean()),
  billing: text,
  date: maybe(unixTime),
});
export type InvoiceTold = z.infer<typeof invoiceSchema>;

export const invoicePaymentSchema = z.object({ ...paymentOfInvoiceSchema.shape, invoice: reference });

/** A charge, failed, pending or paid. */
export const chargeSchema = z.object({
  id: z.string(),
  failure_code: text,
  outcome: maybe(z.object({ reason: text, advice_code: text, network_decline_code: text, network_advice_code: text })),
  payment_intent: maybe(reference),
  payment_method: maybe(reference),
  payment_method_details: maybe(methodDetails),
  /** Before 2025-03-31. */
  invoice: maybe(reference),
});

/** A payment intent, whatever has become of it. */
export const paymentIntentSchema = z.object({
  id: z.string(),
  latest_charge: maybe(reference),
  payment_method: maybe(reference),
  payment_method_types: maybe(z.array(z.string())),
  last_payment_error: maybe(
    z.object({
      charge: text,
      code: text,
      decline_code: text,
      advice_code: text,
      network_decline_code: text,
      network_advice_code: text,
      payment_method: maybe(methodSchema),
      source: maybe(sourceSchema),
    }),
  ),
  /** Before 2025-03-31. */
  invoice: maybe(reference),
  /** Since; for an invoice's payment the reference is the invoice's id. */
  payment_details: maybe(z.object({ order_reference: text })),
});
