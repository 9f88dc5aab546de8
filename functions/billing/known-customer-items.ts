import type { Item } from "../platform/ports/store.ts";
import { customerPartition } from "./customer-partition.ts";
import type { KnownCustomer } from "./known-customer.ts";
import { cardKind, customerKind, invoiceKind, paymentKind, paymentLinkKind, subscriptionKind } from "./known-kinds.ts";

function changed<T>(before: ReadonlyMap<string, T>, after: ReadonlyMap<string, T>): [string, T][] {
  return [...after].filter(([id, value]) => before.get(id) !== value);
}

/** The items to save so that the partition says `after`. */
export function changedItems(before: KnownCustomer, after: KnownCustomer): Item[] {
  const pk = customerPartition(after.customerId);
  const item = (sk: string, content: Pick<Item, "kind" | "v" | "body">): Item => ({
    pk,
    sk,
    rev: after.revs.get(sk) ?? 0,
    ...content,
  });
  const customer = after.customer;
  return [
    ...(customer !== undefined && customer !== before.customer ? [item("profile", customerKind.bodyOf(customer))] : []),
    ...changed(before.subscriptions, after.subscriptions).map(([id, subscription]) =>
      item(`subscription#${id}`, subscriptionKind.bodyOf(subscription)),
    ),
    ...changed(before.cards, after.cards).map(([id, card]) => item(`card#${id}`, cardKind.bodyOf(card))),
    ...changed(before.paymentLinks, after.paymentLinks).map(([paymentId, invoiceId]) =>
      item(`payment-link#${paymentId}`, paymentLinkKind.bodyOf({ paymentId, invoiceId })),
    ),
    ...changed(before.failedPayments, after.failedPayments).map(([id, payment]) =>
      item(`payment#${id}`, paymentKind.bodyOf(payment)),
    ),
    ...changed(before.invoices, after.invoices).map(([id, invoice]) =>
      item(`invoice#${id}`, invoiceKind.bodyOf(invoice)),
    ),
  ];
}
