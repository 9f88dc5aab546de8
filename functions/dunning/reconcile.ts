import { type Attempt, attemptsOf, withAnswers } from "../billing/attempts.ts";
import type { Invoice } from "../billing/invoice.ts";
import type { KnownCustomer } from "../billing/known-customer.ts";
import { newestFailure } from "../billing/newest-failure.ts";
import type { Instant } from "../platform/instant.ts";
import type { DunningCase } from "./case.ts";
import { type Cases, type CustomerFile, caseContext } from "./case-context.ts";
import { decideFact, type FactInput } from "./decide-fact.ts";
import { methodOfCase } from "./method-of-case.ts";
import { caseIdOf, noCaseBecause, openCase } from "./open-case.ts";
import { ownAnswers } from "./own-answers.ts";
import type { PolicyForDunning } from "./policy/dunning-policy.ts";
import type { CaseContext } from "./situation.ts";

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

function settled(invoice: Invoice, known: KnownCustomer): FactInput[] {
  const subscription =
    invoice.subscriptionId === undefined ? undefined : known.subscriptions.get(invoice.subscriptionId);
  const at = invoice.asOf;
  switch (invoice.status) {
    case "paid":
      return [{ type: "invoice-paid", at: invoice.paidAt ?? at, byHand: invoice.paidOutOfBand }];
    case "void":
      return [{ type: "invoice-voided", at }];
    case "uncollectible":
      return [{ type: "invoice-given-up", at }];
    case "draft":
    case "open":
      if (known.customer?.deleted) return [{ type: "subscription-cancelled", at }];
      return subscription?.status === "canceled"
        ? [{ type: "subscription-cancelled", at: subscription.canceledAt ?? subscription.asOf }]
        : [];
  }
}

/** A closed case is not decided again, but for money that came after its end. */
const isLateMoney = ({ status }: Invoice, { outcome }: DunningCase): boolean =>
  status === "paid" && outcome?.kind !== "recovered" && outcome?.kind !== "voided";

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
  for (const invoice of known.invoices.values()) {
    const caseId = caseIdOf(customer.provider, invoice.invoiceId);
    const stored = next.get(caseId);
    if (stored?.status === "closed" && !isLateMoney(invoice, stored)) continue;
    const isOwn = invoice.providerCustomerId === customer.providerCustomerId;
    if (stored === undefined && (!isOwn || noCaseBecause(invoice) !== undefined)) continue;
    const opened = stored ?? openCase(customer, invoice, now).state;
    // What befalls one payer's card or the payer itself says nothing of another's invoice that was kept with it.
    const facts = isOwn ? known : { ...known, customer: undefined };
    const contextOf = (state: DunningCase) =>
      caseContext(state, { known: facts, letters: file.letters, cases: next }, policy);
    const tell = (state: DunningCase, inputs: readonly FactInput[]) =>
      inputs.reduce(
        (told, input) => decideFact(told, input, { policy: policy.dunning, context: contextOf(told), now }).state,
        state,
      );
    const declined = tell(opened, learned(opened, failures, facts));
    const changed = tell(declined, cardChanges(declined, contextOf(declined), { known: facts, now }));
    const told = tell(changed, settled(invoice, facts));
    next.set(caseId, told);
  }
  return next;
}
