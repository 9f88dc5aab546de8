import { settleAccounts } from "../billing/account-store.ts";
import type { BillingEvent } from "../billing/billing-event.ts";
import { customerPartition } from "../billing/customer-partition.ts";
import { fold } from "../billing/fold.ts";
import { newCustomer } from "../billing/fold-customer.ts";
import { eventForFormer, formerPartitionOf } from "../billing/former-partition.ts";
import { type KnownCustomer, parseKnownCustomer } from "../billing/known-customer.ts";
import { changedItems } from "../billing/known-customer-items.ts";
import { payerIdOf } from "../billing/payer.ts";
import type { BillingPolicy } from "../billing/policy-slice.ts";
import type { Reconciled, Reconciler } from "../billing/reconciler.ts";
import { decideAnew } from "../platform/decide-anew.ts";
import type { Clock } from "../platform/ports/clock.ts";
import type { Log } from "../platform/ports/log.ts";
import type { Item, Store } from "../platform/ports/store.ts";

/** What it takes to apply a billing event. */
export interface ApplyPorts {
  readonly state: Store;
  readonly policy: Pick<BillingPolicy, "provider">;
  readonly clock: Clock;
  readonly log: Log;
  /** What the capabilities make of new facts. */
  readonly reconcilers: readonly Reconciler[];
}

/** One partition as it was read, and what of the event it must hear. */
interface Hearing {
  readonly items: readonly Item[];
  readonly before: KnownCustomer;
  /** The same with what must be remembered of the payer from the beginning. */
  readonly begun: KnownCustomer;
  readonly event: BillingEvent;
  readonly heldElsewhere: readonly Item[];
}

/** Folds and saves what changed: facts first, then what follows from them, so that nothing speaks of an unsaved fact. */
async function foldAndSave(ports: ApplyPorts, hearing: Hearing): Promise<Reconciled[]> {
  const { items, before, begun, event, heldElsewhere } = hearing;
  const known = fold(begun, event);
  const now = ports.clock.now();
  const reconciled = ports.reconcilers.map((reconcile) => reconcile({ items, heldElsewhere, before, known, now }));
  for (const item of changedItems(before, known)) await ports.state.save(item);
  for (const item of reconciled.flatMap((one) => one.items)) await ports.state.save(item);
  if (known.customer?.accountsToTell !== undefined) await settleAccounts(ports, known.customerId);
  return reconciled;
}

/** The cases that stayed in another partition go on there, and hear of what is theirs. */
async function foldFormer(ports: ApplyPorts, formerly: string, event: BillingEvent): Promise<Reconciled[]> {
  const items = await ports.state.query(customerPartition(formerly));
  const before = parseKnownCustomer(formerly, items);
  const news = eventForFormer(before, event);
  if (news.facts.length === 0) return [];
  return foldAndSave(ports, { items, before, begun: before, event: news, heldElsewhere: [] });
}

async function foldOnce(ports: ApplyPorts, payerId: string, event: BillingEvent): Promise<Reconciled[]> {
  const { state } = ports;
  const items = await state.query(customerPartition(payerId));
  const before = parseKnownCustomer(payerId, items);
  const formerly = await formerPartitionOf(state, event, before.customer);
  if (formerly === undefined) return foldAndSave(ports, { items, before, begun: before, event, heldElsewhere: [] });
  const elsewhere = await foldFormer(ports, formerly, event);
  const heldElsewhere = await state.query(customerPartition(formerly));
  const begun = { ...before, customer: before.customer ?? { ...newCustomer(event), formerly } };
  return [...elsewhere, ...(await foldAndSave(ports, { items, before, begun, event, heldElsewhere }))];
}

/**
 * Folds a billing event into what is known of its payer, lets the capabilities move what they hold, and wakes what they
 * want woken. Dying anywhere and running again ends in the same state.
 */
export async function applyBillingEvent(ports: ApplyPorts, event: BillingEvent): Promise<void> {
  const reconciled = await decideAnew(() => foldOnce(ports, payerIdOf(event), event));
  for (const { wake } of reconciled) await wake();
}
