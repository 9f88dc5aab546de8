import type { CardRecord, CustomerRecord } from "../records.ts";
import { type Json, secondsOf } from "./shape.ts";

export const customerShape = (customer: CustomerRecord): Json => ({
  id: customer.id,
  object: "customer",
  address: { city: null, country: customer.country, line1: null, line2: null, postal_code: null, state: null },
  balance: 0,
  created: secondsOf(customer.createdAt),
  currency: null,
  default_source: null,
  delinquent: customer.delinquent,
  description: null,
  discount: null,
  email: customer.email,
  invoice_prefix: customer.id.slice(-8).toUpperCase(),
  invoice_settings: {
    custom_fields: null,
    default_payment_method: customer.defaultCardId,
    footer: null,
    rendering_options: null,
  },
  livemode: false,
  metadata: customer.metadata,
  name: customer.name,
  phone: customer.phone,
  preferred_locales: [customer.locale],
  shipping: null,
  tax_exempt: "none",
  test_clock: null,
});

export const deletedCustomerShape = (id: string): Json => ({ id, object: "customer", deleted: true });

/** The `card` hash of a payment method. */
export const cardFacts = (card: CardRecord): Json => ({
  brand: card.brand,
  checks: { address_line1_check: null, address_postal_code_check: null, cvc_check: "pass" },
  country: card.country,
  display_brand: card.brand === "amex" ? "american_express" : card.brand,
  exp_month: card.expMonth,
  exp_year: card.expYear,
  fingerprint: `fp_${card.id}_${card.last4}`,
  funding: "credit",
  generated_from: null,
  last4: card.last4,
  networks: { available: [card.brand], preferred: null },
  three_d_secure_usage: { supported: true },
  wallet: null,
});

export const paymentMethodShape = (card: CardRecord): Json => ({
  id: card.id,
  object: "payment_method",
  allow_redisplay: "always",
  billing_details: { address: null, email: null, name: null, phone: null, tax_id: null },
  card: cardFacts(card),
  created: secondsOf(card.createdAt),
  customer: card.customerId,
  livemode: false,
  metadata: {},
  type: "card",
});
