import type { CustomerRecord } from "../records.ts";
import { type Json, secondsOf } from "./shape.ts";

/** Cards of the time before payment methods are sources, and a default of their own. */
const isSource = (methodId: string | null): boolean => methodId?.startsWith("card_") ?? false;

export const customerShape = (customer: CustomerRecord): Json => ({
  id: customer.id,
  object: "customer",
  address: { city: null, country: customer.country, line1: null, line2: null, postal_code: null, state: null },
  balance: 0,
  created: secondsOf(customer.createdAt),
  currency: null,
  default_source: isSource(customer.defaultMethodId) ? customer.defaultMethodId : null,
  delinquent: customer.delinquent,
  description: null,
  discount: null,
  email: customer.email,
  invoice_prefix: customer.id.slice(-8).toUpperCase(),
  invoice_settings: {
    custom_fields: null,
    default_payment_method: isSource(customer.defaultMethodId) ? null : customer.defaultMethodId,
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
