import { type Attempt, attemptsOf, invoiceOfPayment } from "../billing/attempts.ts";
import type { Invoice } from "../billing/invoice.ts";
import type { KnownCustomer } from "../billing/known-customer.ts";
import type { ReturnedMoney } from "../billing/returned-money.ts";
import type { Subscription } from "../billing/subscription.ts";
import type { Instant } from "../platform/instant.ts";
import { recoveredBy } from "./attribute.ts";
import type { DunningCase } from "./case.ts";
import { type Cases, type CustomerFile, caseContext } from "./case-context.ts";
import { decideFact, type FactInput, isMuchEarlier } from "./decide-fact.ts";
import { sparedBecause } from "./decide-on-truth.ts";
import { turnsOf } from "./invoice-turns.ts";
import { methodOfCase } from "./method-of-case.ts";
import { newestDecline } from "./newest-decline.ts";
import { caseIdOf, isFirstPayment, noCaseBecause, openCase } from "./open-case.ts";
import type { PolicyForDunning } from "./policy/dunning-policy.ts";
import { policyFor } from "./policy/policy-for.ts";
import type { CaseContext } from "./situation.ts";

function learned(dunningCase: DunningCase, failures: readonly Attempt[]): FactInput[] {
  const newest = newestDecline(dunningCase, failures);
  return newest === undefined ? [] : [{ type: "decline-learned", ...newest }];
}

/**
 * The ways in which a case's method can have become another, newest last: what pays its invoice was chosen, or it was
 * renewed. A choice at a level that the invoice does not draw from is none.
 */
function cardChanges(
  dunningCase: DunningCase,
  context: CaseContext,
  { known, now }: { readonly known: KnownCustomer; readonly now: Instant },
): FactInput[] {
  const { method, chosenAt } = methodOfCase(dunningCase, context, now);
  const cardId = method?.methodId ?? dunningCase.cardId;
  const renewedAt = cardId === undefined ? undefined : known.cards.get(cardId)?.renewedAt;
  return [chosenAt, renewedAt]
    .filter((at) => at !== undefined)
    .sort()
    .map((at) => ({ type: "card-changed", cardId, at }));
}

const subscriptionOf = ({ subscriptionId }: Invoice, { subscriptions }: KnownCustomer): Subscription | undefined =>
  subscriptionId === undefined ? undefined : subscriptions.get(subscriptionId);

/** What remains to be paid, and how the subscription stands. */
function standing(invoice: Invoice, known: KnownCustomer): FactInput[] {
  const { owed, ofSubscriptionChange } = invoice;
  const amount: FactInput[] =
    owed === undefined ? [] : [{ type: "amount-learned", at: owed.asOf, amount: owed.amount }];
  const subscription = subscriptionOf(invoice, known);
  if (subscription === undefined) return amount;
  const { subscriptionId, status, cancelAt: endsAt } = subscription;
  const spared = sparedBecause({ ofSubscriptionChange, subscription: { subscriptionId, status, endsAt } }, {});
  return [...amount, { type: "standing-learned", leavesAt: endsAt, spared }];
}

const paidFact = ({ paidAt, asOf, paidOutOfBand, amountPaid }: Invoice): FactInput => ({
  type: "invoice-paid",
  at: paidAt ?? asOf,
  byHand: paidOutOfBand,
  amountPaidMinor: amountPaid?.amountMinor,
});

function settled(invoice: Invoice, known: KnownCustomer): FactInput[] {
  const subscription = subscriptionOf(invoice, known);
  const at = invoice.asOf;
  switch (invoice.status) {
    case "paid":
      return [paidFact(invoice)];
    case "void":
      return [{ type: "invoice-voided", at }];
    case "uncollectible":
      return [{ type: "invoice-given-up", at }];
    case "draft":
    case "open":
      if (known.customer?.deleted) return [{ type: "subscription-cancelled", at }];
      if (isFirstPayment(invoice, subscription)) return [{ type: "first-payment", at }];
      return subscription?.status === "canceled" || subscription?.status === "incomplete_expired"
        ? [{ type: "subscription-cancelled", at: subscription.canceledAt ?? subscription.asOf }]
        : [];
  }
}

