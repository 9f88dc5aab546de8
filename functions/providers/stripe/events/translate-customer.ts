import * as z from "zod/mini";
import type { BillingFact, CustomerFacts } from "../../../billing/billing-event.ts";
import { defaultCard, newDefaultCard } from "./default-card.ts";
import { maybe, metadata, parse, previously, reference, text, unixTime } from "./fields.ts";
import type { StripeEvent, Translation } from "./stripe-event.ts";

const customerSchema = z.object({
  id: z.string(),
  created: maybe(unixTime),
  email: text,
  phone: text,
  name: text,
  address: maybe(z.object({ country: text })),
  preferred_locales: maybe(z.array(text)),
  metadata,
  invoice_settings: maybe(z.object({ default_payment_method: maybe(reference) })),
  default_source: maybe(reference),
});
type StripeCustomer = z.infer<typeof customerSchema>;

const previousSchema = z.optional(
  z.object({
    invoice_settings: maybe(z.object({ default_payment_method: previously })),
    default_source: previously,
  }),
);

/** `customer.created` and `customer.updated`. */
export function customerFacts({ object, previous, name, metadataKeys }: StripeEvent): Translation {
  const customer = parse(customerSchema, object, `${name}: data.object`);
  const before = parse(previousSchema, previous, `${name}: data.previous_attributes`);
  const chosen = newDefaultCard(defaultsOf(customer), {
    paymentMethod: before?.invoice_settings?.default_payment_method,
    source: before?.default_source,
  });
  const facts: BillingFact[] = [{ type: "customer", customer: profileOf(customer, metadataKeys) }];
  if (chosen !== undefined) facts.push({ type: "card-chosen", ...chosen });
  return { providerCustomerId: customer.id, facts };
}

/** `customer.deleted`. */
export function customerDeleted({ object, name }: StripeEvent): Translation {
  const { id } = parse(z.object({ id: z.string() }), object, `${name}: data.object`);
  return { providerCustomerId: id, facts: [{ type: "customer-deleted" }] };
}

const defaultsOf = ({ invoice_settings, default_source }: StripeCustomer) => ({
  paymentMethod: invoice_settings?.default_payment_method,
  source: default_source,
});

function profileOf(customer: StripeCustomer, keys: StripeEvent["metadataKeys"]): CustomerFacts {
  const said = new Map(Object.entries(customer.metadata));
  const fromMetadata = (key: string) => said.get(key) || undefined;
  const locales = [...(customer.preferred_locales ?? []), fromMetadata(keys.locale)].filter(
    (locale) => locale !== undefined,
  );
  return {
    email: customer.email,
    phone: customer.phone,
    name: customer.name,
    locale: locales[0],
    locales: locales.length > 1 ? locales : undefined,
    timeZone: fromMetadata(keys.timeZone),
    country: customer.address?.country,
    segment: fromMetadata(keys.segment),
    acquisitionChannel: fromMetadata(keys.acquisitionChannel),
    createdAt: customer.created,
    defaultCardId: defaultCard(defaultsOf(customer)),
    accountId: fromMetadata(keys.accountId),
  };
}
