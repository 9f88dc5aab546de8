import { type Attempt, withAnswers } from "../billing/attempts.ts";
import { newestFailure } from "../billing/newest-failure.ts";
import type { Decline } from "../billing/payment.ts";
import type { Instant } from "../platform/instant.ts";
import type { DunningCase } from "./case.ts";
import type { DeclinedCard } from "./decide-fact.ts";
import { ownAnswers } from "./own-answers.ts";

interface NewestDecline {
  readonly decline: Decline;
  readonly at: Instant;
  readonly card: DeclinedCard;
}

/** Why the newest charge of the case's invoice failed, of all that was said of it: by events, and to ourselves. */
export function newestDecline(dunningCase: DunningCase, attempts: readonly Attempt[]): NewestDecline | undefined {
  const failure = newestFailure(dunningCase.invoiceId, withAnswers(attempts, ownAnswers(dunningCase)));
  if (failure?.decline === undefined) return undefined;
  const { decline, at, answeredAt = at, method } = failure;
  const { methodId: cardId, brand: cardBrand, last4: cardLast4, country: cardCountry, kind: methodKind } = method;
  return {
    decline,
    at: answeredAt,
    card: { cardId, cardBrand, cardLast4, cardCountry, methodKind, bankName: method.bank },
  };
}

/**
 * The case as if it had been told of its newest decline, which it will be: the provider's facts are saved before the case
 * hears of them, and a plan made in between must not know less of the one than of the other.
 */
export function withNewestDecline(dunningCase: DunningCase, attempts: readonly Attempt[]): DunningCase {
  const { declinedAt = "", cardChangedAt = "" } = dunningCase;
  const newest = newestDecline(dunningCase, attempts);
  if (newest === undefined || newest.at < declinedAt || newest.at < cardChangedAt) return dunningCase;
  return { ...dunningCase, ...newest.card, decline: newest.decline, declinedAt: newest.at };
}