/** What went back of the money that paid the invoice; the charge of it may be known from our own answer alone. */
function moneyBack(
  { invoiceId, attempts }: DunningCase,
  known: KnownCustomer,
): Extract<FactInput, { type: "money-back" }>[] {
  const ownPayments = new Set(attempts.map(({ charge }) => charge?.paymentId));
  const isOf = ({ invoiceId: named, paymentId }: ReturnedMoney): boolean => {
    const paid = named ?? (paymentId === undefined ? undefined : invoiceOfPayment(paymentId, known));
    return paid === undefined ? paymentId !== undefined && ownPayments.has(paymentId) : paid === invoiceId;
  };
  return [...known.returned.values()]
    .filter(isOf)
    .map(({ key, amount, asOf }) => ({ type: "money-back", key, backMinor: amount.amountMinor, at: asOf }));
}

/**
 * What of it concerns one turn of an invoice. Of an invoice that came back the first payment is gone, whoever says so, and
 * what went back before the second was made went back from the first.
 */
function moneyBackOf(
  { turn, isLast }: { readonly turn: 1 | 2; readonly isLast: boolean },
  dunningCase: DunningCase,
  known: KnownCustomer,
): FactInput[] {
  const returned = moneyBack(dunningCase, known);
  const { outcome, invoiceId, amount } = dunningCase;
  if (turn === 2) return returned.filter(({ at }) => outcome?.kind === "recovered" && at > outcome.at);
  if (isLast || outcome?.kind !== "recovered") return returned;
  const backMinor = outcome.recoveredMinor ?? amount.amountMinor;
  const at = known.invoices.get(invoiceId)?.lastFailure?.at ?? outcome.at;
  return [...returned, { type: "money-back", key: `came-back:${invoiceId}`, backMinor, at }];
}

/** A closed case is not decided again, but for money that came after its end, or another sum of it than was known. */
function isLateMoney(invoice: Invoice, dunningCase: DunningCase): boolean {
  const { outcome } = dunningCase;
  if (invoice.status !== "paid" || outcome?.kind === "voided") return false;
  if (outcome?.kind !== "recovered" || isMuchEarlier(invoice.paidAt ?? invoice.asOf, outcome.at)) return true;
  const { paidOutOfBand: byHand, amountPaid } = invoice;
  const came = recoveredBy(dunningCase, { byHand, amountPaidMinor: amountPaid?.amountMinor });
  return amountPaid !== undefined && came !== outcome.recoveredMinor;
}

/**
 * The cases as the known facts want them: opened for what failed, told of declines, new cards and endings. It looks
 * at the state of things and not at the event that came, so that the order of events does not matter.
 */
export function reconcile(file: CustomerFile, policy: PolicyForDunning, now: Instant): Cases {
  const { known, cases } = file;
  const { customer } = known;
  if (customer === undefined) return cases;
  const next = new Map(cases);
  const failures = attemptsOf(known, []);
  for (const { turn, invoice, isLast } of [...known.invoices.values()].flatMap(turnsOf)) {
    const caseId = caseIdOf(customer.provider, invoice.invoiceId, turn);
    const stored = next.get(caseId);
    const isOwn = invoice.providerCustomerId === customer.providerCustomerId;
    if (stored === undefined && (!isOwn || noCaseBecause(invoice, subscriptionOf(invoice, known)) !== undefined))
      continue;
    const opened = stored ?? openCase(customer, { turn, invoice, isLast }, now).state;
    // What befalls one payer's card or the payer itself says nothing of another's invoice that was kept with it.
    const facts = isOwn ? known : { ...known, customer: undefined };
    const contextOf = (state: DunningCase) => caseContext(state, { ...file, known: facts, cases: next }, policy);
    const tell = (state: DunningCase, inputs: readonly FactInput[]) =>
      inputs.reduce((told, input) => {
        const own = policyFor(policy, customer, told.openedAt).dunning;
        return decideFact(told, input, { policy: own, context: contextOf(told), now }).state;
      }, state);
    const returned = moneyBackOf({ turn, isLast }, opened, facts);
    if (stored?.status === "closed" && !isLateMoney(invoice, stored)) {
      next.set(caseId, tell(stored, returned));
      continue;
    }
    const declined = tell(opened, learned(opened, failures));
    const changed = tell(declined, cardChanges(declined, contextOf(declined), { known: facts, now }));
    next.set(caseId, tell(changed, [...standing(invoice, facts), ...settled(invoice, facts), ...returned]));
  }
  return next;
}
