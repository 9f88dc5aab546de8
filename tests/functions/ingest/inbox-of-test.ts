import { accept } from "../../../functions/ingest/inbox.ts";
import { type Instant, instantOfSeconds } from "../../../functions/platform/instant.ts";
import type { Item } from "../../../functions/platform/ports/store.ts";

/** Monday, noon in Stockholm, as Stripe counts. */
export const startedAtSeconds = 1767610800;

/** One event as Stripe sends it, `afterSeconds` after the start. */
export const stripeEvent = (id: string, type: string, afterSeconds: number, object: object, previous?: object) => ({
  id,
  object: "event",
  api_version: "2025-09-30.clover",
  created: startedAtSeconds + afterSeconds,
  type,
  data: { object, ...(previous && { previous_attributes: previous }) },
});

const customer = (changes: object = {}) => ({
  ...{ id: "cus_1", object: "customer", created: startedAtSeconds, email: "ada@example.com", name: "Ada" },
  ...{ address: { country: "SE" }, preferred_locales: ["sv"], metadata: {} },
  ...changes,
});

const invoice = (changes: object = {}) => ({
  ...{ id: "in_1", object: "invoice", customer: "cus_1", currency: "eur", amount_due: 4900, attempt_count: 1 },
  ...{ status: "open", billing_reason: "subscription_cycle", collection_method: "charge_automatically" },
  ...{ created: startedAtSeconds, parent: { subscription_details: { subscription: "sub_1" } } },
  ...changes,
});

const intent = {
  ...{ id: "pi_1", object: "payment_intent", customer: "cus_1", amount: 4900, currency: "eur" },
  payment_details: { order_reference: "in_1" },
  last_payment_error: {
    ...{ type: "card_error", code: "card_declined", decline_code: "insufficient_funds" },
    payment_method: { id: "pm_1", card: { brand: "visa", last4: "4242", exp_month: 5, exp_year: 2027, country: "SE" } },
  },
};

/** A renewal that fails, a new card, and a payment made outside of Holdfast. */
export const paidStory = [
  stripeEvent("evt_1", "customer.created", 0, customer()),
  stripeEvent("evt_2", "payment_intent.payment_failed", 10, intent),
  stripeEvent("evt_3", "invoice.payment_failed", 10, invoice()),
  stripeEvent("evt_4", "customer.updated", 7200, customer({ invoice_settings: { default_payment_method: "pm_2" } }), {
    invoice_settings: { default_payment_method: "pm_1" },
  }),
  stripeEvent(
    "evt_5",
    "invoice.paid",
    9000,
    invoice({ status: "paid", status_transitions: { paid_at: startedAtSeconds + 9000 } }),
  ),
];

/** The inbox item of an event, accepted at `now`. */
export const inboxItem = (event: ReturnType<typeof stripeEvent>, now: Instant): Item =>
  accept(
    {
      provider: "stripe",
      eventId: event.id,
      eventType: event.type,
      occurredAt: instantOfSeconds(event.created),
      raw: Buffer.from(JSON.stringify(event)),
    },
    now,
  );
