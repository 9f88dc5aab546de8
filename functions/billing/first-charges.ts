import type { Card } from "./card.ts";
import type { Invoice } from "./invoice.ts";
import type { KnownCustomer } from "./known-customer.ts";

/**
 * What has become known of the first charge of an invoice: the raw material of the failure rate, by what may explain it.
 * Opaque: nothing in it tells of a person.
 */
export interface FirstCharge {
  /** Of the charge, in UTC: `2026-01-05`. */
  readonly day: string;
  /** 1 for an invoice that was not counted before, else 0. */
  readonly charges: 0 | 1;
  /** 1 if the charge failed. */
  readonly failures: 0 | 1;
  /** `card`, `sepa-debit`, ... */
  readonly method: string;
  readonly funding: string;
  /** ISO 3166-1 alpha-2 of the issuer or the bank. */
  readonly country: string;
  readonly plan: string;
  readonly segment: string;
}

type Result = "paid" | "failed" | undefined;

/** Only what the provider charges by itself, while nobody looks on, says how well charges go. */
function resultOf(invoice: Invoice | undefined): Result {
  if (invoice === undefined || !invoice.chargedAutomatically || invoice.firstOfSubscription) return undefined;
  const { failedAt, paidAt, paidOutOfBand, amountDue } = invoice;
  if (amountDue.amountMinor <= 0) return undefined;
  if (failedAt !== undefined) return "failed";
  return paidAt === undefined || paidOutOfBand ? undefined : "paid";
}

/** The method that the invoice is charged to, as far as it is known: the subscription's own, the customer's, or the only one. */
function methodOf({ subscriptionId = "" }: Invoice, known: KnownCustomer): Card | undefined {
  const { customer, subscriptions, cards } = known;
  const chosen = customer?.defaultCardId ?? customer?.cardChosen?.cardId;
  const methodId = subscriptions.get(subscriptionId)?.defaultCardId ?? chosen;
  if (methodId !== undefined) return cards.get(methodId);
  const [only, ...others] = cards.values();
  return others.length === 0 ? only : undefined;
}

const unknown = "unknown";

/**
 * The first charges of which one event told. The same event again tells of none, and one that failed in truth, of which the
 * payment was heard first, is counted as a failure of a charge that is counted already.
 */
export function firstCharges(before: KnownCustomer, known: KnownCustomer): FirstCharge[] {
  const charges: FirstCharge[] = [];
  for (const invoice of known.invoices.values()) {
    const stored = before.invoices.get(invoice.invoiceId);
    if (stored === invoice) continue;
    const [was, is] = [resultOf(stored), resultOf(invoice)];
    if (is === undefined || is === was) continue;
    const method = methodOf(invoice, known);
    charges.push({
      day: (invoice.failedAt ?? invoice.paidAt ?? invoice.createdAt).slice(0, "2026-01-05".length),
      charges: was === undefined ? 1 : 0,
      failures: is === "failed" ? 1 : 0,
      method: method?.kind ?? (method === undefined ? unknown : "card"),
      funding: method?.funding ?? unknown,
      country: method?.country ?? unknown,
      plan: invoice.planName ?? known.customer?.plan ?? unknown,
      segment: known.customer?.segment ?? unknown,
    });
  }
  return charges;
}
