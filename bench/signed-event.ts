import { createHmac } from "node:crypto";

export const signingSecret = "whsec_bench";
/** The time at which the events were signed, in seconds since 1970. */
export const signedAtSeconds = Date.UTC(2026, 0, 5) / 1000;

/** A webhook as it arrives, with an `invoice.payment_failed` of the size and shape that Stripe sends. */
export function signedEvent(number: number): { readonly body: string; readonly header: string } {
  const body = JSON.stringify(failedPayment(number), null, 2);
  return { body, header: `t=${signedAtSeconds},v1=${signatureOf(body)}` };
}

export const signatureOf = (body: string | Uint8Array): string =>
  createHmac("sha256", signingSecret).update(`${signedAtSeconds}.`).update(body).digest("hex");

const failedPayment = (number: number) => ({
  id: `evt_1SmK${number}CZ6qsJgndPQwXl`,
  object: "event",
  api_version: "2025-03-31.basil",
  created: signedAtSeconds,
  data: { object: invoice(number) },
  livemode: true,
  pending_webhooks: 1,
  request: { id: null, idempotency_key: null },
  type: "invoice.payment_failed",
});

const invoice = (number: number) => ({
  id: `in_1SmK${number}CZ6qsJgndJHy7h`,
  object: "invoice",
  account_country: "SE",
  account_name: "Orbit AB",
  amount_due: 4900,
  amount_overpaid: 0,
  amount_paid: 0,
  amount_remaining: 4900,
  attempt_count: 1,
  attempted: true,
  auto_advance: true,
  automatic_tax: { disabled_reason: null, enabled: false, liability: null, provider: null, status: null },
  billing_reason: "subscription_cycle",
  collection_method: "charge_automatically",
  created: signedAtSeconds - 3600,
  currency: "eur",
  customer: `cus_Tb9k${number}qPzX2`,
  customer_address: {
    city: "Gdańsk",
    country: "PL",
    line1: "ul. Długa 1",
    line2: null,
    postal_code: "80-827",
    state: null,
  },
  customer_email: "zofia@example.com",
  customer_name: "Zofia Wiśniewska",
  customer_phone: null,
  customer_tax_exempt: "none",
  default_payment_method: null,
  due_date: null,
  effective_at: signedAtSeconds - 60,
  hosted_invoice_url:
    "https://invoice.stripe.com/i/acct_1032D82eZvKYlo2C/live_YWNjdF8xMDMyRDgyZVp2S1lsbzJDLF9UYjlr?s=ap",
  invoice_pdf:
    "https://pay.stripe.com/invoice/acct_1032D82eZvKYlo2C/live_YWNjdF8xMDMyRDgyZVp2S1lsbzJDLF9UYjlr/pdf?s=ap",
  lines: {
    object: "list",
    data: [line(number, 4900), line(number, 0)],
    has_more: false,
    total_count: 2,
    url: "/v1/invoices/lines",
  },
  livemode: true,
  metadata: { account_id: `acct-${number}` },
  next_payment_attempt: signedAtSeconds + 259200,
  number: `ORBIT-${number}`,
  parent: {
    quote_details: null,
    subscription_details: {
      metadata: { account_id: `acct-${number}` },
      subscription: `sub_1Sl2${number}CZ6qsJgnd0yXk`,
    },
    type: "subscription_details",
  },
  payment_settings: { default_mandate: null, payment_method_options: null, payment_method_types: ["card"] },
  period_end: signedAtSeconds - 3600,
  period_start: signedAtSeconds - 2682000,
  status: "open",
  status_transitions: {
    finalized_at: signedAtSeconds - 60,
    marked_uncollectible_at: null,
    paid_at: null,
    voided_at: null,
  },
  subtotal: 4900,
  total: 4900,
  webhooks_delivered_at: signedAtSeconds - 3590,
});

const line = (number: number, amount: number) => ({
  id: `il_1SmK${number}CZ6qsJgnd${amount}`,
  object: "line_item",
  amount,
  currency: "eur",
  description: "1 × Orbit Team (at €49.00 / month)",
  discount_amounts: [],
  discountable: true,
  invoice: `in_1SmK${number}CZ6qsJgndJHy7h`,
  livemode: true,
  metadata: { account_id: `acct-${number}` },
  parent: {
    invoice_item_details: null,
    subscription_item_details: {
      proration: false,
      subscription: `sub_1Sl2${number}CZ6qsJgnd0yXk`,
      subscription_item: "si_Tb9k",
    },
    type: "subscription_item_details",
  },
  period: { end: signedAtSeconds + 2674800, start: signedAtSeconds - 3600 },
  pricing: {
    price_details: { price: "price_1Qx", product: "prod_Rk" },
    type: "price_details",
    unit_amount_decimal: "4900",
  },
  quantity: 1,
  taxes: [],
});
