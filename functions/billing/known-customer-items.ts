import type { Item } from "../platform/ports/store.ts";
import { customerPartition } from "./customer-partition.ts";
import { factPlace } from "./fact-place.ts";
import type { KnownCustomer } from "./known-customer.ts";
import {
  cardKind,
  customerKind,
  invoiceKind,
  paymentKind,
  paymentLinkKind,
  returnedKind,
  subscriptionKind,
} from "./known-kinds.ts";
import { packedPayment } from "./packed-payment.ts";

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
      item(factPlace.subscription(id), subscriptionKind.bodyOf(subscription)),
    ),
    ...changed(before.cards, after.cards).map(([id, card]) => item(factPlace.card(id), cardKind.bodyOf(card))),
    ...changed(before.paymentLinks, after.paymentLinks).map(([paymentId, invoiceId]) =>
      item(factPlace.paymentLink(paymentId), paymentLinkKind.bodyOf({ paymentId, invoiceId })),
    ),
    ...changed(before.payments, after.payments).map(([id, payment]) =>
      item(factPlace.payment(id), paymentKind.bodyOf(packedPayment(payment))),
    ),
    ...changed(before.returned, after.returned).map(([key, returned]) =>
      item(factPlace.returned(key), returnedKind.bodyOf(returned)),
    ),
    ...changed(before.invoices, after.invoices).map(([id, invoice]) =>
      item(factPlace.invoice(id), invoiceKind.bodyOf(invoice)),
    ),
  ];
}
