import { type Attempt, attemptsOf } from "../billing/attempts.ts";
import { fundedDays } from "../billing/funded-days.ts";
import type { KnownCustomer } from "../billing/known-customer.ts";
import { walletOf } from "../billing/method-to-charge.ts";
import { readerOf } from "../billing/reader.ts";
import type { LetterFates } from "../messages/letter-fates.ts";
import type { DunningCase } from "./case.ts";
import { ownAnswers } from "./own-answers.ts";
import type { PolicyForDunning } from "./policy/dunning-policy.ts";
import type { CaseContext } from "./situation.ts";
import type { Pauses } from "./subscription-pause.ts";

/** The cases of one customer, by id. */
export type Cases = ReadonlyMap<string, DunningCase>;

/** One customer as the store has it: the provider's facts, our cases, and what became of our letters. */
export interface CustomerFile {
  readonly known: KnownCustomer;
  readonly cases: Cases;
  readonly letters: LetterFates;
  /** The pauses of the customer's subscriptions. */
  readonly pauses?: Pauses | undefined;
}

/** As its own events have it, or the charges that failed. */
const fundingOf = (cardId: string, { cards }: KnownCustomer, attempts: readonly Attempt[]): string | undefined =>
  cards.get(cardId)?.funding ?? attempts.findLast(({ method }) => method.methodId === cardId)?.method.funding;

/** What a decision about one case needs from the rest of the customer's file. */
export function caseContext(
  { cardId, subscriptionId, invoiceId }: DunningCase,
  { known, cases, letters, pauses }: CustomerFile,
  policy: Pick<PolicyForDunning, "defaults">,
): CaseContext {
  const { timeZone } = readerOf(known.customer ?? {}, policy);
  const attempts = attemptsOf(known, [...cases.values()].flatMap(ownAnswers));
  const stopsByItself = known.invoices.get(invoiceId)?.lastFailure?.stopped;
  const money = {
    funding: cardId === undefined ? undefined : fundingOf(cardId, known, attempts),
    country: known.customer?.country,
    fundedDays: fundedDays(known.invoices.values(), timeZone),
  };
  const pause = pauses?.get(subscriptionId ?? "");
  // What this case itself has asked for may not have arrived yet.
  const isPaused = pause?.state === "standing" && pause.by === "us" && !pause.invoiceIds.includes(invoiceId);
  const wallet = walletOf(known, subscriptionId);
  return { timeZone, attempts, wallet, stopsByItself, isPaused, letters, money };
}
