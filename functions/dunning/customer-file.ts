import { customerPartition } from "../billing/customer-partition.ts";
import { type KnownCustomer, parseKnownCustomer } from "../billing/known-customer.ts";
import type { Item, Store } from "../platform/ports/store.ts";
import type { Cases } from "./case-context.ts";
import { parseCase } from "./case-item.ts";

/** One customer as the store has it: the provider's facts and our cases, read in one query. */
export interface CustomerFile {
  readonly known: KnownCustomer;
  readonly cases: Cases;
}

/** Sorts the items of a customer's partition into facts and cases. */
export function parseCustomerFile(customerId: string, items: readonly Item[]): CustomerFile {
  const cases = items.filter(({ kind }) => kind === "dunning").map(parseCase);
  return {
    known: parseKnownCustomer(customerId, items),
    cases: new Map(cases.map((dunningCase) => [dunningCase.caseId, dunningCase])),
  };
}

/** Reads everything about one customer. */
export const readCustomerFile = async (state: Store, customerId: string): Promise<CustomerFile> =>
  parseCustomerFile(customerId, await state.query(customerPartition(customerId)));
