import { factPlace } from "../billing/fact-place.ts";
import type { SettledPayer, Settling } from "../billing/reconciler.ts";
import { settledLetter } from "../messages/message-item.ts";
import type { Move } from "../platform/history.ts";
import type { Instant } from "../platform/instant.ts";
import type { Item } from "../platform/ports/store.ts";
import type { DunningCase } from "./case.ts";
import { caseKey, parseCases } from "./case-store.ts";

/** When the last thing happened to a closed case. */
const lastTouchedAt = ({ timeline, openedAt }: DunningCase): Instant =>
  timeline.reduce((latest, { at, lastAt = at }) => (lastAt > latest ? lastAt : latest), openedAt);

const isLongOver = (dunningCase: DunningCase, settledBefore: Instant): boolean =>
  dunningCase.status === "closed" && lastTouchedAt(dunningCase) <= settledBefore;

/** The facts that a case under way, or lately closed, is decided by. */
const neededBy = ({ invoiceId, subscriptionId, cardId }: DunningCase): string[] => [
  factPlace.invoice(invoiceId),
  ...(subscriptionId === undefined ? [] : [factPlace.subscription(subscriptionId)]),
  ...(cardId === undefined ? [] : [factPlace.card(cardId)]),
];

/** A case moves after its letters, so that dying in between leaves a case that takes the rest along the next time. */
function movesOf({ customerId, caseId }: DunningCase, items: readonly Item[]): Move[] {
  const { sk } = caseKey(customerId, caseId);
  const letters = items.flatMap((item) => settledLetter(item, caseId) ?? []);
  return [...letters, ...items.filter((item) => item.sk === sk).map((item) => ({ item }))];
}

/**
 * Which facts the cases of a payer need, and which cases have become history with their letters: those that are closed for
 * long and whose invoice is settled too. A case whose invoice stays open stays with it, or the invoice would get another one.
 */
export function settlingCases({ items, settledBefore }: SettledPayer): Settling {
  const cases = [...parseCases(items).values()];
  const over = cases.filter((dunningCase) => isLongOver(dunningCase, settledBefore));
  const underWay = cases.filter((dunningCase) => !over.includes(dunningCase));
  return {
    needed: new Set(underWay.flatMap(neededBy)),
    moves: (isCurrent) =>
      over.filter(({ invoiceId }) => !isCurrent(invoiceId)).flatMap((dunningCase) => movesOf(dunningCase, items)),
  };
}
