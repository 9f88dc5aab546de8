import type { KnownCustomer } from "../billing/known-customer.ts";
import type { Instant } from "../platform/instant.ts";
import type { Item } from "../platform/ports/store.ts";
import type { Cases } from "./case-context.ts";
import { caseItem } from "./case-item.ts";

/** The cases to save so that the customer's partition says `after`. */
export function changedCaseItems(
  before: Cases,
  after: Cases,
  known: KnownCustomer,
  now: Instant,
  overdueAfter: string,
): Item[] {
  return [...after.values()]
    .filter((dunningCase) => before.get(dunningCase.caseId) !== dunningCase)
    .map((dunningCase) =>
      caseItem(dunningCase, known.revs.get(`dunning#${dunningCase.caseId}`) ?? 0, now, overdueAfter),
    );
}
