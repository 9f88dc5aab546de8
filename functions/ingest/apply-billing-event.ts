import type { BillingEvent } from "../billing/billing-event.ts";
import { resolveCustomer } from "../billing/customer-alias.ts";
import { fold } from "../billing/fold.ts";
import { changedItems } from "../billing/known-customer-items.ts";
import type { DunningCase } from "../dunning/case.ts";
import { changedCaseItems } from "../dunning/case-items.ts";
import { readCustomerFile } from "../dunning/customer-file.ts";
import { reconcile } from "../dunning/reconcile.ts";
import { awaitsExecution, startExecution } from "../dunning/start-executions.ts";
import { StaleRevisionError } from "../platform/errors.ts";
import type { Clock } from "../platform/ports/clock.ts";
import type { Log } from "../platform/ports/log.ts";
import type { Store } from "../platform/ports/store.ts";
import type { Workflows } from "../platform/ports/workflows.ts";
import type { Policy } from "../policy/policy.ts";

/** What it takes to apply a billing event. */
export interface ApplyPorts {
  readonly state: Store;
  readonly workflows: Workflows;
  readonly policy: Policy;
  readonly clock: Clock;
  readonly log: Log;
}

/** How often an event is folded anew because another event of the same customer was saved first. */
const foldAtMost = 12;

const accountIdOf = (event: BillingEvent): string | undefined =>
  event.facts.map((fact) => ("customer" in fact ? fact.customer.accountId : undefined)).find((id) => id !== undefined);

/** Folds once and saves what changed: facts first, then cases, so that no case speaks of an unsaved invoice. */
async function foldOnce(ports: ApplyPorts, customerId: string, event: BillingEvent): Promise<DunningCase[]> {
  const { state, policy, clock } = ports;
  const { known, cases } = await readCustomerFile(state, customerId);
  const now = clock.now();
  const after = fold(known, event);
  const casesAfter = reconcile(after, cases, policy, now);
  const items = [
    ...changedItems(known, after),
    ...changedCaseItems(cases, casesAfter, known, now, policy.dunning.overdueAfter),
  ];
  for (const item of items) await state.save(item);
  return [...casesAfter.values()].filter(awaitsExecution);
}

async function foldAnewWhileStale(ports: ApplyPorts, customerId: string, event: BillingEvent): Promise<DunningCase[]> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await foldOnce(ports, customerId, event);
    } catch (error) {
      if (!(error instanceof StaleRevisionError) || tries >= foldAtMost) throw error;
    }
  }
}

/**
 * Folds a billing event into what is known of its customer, moves the customer's cases, and starts the executions
 * they wait for. Dying anywhere and running again ends in the same state.
 */
export async function applyBillingEvent(ports: ApplyPorts, event: BillingEvent): Promise<void> {
  const { provider, providerCustomerId } = event;
  const customerId = await resolveCustomer(ports, { namespace: provider, id: providerCustomerId }, accountIdOf(event));
  const waiting = await foldAnewWhileStale(ports, customerId, event);
  for (const dunningCase of waiting) await startExecution(ports, dunningCase);
}
