import { isHistory } from "../platform/history.ts";
import type { Instant } from "../platform/instant.ts";
import type { Item } from "../platform/ports/store.ts";
import { invoiceOfPayment } from "./attempts.ts";
import type { BillingEvent, BillingFact } from "./billing-event.ts";
import { factPlace } from "./fact-place.ts";
import type { Invoice } from "./invoice.ts";
import type { KnownCustomer } from "./known-customer.ts";
import { lastingRefusals } from "./lasting-refusals.ts";
import type { HistoryPolicy } from "./policy-slice.ts";
import { dueOnceSettled } from "./settled-due.ts";
import type { Subscription } from "./subscription.ts";

const cardPlaces = (cardId: string | undefined): string[] => (cardId === undefined ? [] : [factPlace.card(cardId)]);

function placesIn(fact: BillingFact): string[] {
  switch (fact.type) {
    case "customer-hint":
    case "customer-deleted":
      return [];
    case "customer":
      return cardPlaces(fact.customer.defaultCardId);
    case "card-chosen":
      return cardPlaces(fact.cardId);
    case "invoice":
      return [factPlace.invoice(fact.invoice.invoiceId)];
    case "subscription": {
      const { subscriptionId, defaultCardId } = fact.subscription;
      return [factPlace.subscription(subscriptionId), ...cardPlaces(defaultCardId)];
    }
    case "card":
      return [factPlace.card(fact.card.cardId)];
    case "payment-of-invoice":
      return [factPlace.invoice(fact.invoiceId)];
    case "money-returned": {
      const { key, paymentId, invoiceId } = fact.returned;
      const payments = paymentId === undefined ? [] : [factPlace.payment(paymentId), factPlace.paymentLink(paymentId)];
      return [factPlace.returned(key), ...payments, ...(invoiceId === undefined ? [] : [factPlace.invoice(invoiceId)])];
    }
    case "charge-failed": {
      const { paymentId, invoiceId, method } = fact.charge;
      const invoices = invoiceId === undefined ? [] : [factPlace.invoice(invoiceId)];
      return [factPlace.payment(paymentId), ...invoices, ...cardPlaces(method.methodId)];
    }
  }
}

/** The places of the things that an event speaks of: what does not lie there may have moved to history. */
export const placesOf = ({ facts }: BillingEvent): string[] => [...new Set(facts.flatMap(placesIn))];

/** Invoices of the things that an event speaks of, that only their payments name. */
export const invoicePlacesOf = ({ facts }: BillingEvent, known: KnownCustomer): string[] =>
  facts.flatMap((fact) => {
    const paymentId = fact.type === "money-returned" ? fact.returned.paymentId : undefined;
    const invoiceId = paymentId === undefined ? undefined : invoiceOfPayment(paymentId, known);
    return invoiceId === undefined ? [] : [factPlace.invoice(invoiceId)];
  });

const isSettled = ({ status }: Invoice): boolean =>
  status === "paid" || status === "void" || status === "uncollectible";
const isOver = ({ status }: Subscription): boolean => status === "canceled" || status === "incomplete_expired";

/** Which facts stay among what is current. */
export interface Staying {
  /** Places that a capability still needs. */
  readonly needed: ReadonlySet<string>;
  /** What was settled after this stays in sight. */
  readonly settledBefore: Instant;
}

/** The payer's current invoices that are settled for long and that nobody needs. */
const pastInvoices = (known: KnownCustomer, { needed, settledBefore }: Staying): ReadonlySet<string> =>
  new Set(
    [...known.invoices.values()]
      .filter((invoice) => isSettled(invoice) && invoice.asOf <= settledBefore)
      .map(({ invoiceId }) => invoiceId)
      .filter((id) => !known.settled.has(factPlace.invoice(id)) && !needed.has(factPlace.invoice(id))),
  );

/** The payer's invoices that stay among what is current. */
export function invoiceIdsStaying(known: KnownCustomer, staying: Staying): ReadonlySet<string> {
  const past = pastInvoices(known, staying);
  const ids = [...known.invoices.keys()];
  return new Set(ids.filter((id) => !past.has(id) && !known.settled.has(factPlace.invoice(id))));
}

/** The cards that the next invoice may be charged to; others that were once seen are read again when a payment names them. */
function chargedCards({ customer, subscriptions }: KnownCustomer): ReadonlySet<string | undefined> {
  const holders = [customer, ...[...subscriptions.values()].filter((subscription) => !isOver(subscription))];
  return new Set(holders.flatMap((holder) => [holder?.defaultCardId, holder?.cardChosen?.cardId]));
}

/**
 * The places of current facts that belong to history, in the order in which they move: what belongs to an invoice before the
 * invoice, so that dying in between leaves an invoice that takes the rest along the next time.
 */
export function pastFacts(known: KnownCustomer, staying: Staying): string[] {
  const { needed, settledBefore } = staying;
  const past = pastInvoices(known, staying);
  const ids = invoiceIdsStaying(known, staying);
  const current = [...known.invoices.values()].filter(({ invoiceId }) => ids.has(invoiceId));
  const links = [...known.paymentLinks].filter(([, invoiceId]) => past.has(invoiceId));
  const refusing = lastingRefusals(known);
  const payments = [...known.payments.values()].filter(({ paymentId, asOf }) => {
    const paid = invoiceOfPayment(paymentId, known);
    return asOf <= settledBefore && (paid === undefined || !ids.has(paid)) && !refusing.has(paymentId);
  });
  const subscriptions = [...known.subscriptions.values()].filter(
    (subscription) =>
      isOver(subscription) &&
      subscription.asOf <= settledBefore &&
      current.every(({ subscriptionId }) => subscriptionId !== subscription.subscriptionId),
  );
  const returned = [...known.returned.values()].filter(({ asOf }) => asOf <= settledBefore);
  const charged = chargedCards(known);
  const cards = [...known.cards.values()].filter(({ asOf, cardId }) => asOf <= settledBefore && !charged.has(cardId));
  return [
    ...links.map(([id]) => factPlace.paymentLink(id)),
    ...payments.map(({ paymentId }) => factPlace.payment(paymentId)),
    ...returned.map(({ key }) => factPlace.returned(key)),
    ...subscriptions.map(({ subscriptionId }) => factPlace.subscription(subscriptionId)),
    ...cards.map(({ cardId }) => factPlace.card(cardId)),
    ...[...past].map(factPlace.invoice),
  ].filter((place) => !needed.has(place) && !known.settled.has(place));
}

/**
 * When somebody must look whether a fact has become history, if its payer is never heard of again: an ended subscription is
 * the last that is heard of most who leave.
 */
export function withLook(item: Item, known: KnownCustomer, policy: HistoryPolicy): Item {
  if (isHistory(item.pk)) return item;
  const subscription = known.subscriptions.get(item.sk.replace(/^subscription#/, ""));
  if (item.kind !== "subscription" || subscription === undefined || !isOver(subscription)) return item;
  return { ...item, due: dueOnceSettled(item.pk, subscription.asOf, policy) };
}

/** Whether an item belongs to history: it was read from there, or it is a payment of an invoice that was. */
export function isOfSettled(place: string, known: KnownCustomer): boolean {
  if (known.settled.has(place)) return true;
  const [kind, id = ""] = [place.slice(0, place.indexOf("#")), place.slice(place.indexOf("#") + 1)];
  const invoiceId = known.paymentLinks.get(id) ?? invoiceOfPayment(id, known);
  const isPayment = kind === "payment" || kind === "payment-link";
  return isPayment && invoiceId !== undefined && known.settled.has(factPlace.invoice(invoiceId));
}
