import type { BillingEvent, BillingFact } from "./billing-event.ts";
import { defaultAt, withChoice } from "./card-chosen.ts";
import type { Customer } from "./customer.ts";
import { foldCard } from "./fold-card.ts";
import { foldCustomer, newCustomer, withWorth } from "./fold-customer.ts";
import { foldInvoice } from "./fold-invoice.ts";
import { foldFailedCharge } from "./fold-payment.ts";
import { foldSubscription } from "./fold-subscription.ts";
import type { KnownCustomer } from "./known-customer.ts";
import type { ProviderIds } from "./payer.ts";
import { foldReturned } from "./returned-money.ts";
import type { Stamp } from "./stamp.ts";
import type { Subscription } from "./subscription.ts";

function set<T>(map: ReadonlyMap<string, T>, id: string, value: T): ReadonlyMap<string, T> {
  return map.get(id) === value ? map : new Map(map).set(id, value);
}

function chosen(
  known: KnownCustomer,
  fact: Extract<BillingFact, { type: "card-chosen" }>,
  stamp: Stamp,
): KnownCustomer {
  const withDefault = <T extends Customer | Subscription>(holder: T): T => {
    const cardChosen = withChoice(holder.cardChosen, fact, stamp);
    if (cardChosen === holder.cardChosen) return holder;
    return { ...holder, cardChosen, defaultCardId: defaultAt(holder.asOf, holder.defaultCardId, cardChosen) };
  };
  if (fact.subscriptionId === undefined) {
    const customer = known.customer && withDefault(known.customer);
    return customer === known.customer ? known : { ...known, customer };
  }
  const subscription = known.subscriptions.get(fact.subscriptionId);
  if (subscription === undefined) return known;
  return { ...known, subscriptions: set(known.subscriptions, fact.subscriptionId, withDefault(subscription)) };
}

function foldFact(
  known: KnownCustomer,
  fact: BillingFact,
  stamp: Stamp,
  { providerCustomerId }: ProviderIds,
): KnownCustomer {
  switch (fact.type) {
    case "customer":
    case "customer-hint":
    case "customer-deleted":
      return { ...known, customer: known.customer && foldCustomer(known.customer, fact, stamp) };
    case "subscription": {
      const { subscriptionId } = fact.subscription;
      const snapshot = { ...fact.subscription, providerCustomerId };
      const folded = foldSubscription(known.subscriptions.get(subscriptionId), snapshot, stamp);
      return { ...known, subscriptions: set(known.subscriptions, subscriptionId, folded) };
    }
    case "invoice": {
      const { invoiceId } = fact.invoice;
      const folded = foldInvoice(
        known.invoices.get(invoiceId),
        { ...fact.invoice, providerCustomerId },
        fact.charge,
        stamp,
      );
      return { ...known, invoices: set(known.invoices, invoiceId, folded) };
    }
    case "charge-failed": {
      const { paymentId } = fact.charge;
      const folded = foldFailedCharge(known.payments.get(paymentId), fact.charge, stamp);
      return { ...known, payments: set(known.payments, paymentId, folded) };
    }
    case "money-returned": {
      const { key } = fact.returned;
      const folded = foldReturned(known.returned.get(key), fact.returned, stamp);
      return { ...known, returned: set(known.returned, key, folded) };
    }
    case "payment-of-invoice":
      return { ...known, paymentLinks: set(known.paymentLinks, fact.paymentId, fact.invoiceId) };
    case "card": {
      const { cardId } = fact.card;
      const folded = foldCard(known.cards.get(cardId), fact.card, fact.renewed, stamp);
      return { ...known, cards: set(known.cards, cardId, folded) };
    }
    case "card-chosen":
      return chosen(known, fact, stamp);
  }
}

/**
 * What is known after an event. Applying an event twice, or events in another order, ends in the same knowledge:
 * snapshots are ordered by the provider's time, statuses only move forward, and everything else is a set or a minimum.
 */
export function fold(known: KnownCustomer, event: BillingEvent): KnownCustomer {
  const stamp: Stamp = { at: event.occurredAt, eventId: event.eventId };
  const begun = known.customer ? known : { ...known, customer: newCustomer(event) };
  return withWorth(event.facts.reduce((knowledge, fact) => foldFact(knowledge, fact, stamp, event), begun));
}
