import * as z from "zod/mini";
import type { Key, Store } from "../platform/ports/store.ts";
import { storedKind } from "../platform/stored-kind.ts";
import type { BillingEvent, BillingFact } from "./billing-event.ts";
import type { Customer } from "./customer.ts";
import type { KnownCustomer } from "./known-customer.ts";
import { type ProviderIds, payerIdOf } from "./payer.ts";

// Once, a customer whose account id was known already was kept with the customer that had named it first, and this
// item said where. None is written any more.
const aliasKind = storedKind({ kind: "alias", schema: z.object({ customerId: z.string() }) });
const aliasKey = ({ provider, providerCustomerId }: ProviderIds): Key => ({
  pk: `alias#${provider}#${providerCustomerId}`,
  sk: "alias",
});

/**
 * Another payer's partition in which this payer was kept while payers of one account id were merged; undefined for
 * everybody else. It is looked up once, before the payer's own partition begins, and the profile remembers it.
 */
export async function formerPartitionOf(
  state: Store,
  payer: ProviderIds,
  profile: Customer | undefined,
): Promise<string | undefined> {
  if (profile !== undefined) return profile.formerly;
  const item = await state.load(aliasKey(payer));
  const customerId = item && aliasKind.parse(item).customerId;
  return customerId === payerIdOf(payer) ? undefined : customerId;
}

/** Whether a fact speaks of something that a former partition holds already, and of nothing that is its own payer's. */
function isHeld(former: KnownCustomer, fact: BillingFact): boolean {
  switch (fact.type) {
    case "customer":
    case "customer-hint":
    case "customer-deleted":
      return false;
    case "invoice":
      return former.invoices.has(fact.invoice.invoiceId);
    case "payment-of-invoice":
      return former.invoices.has(fact.invoiceId);
    case "subscription":
      return former.subscriptions.has(fact.subscription.subscriptionId);
    case "card":
      return former.cards.has(fact.card.cardId);
    case "card-chosen":
      return fact.subscriptionId !== undefined && former.subscriptions.has(fact.subscriptionId);
    case "money-returned": {
      const { paymentId = "", invoiceId = "" } = fact.returned;
      return former.invoices.has(invoiceId) || former.paymentLinks.has(paymentId) || former.payments.has(paymentId);
    }
    case "charge-failed":
      return former.paymentLinks.has(fact.charge.paymentId) || former.payments.has(fact.charge.paymentId);
  }
}

/**
 * What of an event a payer's former partition must hear, so that the cases which stayed there end as they should: news
 * of what it holds. Nothing new begins there.
 */
export const eventForFormer = (former: KnownCustomer, event: BillingEvent): BillingEvent => ({
  ...event,
  facts: event.facts.filter((fact) => isHeld(former, fact)),
});
