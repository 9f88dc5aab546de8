import type { BillingEvent } from "../billing/billing-event.ts";
import { resolveCustomer } from "../billing/customer-alias.ts";
import { customerPartition } from "../billing/customer-partition.ts";
import { fold } from "../billing/fold.ts";
import { parseKnownCustomer } from "../billing/known-customer.ts";
import { changedItems } from "../billing/known-customer-items.ts";
import type { BillingPolicy } from "../billing/policy-slice.ts";
import type { Reconciled, Reconciler } from "../billing/reconciler.ts";
import { decideAnew } from "../platform/decide-anew.ts";
import type { Clock } from "../platform/ports/clock.ts";
import type { Log } from "../platform/ports/log.ts";
import type { Store } from "../platform/ports/store.ts";

/** What it takes to apply a billing event. */
export interface ApplyPorts {
  readonly state: Store;
  readonly policy: Pick<BillingPolicy, "provider">;
  readonly clock: Clock;
  readonly log: Log;
  /** What the capabilities make of new facts. */
  readonly reconcilers: readonly Reconciler[];
}

const accountIdOf = (event: BillingEvent): string | undefined =>
  event.facts.map((fact) => ("customer" in fact ? fact.customer.accountId : undefined)).find((id) => id !== undefined);

/** Folds once and saves what changed: facts first, then what follows from them, so that nothing speaks of an unsaved fact. */
async function foldOnce(ports: ApplyPorts, customerId: string, event: BillingEvent): Promise<Reconciled[]> {
  const items = await ports.state.query(customerPartition(customerId));
  const before = parseKnownCustomer(customerId, items);
  const known = fold(before, event);
  const now = ports.clock.now();
  const reconciled = ports.reconcilers.map((reconcile) => reconcile({ items, before, known, now }));
  for (const item of changedItems(before, known)) await ports.state.save(item);
  for (const item of reconciled.flatMap((one) => one.items)) await ports.state.save(item);
  return reconciled;
}

/**
 * Folds a billing event into what is known of its payer, lets the capabilities move what they hold, and wakes what they
 * want woken. Dying anywhere and running again ends in the same state.
 */
export async function applyBillingEvent(ports: ApplyPorts, event: BillingEvent): Promise<void> {
  const { provider, providerCustomerId } = event;
  const customerId = await resolveCustomer(ports, { namespace: provider, id: providerCustomerId }, accountIdOf(event));
  const reconciled = await decideAnew(() => foldOnce(ports, customerId, event));
  for (const { wake } of reconciled) await wake();
}
