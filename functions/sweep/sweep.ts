import type { Payments } from "../billing/payments.ts";
import type { DeliveryPorts } from "../contact/deliver.ts";
import { reviewUnconfirmed } from "../contact/review-unconfirmed.ts";
import { parseCase } from "../dunning/case-item.ts";
import { changeCase } from "../dunning/change-case.ts";
import { letterStillApplies } from "../dunning/letter-still-applies.ts";
import { startExecution } from "../dunning/start-executions.ts";
import { applyInboxItem, type InboxPorts } from "../ingest/apply-inbox-item.ts";
import { type DueKind, dueShards } from "../platform/due-shard.ts";
import { messageOf, StaleRevisionError } from "../platform/errors.ts";
import type { Item, Store } from "../platform/ports/store.ts";

/** What the sweep brings back, and how each kind is taken up. */
export type SweepPorts = InboxPorts & DeliveryPorts & { readonly payments: Payments };

/** What came of one sweep, by kind. */
export interface Swept {
  readonly inbox: number;
  readonly cases: number;
  readonly messages: number;
}

/** What one sweep takes of each shard; the next sweep goes on where it ended. */
const itemsPerShard = 25;

async function wakeCase(ports: SweepPorts, item: Item): Promise<void> {
  const { customerId, caseId } = parseCase(item);
  const { state } = await changeCase(ports, { customerId, caseId }, { type: "overdue" });
  ports.log.warn("case-overdue", { caseId, epoch: state.epoch });
  if (state.status !== "closed") await startExecution(ports, state);
}

async function reviewMessage(ports: SweepPorts, item: Item): Promise<void> {
  await reviewUnconfirmed(ports, item, (message) => letterStillApplies(ports, message));
}

/** The index may lag behind the table: only what is still due as the table has it is taken up. */
async function stillDue(store: Store, found: Item, now: string): Promise<Item | undefined> {
  const item = await store.load(found);
  return item?.due !== undefined && item.due.at <= now ? item : undefined;
}

async function sweepKind(
  ports: SweepPorts,
  store: Store,
  kind: DueKind,
  take: (item: Item) => Promise<void>,
): Promise<number> {
  const now = ports.clock.now();
  const pages = await Promise.all(dueShards(kind).map((shard) => store.due(shard, now, itemsPerShard)));
  let taken = 0;
  for (const found of pages.flat()) {
    try {
      const item = await stillDue(store, found, now);
      if (item === undefined) continue;
      await take(item);
      taken += 1;
    } catch (error) {
      // Somebody else took it up, or it stays due and comes back with the next sweep.
      if (!(error instanceof StaleRevisionError)) ports.log.error("sweep-failed", { kind, error: messageOf(error) });
    }
  }
  return taken;
}

/**
 * Once a minute: takes up every due entry that nobody else did. Its cost follows what is due, not how many
 * customers there are.
 */
export function createSweep(ports: SweepPorts): () => Promise<Swept> {
  return async () => {
    const inbox = await sweepKind(ports, ports.inbox, "inbox", (item) => applyInboxItem(ports, item));
    const cases = await sweepKind(ports, ports.state, "case", (item) => wakeCase(ports, item));
    const messages = await sweepKind(ports, ports.state, "message", (item) => reviewMessage(ports, item));
    if (inbox + cases + messages > 0) ports.log.info("swept", { inbox, cases, messages });
    return { inbox, cases, messages };
  };
}
