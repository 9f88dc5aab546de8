import * as z from "zod/mini";
import type { BillingFact } from "../../../billing/billing-event.ts";
import { invoiceStatuses } from "../../../billing/invoice.ts";
import { maybe, parse, reference, text, unixTime } from "./fields.ts";
import { invoicedPlanName, lineSchema } from "./invoice-line.ts";
import { advancesInOldWords, invoiceOfOldWords, statusInOldWords } from "./old-invoice.ts";
import type { StripeEvent, Translation } from "./stripe-event.ts";
import { moneyOfStripe } from "./stripe-money.ts";
import { invoicePaymentSchema, paymentIdOf } from "./translate-invoice-payment.ts";

const invoiceSchema = z.object({
  id: z.string(),
  customer: maybe(reference),
  customer_email: text,
  customer_name: text,
  customer_phone: text,
  customer_address: maybe(z.object({ country: text })),
  status: maybe(z.enum(invoiceStatuses)),
  number: text,
  currency: z.string(),
  amount_due: z.int(),
  amount_paid: maybe(z.int()),
  amount_remaining: maybe(z.int()),
  auto_advance: maybe(z.boolean()),
  attempt_count: maybe(z.int()),
  collection_method: text,
  billing_reason: text,
  created: maybe(unixTime),
  hosted_invoice_url: text,
  /** Only a name is taken from them: lines of another time cost that name, and not the invoice. */
  lines: z.catch(maybe(z.object({ data: z.array(lineSchema) })), undefined),
  status_transitions: maybe(z.object({ paid_at: maybe(unixTime) })),
  // Before 2025-03-31.
  subscription: maybe(reference),
  payment_intent: maybe(reference),
  charge: maybe(reference),
  paid_out_of_band: maybe(z.boolean()),
  // Since 2025-03-31; `payments` only when asked for.
  parent: maybe(z.object({ subscription_details: maybe(z.object({ subscription: maybe(reference) })) })),
  payments: maybe(z.object({ data: z.array(invoicePaymentSchema) })),
  amount_paid_off_stripe: maybe(z.int()),
  ...invoiceOfOldWords,
});
type StripeInvoice = z.infer<typeof invoiceSchema>;

const failures: ReadonlySet<string> = new Set(["invoice.payment_failed", "invoice.payment_action_required"]);

/** `invoice.*`. */
export function invoiceFacts({ type, object, name, occurredAt }: StripeEvent): Translation {
  const invoice = parse(invoiceSchema, object, `${name}: data.object`);
  const snapshot: BillingFact = {
    type: "invoice",
    invoice: snapshotOf(invoice, occurredAt),
    charge: failures.has(type) ? "failed" : "none",
  };
  return { providerCustomerId: invoice.customer, facts: [snapshot, ...hintOf(invoice)] };
}

function snapshotOf(invoice: StripeInvoice, occurredAt: string): Extract<BillingFact, { type: "invoice" }>["invoice"] {
  const status = invoice.status ?? statusInOldWords(invoice);
  const money = (amount: number | undefined) =>
    amount === undefined ? undefined : moneyOfStripe(amount, invoice.currency);
  return {
    invoiceId: invoice.id,
    subscriptionId: invoice.subscription ?? invoice.parent?.subscription_details?.subscription,
    number: invoice.number,
    status,
    amountDue: moneyOfStripe(invoice.amount_due, invoice.currency),
    amountPaid: money(invoice.amount_paid),
    amountRemaining: money(remainingOf(invoice)),
    chargedAutomatically: (invoice.collection_method ?? invoice.billing) !== "send_invoice",
    firstOfSubscription: invoice.billing_reason === "subscription_create",
    ofSubscriptionChange:
      invoice.billing_reason === undefined ? undefined : invoice.billing_reason === "subscription_update",
    autoAdvance: invoice.auto_advance ?? advancesInOldWords(invoice),
    attemptCount: invoice.attempt_count ?? 0,
    paidAt: status === "paid" ? (invoice.status_transitions?.paid_at ?? occurredAt) : undefined,
    paidOutOfBand: invoice.paid_out_of_band ?? (status === "paid" && (invoice.amount_paid_off_stripe ?? 0) > 0),
    hostedUrl: invoice.hosted_invoice_url,
    planName: invoicedPlanName(invoice.lines?.data ?? []),
    paymentIds: paymentIdsOf(invoice),
    createdAt: invoice.created ?? invoice.date ?? occurredAt,
  };
}

/** Not all versions name what remains. */
const remainingOf = ({ amount_remaining, amount_due, amount_paid }: StripeInvoice): number | undefined =>
  amount_remaining ?? (amount_paid === undefined ? undefined : amount_due - amount_paid);

/** Payments go by their payment intent; a charge stands for itself only where there is none. */
function paymentIdsOf({ payment_intent, charge, payments }: StripeInvoice): string[] {
  const single = payment_intent ?? charge;
  const listed = (payments?.data ?? []).map(paymentIdOf);
  return [...new Set([single, ...listed])].filter((id) => id !== undefined);
}

/** An invoice repeats what its customer was when it was made. */
function hintOf(invoice: StripeInvoice): BillingFact[] {
  const customer = {
    email: invoice.customer_email,
    name: invoice.customer_name,
    phone: invoice.customer_phone,
    country: invoice.customer_address?.country,
  };
  return Object.values(customer).every((fact) => fact === undefined) ? [] : [{ type: "customer-hint", customer }];
}
