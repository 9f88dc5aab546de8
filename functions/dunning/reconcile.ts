import { type Attempt, attemptsOf, withAnswers } from "../billing/attempts.ts";
import type { Invoice } from "../billing/invoice.ts";
import type { KnownCustomer } from "../billing/known-customer.ts";
import { newestFailure } from "../billing/newest-failure.ts";
import type { Subscription } from "../billing/subscription.ts";
import type { Instant } from "../platform/instant.ts";
import { recoveredBy } from "./attribute.ts";
import type { DunningCase } from "./case.ts";
import { type Cases, type CustomerFile, caseContext } from "./case-context.ts";
import { decideFact, type FactInput, isMuchEarlier } from "./decide-fact.ts";
import { sparedBecause } from "./decide-on-truth.ts";
import { turnsOf } from "./invoice-turns.ts";
import { caseIdOf, isFirstPayment, noCaseBecause, openCase } from "./open-case.ts";
import { ownAnswers } from "./own-answers.ts";
import type { PolicyForDunning } from "./policy/dunning-policy.ts";
import { policyFor } from "./policy/policy-for.ts";

/** Why the newest charge of the case's invoice failed, of all that was said of it: by events, and to ourselves. */
function learned(dunningCase: DunningCase, failures: readonly Attempt[], known: KnownCustomer): FactInput[] {
  const failure = newestFailure(dunningCase.invoiceId, withAnswers(failures, ownAnswers(dunningCase)));
  if (failure?.decline === undefined) return [];
  const { decline, at, answeredAt = at, method } = failure;
  const { methodId: cardId, brand: cardBrand, last4: cardLast4, kind: methodKind, bank: bankName } = method;
  const cardCountry = method.country ?? (cardId === undefined ? undefined : known.cards.get(cardId)?.country);
  const card = { cardId, cardBrand, cardLast4, cardCountry, methodKind, bankName };
  return [{ type: "decline-learned", decline, at: answeredAt, card }];
}

/** Every way in which a case's card can have become another, newest last. */
function cardChanges(dunningCase: DunningCase, known: KnownCustomer): FactInput[] {
  const subscription =
    dunningCase.subscriptionId === undefined ? undefined : known.subscriptions.get(dunningCase.subscriptionId);
  const chosen = [known.customer?.cardChosen, subscription?.cardChosen].filter((change) => change !== undefined);
  const charged = dunningCase.cardId ?? subscription?.defaultCardId ?? known.customer?.defaultCardId;
  const renewedAt = charged === undefined ? undefined : known.cards.get(charged)?.renewedAt;
  const renewed = renewedAt === undefined ? [] : [{ cardId: charged, at: renewedAt }];
  return [...chosen, ...renewed]
    .sort((a, b) => (a.at < b.at ? -1 : 1))
    .map(({ cardId, at }) => ({ type: "card-changed", cardId, at }));
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
  for (const { turn, invoice } of [...known.invoices.values()].flatMap(turnsOf)) {
    const caseId = caseIdOf(customer.provider, invoice.invoiceId, turn);
    const stored = next.get(caseId);
    if (stored?.status === "closed" && !isLateMoney(invoice, stored)) continue;
    const isOwn = invoice.providerCustomerId === customer.providerCustomerId;
    if (stored === undefined && (!isOwn || noCaseBecause(invoice, subscriptionOf(invoice, known)) !== undefined))
      continue;
    const opened = stored ?? openCase(customer, { turn, invoice }, now).state;
    // What befalls one payer's card or the payer itself says nothing of another's invoice that was kept with it.
    const facts = isOwn ? known : { ...known, customer: undefined };
    const inputs = [
      ...learned(opened, failures, facts),
      ...cardChanges(opened, facts),
      ...standing(invoice, facts),
      ...settled(invoice, facts),
    ];
    const told = inputs.reduce(
      (state, input) =>
        decideFact(state, input, {
          policy: policyFor(policy, customer, state.openedAt).dunning,
          context: caseContext(state, { ...file, cases: next }, policy),
          now,
        }).state,
      opened,
    );
    next.set(caseId, told);
  }
  return next;
}
