import type { Customer } from "../billing/customer.ts";
import type { Invoice } from "../billing/invoice.ts";
import type { Money } from "../billing/money.ts";
import type { Subscription } from "../billing/subscription.ts";
import { plus } from "../platform/duration.ts";
import type { Instant } from "../platform/instant.ts";
import type { Decision, DunningCase } from "./case.ts";
import type { InvoiceTurn } from "./invoice-turns.ts";
import { note } from "./story.ts";

/**
 * `stripe-in_123`: one case per invoice, for ever; `stripe-in_123~2` for one that was paid and is open again.
 * @param turn 1, or 2 for the second time.
 */
export const caseIdOf = (provider: string, invoiceId: string, turn = 1): string =>
  turn === 1 ? `${provider}-${invoiceId}` : `${provider}-${invoiceId}~${turn}`;

/**
 * Why an invoice gets no case; undefined if it gets one. Holdfast recovers renewals that were charged automatically:
 * a first payment that fails happens in front of the customer, and an invoice sent by mail is not late because a
 * charge failed. What has become of the invoice since is not asked here: a case that opens late closes at once, and
 * the books are the same in every order of events.
 */
export function noCaseBecause(invoice: Invoice, subscription?: Subscription): string | undefined {
  if (invoice.failedAt === undefined) return "no charge of it has failed";
  if (invoice.status === "draft") return "it is a draft";
  if (invoice.amountDue.amountMinor <= 0) return "nothing is owed on it";
  if (!invoice.chargedAutomatically) return "the customer pays it by hand";
  if (isFirstPayment(invoice, subscription)) return firstPayment;
  return undefined;
}

const firstPayment = "the first payment of a subscription is made in front of the customer";

/** A subscription is incomplete for less than a day, and has no invoice but its first in that time. */
const firstInvoiceWithin = "PT1H";

/** Before API version 2018-10-31 the first invoice too was said to be of a change of the subscription. */
export function isFirstPayment(
  { firstOfSubscription, ofSubscriptionChange, createdAt }: Invoice,
  subscription: Subscription | undefined,
): boolean {
  const incompleteAt = subscription?.incompleteAt;
  if (firstOfSubscription || incompleteAt === undefined) return firstOfSubscription;
  return ofSubscriptionChange === true && createdAt <= plus(incompleteAt, firstInvoiceWithin);
}

/** What an invoice asks for, or asked for while it was open. */
export const owedOn = ({ owed, amountDue }: Invoice): Money =>
  owed !== undefined && owed.amount.amountMinor > 0 ? owed.amount : amountDue;

/** Opens the case of an invoice whose automatic charge failed. */
export function openCase(customer: Customer, { invoice, turn }: InvoiceTurn, now: Instant): Decision {
  const openedAt = invoice.failedAt ?? now;
  const { customerId, provider } = customer;
  const caseId = caseIdOf(provider, invoice.invoiceId, turn);
  const opened: DunningCase = {
    caseId,
    customerId,
    provider,
    providerCustomerId: invoice.providerCustomerId,
    invoiceId: invoice.invoiceId,
    subscriptionId: invoice.subscriptionId,
    amount: owedOn(invoice),
    amountAsOf: invoice.owed?.asOf,
    paidBeforeMinor: invoice.paidBeforeMinor,
    ofSubscriptionChange: invoice.ofSubscriptionChange,
    planName: invoice.planName ?? customer.plan,
    openedAt,
    reopens: turn === 1 ? undefined : caseIdOf(provider, invoice.invoiceId),
    status: "open",
    attempts: [],
    done: {},
    epoch: 1,
    startedEpoch: 0,
    paused: false,
    timeline: [],
  };
  const reason =
    turn === 1
      ? `The charge of invoice ${invoice.invoiceId} failed.`
      : `The payment of invoice ${invoice.invoiceId} came back after it had succeeded.`;
  const state = note(opened, openedAt, { what: "opened", reason });
  return { state, actions: [{ type: "start-execution", epoch: 1 }], reason };
}
