import { customerPartition } from "../billing/customer-partition.ts";
import { parseKnownCustomer } from "../billing/known-customer.ts";
import type { BillingPolicy } from "../billing/policy-slice.ts";
import type { Reconciler } from "../billing/reconciler.ts";
import { dueOnceSettled, settledDue, settledShards } from "../billing/settled-due.ts";
import type { DueKind } from "../platform/due-kind.ts";
import type { Clock } from "../platform/ports/clock.ts";
import type { Store } from "../platform/ports/store.ts";
import { moveAll, movesOf } from "./payer-history.ts";

/** What it takes to settle a payer. */
export interface SettlePorts {
  readonly state: Store;
  readonly policy: Pick<BillingPolicy, "history">;
  readonly clock: Clock;
  /** What the capabilities still need, and have settled. */
  readonly reconcilers: readonly Pick<Reconciler, "settling">[];
}

const payerOf = (pk: string): string => pk.slice(customerPartition("").length);

/**
 * A payer of whom something has been settled for long, and of whom nothing may be heard any more: what is past becomes
 * history. It ends moves that died on the way. What is not past yet is looked at again as much later.
 */
export const settledPayer = ({ state, policy, clock, reconcilers }: SettlePorts): DueKind => ({
  name: settledDue,
  shards: settledShards,
  store: state,
  take: async (taken) => {
    const items = await state.query(taken.pk);
    const known = parseKnownCustomer(payerOf(taken.pk), items);
    const now = clock.now();
    await moveAll(state, movesOf({ items, known }, reconcilers, policy.history, now), policy.history, now);
    const left = await state.load(taken);
    if (left?.rev !== taken.rev) return;
    await state.save({ ...left, trouble: undefined, due: dueOnceSettled(taken.pk, now, policy.history) });
  },
});
