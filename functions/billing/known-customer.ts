import { isHistory } from "../platform/history.ts";
import type { Item } from "../platform/ports/store.ts";
import type { StoredKind } from "../platform/stored-kind.ts";
import type { Card } from "./card.ts";
import type { Customer } from "./customer.ts";
import type { Invoice } from "./invoice.ts";
import {
  cardKind,
  customerKind,
  invoiceKind,
  paymentKind,
  paymentLinkKind,
  returnedKind,
  subscriptionKind,
} from "./known-kinds.ts";
import { unpackedPayment } from "./packed-payment.ts";
import type { Payment } from "./payment.ts";
import type { ReturnedMoney } from "./returned-money.ts";
import type { Subscription } from "./subscription.ts";

/** What the provider told us of one customer: the items of one partition, parsed. Each map is keyed by the object's id. */
export interface KnownCustomer {
  readonly customerId: string;
  readonly customer: Customer | undefined;
  readonly subscriptions: ReadonlyMap<string, Subscription>;
  readonly invoices: ReadonlyMap<string, Invoice>;
  readonly cards: ReadonlyMap<string, Card>;
  /** The payments of which a charge failed, with what was said of it. */
  readonly payments: ReadonlyMap<string, Payment>;
  /** What went back to the customer, by what took it. */
  readonly returned: ReadonlyMap<string, ReturnedMoney>;
  /** Which payment belongs to which invoice, when only that was said: payment id to invoice id. */
  readonly paymentLinks: ReadonlyMap<string, string>;
  /** The revision of each item as read, by sort key. */
  readonly revs: ReadonlyMap<string, number>;
  /** The sort keys of the items that were read from history: what becomes of them is saved there. */
  readonly settled: ReadonlySet<string>;
}

function parseKind<T extends Item["body"]>(
  items: readonly Item[],
  { kind, parse }: StoredKind<T>,
  idOf: (value: T) => string,
): Map<string, T> {
  const values = items.filter((item) => item.kind === kind).map(parse);
  return new Map(values.map((value) => [idOf(value), value]));
}

/**
 * Reads a partition. Items of other rooms (cases, messages) are passed over.
 * @throws TerminalError naming an item that cannot be read.
 */
export function parseKnownCustomer(customerId: string, items: readonly Item[]): KnownCustomer {
  const customers = parseKind(items, customerKind, () => "profile");
  const payments = parseKind(items, paymentKind, ({ paymentId }) => paymentId);
  const links = parseKind(items, paymentLinkKind, ({ paymentId }) => paymentId);
  return {
    customerId,
    customer: customers.get("profile"),
    subscriptions: parseKind(items, subscriptionKind, ({ subscriptionId }) => subscriptionId),
    invoices: parseKind(items, invoiceKind, ({ invoiceId }) => invoiceId),
    cards: parseKind(items, cardKind, ({ cardId }) => cardId),
    payments: new Map([...payments].map(([paymentId, packed]) => [paymentId, unpackedPayment(packed)])),
    returned: parseKind(items, returnedKind, ({ key }) => key),
    paymentLinks: new Map([...links].map(([paymentId, { invoiceId }]) => [paymentId, invoiceId])),
    revs: new Map(items.map(({ sk, rev }) => [sk, rev])),
    settled: new Set(items.filter(({ pk }) => isHistory(pk)).map(({ sk }) => sk)),
  };
}
