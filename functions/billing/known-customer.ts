import * as z from "zod/mini";
import type { Item } from "../platform/ports/store.ts";
import { type Card, cardSchema } from "./card.ts";
import { type Customer, customerSchema } from "./customer.ts";
import { type Invoice, invoiceSchema } from "./invoice.ts";
import { type FailedPayment, failedPaymentSchema } from "./payment.ts";
import { type Subscription, subscriptionSchema } from "./subscription.ts";

/** What the provider told us of one customer: the items of one partition, parsed. Each map is keyed by the object's id. */
export interface KnownCustomer {
  readonly customerId: string;
  readonly customer: Customer | undefined;
  readonly subscriptions: ReadonlyMap<string, Subscription>;
  readonly invoices: ReadonlyMap<string, Invoice>;
  readonly cards: ReadonlyMap<string, Card>;
  readonly failedPayments: ReadonlyMap<string, FailedPayment>;
  /** Which payment belongs to which invoice, when only that was said: payment id to invoice id. */
  readonly paymentLinks: ReadonlyMap<string, string>;
  /** The revision of each item as read, by sort key. */
  readonly revs: ReadonlyMap<string, number>;
}

const linkSchema = z.object({ paymentId: z.string(), invoiceId: z.string() });

function parseKind<T>(
  items: readonly Item[],
  kind: string,
  schema: z.ZodMiniType<T>,
  idOf: (value: T) => string,
): Map<string, T> {
  const values = items.filter((item) => item.kind === kind).map(({ body }) => schema.parse(body));
  return new Map(values.map((value) => [idOf(value), value]));
}

/** Reads a partition. Items of other rooms (cases, messages) are passed over. */
export function parseKnownCustomer(customerId: string, items: readonly Item[]): KnownCustomer {
  const customers = parseKind(items, "customer", customerSchema, () => "profile");
  const links = parseKind(items, "payment-link", linkSchema, ({ paymentId }) => paymentId);
  return {
    customerId,
    customer: customers.get("profile"),
    subscriptions: parseKind(items, "subscription", subscriptionSchema, ({ subscriptionId }) => subscriptionId),
    invoices: parseKind(items, "invoice", invoiceSchema, ({ invoiceId }) => invoiceId),
    cards: parseKind(items, "card", cardSchema, ({ cardId }) => cardId),
    failedPayments: parseKind(items, "payment", failedPaymentSchema, ({ paymentId }) => paymentId),
    paymentLinks: new Map([...links].map(([paymentId, { invoiceId }]) => [paymentId, invoiceId])),
    revs: new Map(items.map(({ sk, rev }) => [sk, rev])),
  };
}
