import type { Item } from "../platform/ports/store.ts";
import { customerPartition } from "./customer-partition.ts";
import type { KnownCustomer } from "./known-customer.ts";

type Body = Item["body"];

function changed<T>(before: ReadonlyMap<string, T>, after: ReadonlyMap<string, T>): [string, T][] {
  return [...after].filter(([id, value]) => before.get(id) !== value);
}

/** The items to save so that the partition says `after`. */
export function changedItems(before: KnownCustomer, after: KnownCustomer): Item[] {
  const pk = customerPartition(after.customerId);
  const item = (kind: string, sk: string, body: Body): Item => ({ pk, sk, rev: after.revs.get(sk) ?? 0, kind, body });
  const customer = after.customer;
  return [
    ...(customer !== undefined && customer !== before.customer ? [item("customer", "profile", customer)] : []),
    ...changed(before.subscriptions, after.subscriptions).map(([id, body]) =>
      item("subscription", `subscription#${id}`, body),
    ),
    ...changed(before.cards, after.cards).map(([id, body]) => item("card", `card#${id}`, body)),
    ...changed(before.paymentLinks, after.paymentLinks).map(([paymentId, invoiceId]) =>
      item("payment-link", `payment-link#${paymentId}`, { paymentId, invoiceId }),
    ),
    ...changed(before.failedPayments, after.failedPayments).map(([id, body]) => item("payment", `payment#${id}`, body)),
    ...changed(before.invoices, after.invoices).map(([id, body]) => item("invoice", `invoice#${id}`, body)),
  ];
}
