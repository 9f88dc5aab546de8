import type { KnownCustomer } from "../billing/known-customer.ts";
import { readerOf } from "../billing/reader.ts";
import type { DunningCase } from "./case.ts";
import type { CaseContext } from "./plan.ts";
import type { PolicyForDunning } from "./policy/dunning-policy.ts";

/** The cases of one customer, by id. */
export type Cases = ReadonlyMap<string, DunningCase>;

/** What a decision about one case needs from the customer's other facts. */
export function caseContext(
  dunningCase: DunningCase,
  known: KnownCustomer,
  cases: Cases,
  policy: PolicyForDunning,
): CaseContext {
  const { cardId, caseId, openedAt } = dunningCase;
  const otherCases = [...cases.values()].filter(
    (other) => other.caseId !== caseId && cardId !== undefined && other.cardId === cardId,
  );
  const forOthers = otherCases.flatMap((other) => [other.openedAt, ...other.attempts.map(({ at }) => at)]);
  const { timeZone } = readerOf(known.customer ?? {}, policy);
  return { timeZone, chargedElsewhere: [openedAt, ...forOthers] };
}
