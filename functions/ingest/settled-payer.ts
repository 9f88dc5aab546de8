import { customerPartition } from "../billing/customer-partition.ts";
import { parseKnownCustomer } from "../billing/known-customer.ts";
import { dueOnceSettled, settledDue, settledShards } from "../billing/settled-due.ts";
import type { DueKind } from "../platform/due-kind.ts";
import type { ApplyPorts } from "./apply-billing-event.ts";
import { moveAll, movesOf } from "./settle-payer.ts";

const payerOf = (pk: string): string => pk.slice(customerPartition("").length);

/**
 * A payer of whom something has been settled for long, and of whom nothing may be heard any more: what is past becomes
 * history. It ends moves that died on the way. What is not past yet is looked at again as much later.
 */
export const settledPayer = ({ state, policy, clock, reconcilers }: ApplyPorts): DueKind => ({
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
