import { dunningReconciler } from "../functions/dunning/dunning-reconciler.ts";
import { accept } from "../functions/ingest/inbox.ts";
import { unappliedEvent } from "../functions/ingest/unapplied-event.ts";
import type { DueKind } from "../functions/platform/due-kind.ts";
import { RetryableError } from "../functions/platform/errors.ts";
import { instantOfSeconds, plusMs } from "../functions/platform/instant.ts";
import type { Store } from "../functions/platform/ports/store.ts";
import { createDrain } from "../functions/sweep/drain.ts";
import { memoryStore } from "../local/engine/memory-store.ts";
import { type VirtualLatency, virtualLatency } from "../local/engine/virtual-latency.ts";
import policy from "../retention.config.ts";
import { signedAtSeconds, signedEvent } from "./signed-event.ts";

/**
 * The workload of every figure here: events `invoice.payment_failed` of 5 KB, each of another payer of whom nothing is
 * known yet, that the stream has left to the sweep. Each is translated and folded, opens a case and starts its execution,
 * by the code that is deployed. Every call of a store or of Step Functions takes 5 ms of a virtual time, in which
 * computing takes none.
 */
const callMs = 5;

/** What one worker of eight has: 32 shards hold the events of the inbox. */
const shardsPerWorker = 4;
const shardsOfInbox = 32;
const silent = { info: () => {}, warn: () => {}, error: () => {} };
const receivedAt = instantOfSeconds(signedAtSeconds);
const sweptAt = plusMs(receivedAt, 10 * 60_000);

const shardOf = (shard: number) => `inbox#${shard}`;

/** Fills an inbox with events that are due, in the first so many of its shards alike. */
async function backlog(events: number, shards: number): Promise<Store> {
  const inbox = memoryStore();
  for (let number = 0; number < events; number += 1) {
    const { body } = signedEvent(number);
    const occurredAt = receivedAt;
    const about = { provider: "stripe", eventId: `evt_${number}`, eventType: "invoice.payment_failed", occurredAt };
    const item = accept({ ...about, raw: Buffer.from(body) }, receivedAt);
    await inbox.save({ ...item, due: { shard: shardOf(number % shards), at: plusMs(receivedAt, number) } });
  }
  return inbox;
}

/** The inbox's due kind as it is deployed, over stores and a Step Functions that take their time. */
function unapplied({ clock, slow }: VirtualLatency, inbox: Store): DueKind {
  const ports = {
    ...{ policy, clock, log: silent },
    inbox: slow(inbox, callMs),
    state: slow(memoryStore(), callMs),
    workflows: slow({ startDunning: async () => "started" as const }, callMs),
  };
  return unappliedEvent({ ...ports, reconcilers: [dunningReconciler(ports)] });
}

/** One worker with its shards. */
const drainOf = ({ clock }: VirtualLatency, kind: DueKind) => createDrain({ clock, log: silent }, kind);
const numbers = (first: number, count: number) => Array.from({ length: count }, (_, index) => first + index);

/** More than a worker takes up in a minute. */
const minutesBacklog = 40_000;

/**
 * Items that one worker takes up in the one run that a minute has for it: a drain of four shards with more in them than
 * it can do, which ends by its own budget.
 */
export async function measureSweepPerWorkerMinute(): Promise<number> {
  const time = virtualLatency(sweptAt);
  const drain = drainOf(time, unapplied(time, await backlog(minutesBacklog, shardsPerWorker)));
  return takenInAMinute(time, drain);
}

type Drain = ReturnType<typeof createDrain>;

async function takenInAMinute({ play }: VirtualLatency, drain: Drain): Promise<number> {
  const { taken, left } = await play(() => drain({ kind: "inbox", shards: numbers(0, shardsPerWorker) }));
  if (left.length === 0) throw new Error(`A worker takes up all of ${minutesBacklog} items: give it more.`);
  return taken;
}

/** What is wrong with one of a worker's shards. */
export type Poison = "items that cannot be read" | "a page that cannot be read" | "a page that does not come";

/**
 * The same with one of the four shards poisoned: each of its items fails, or the index does not tell what is in it, at
 * once or only after two seconds, as the SDK gives up.
 */
export async function measureSweepPerWorkerMinuteWithPoisonedShard(
  poison: Poison = "items that cannot be read",
): Promise<number> {
  const time = virtualLatency(sweptAt);
  const inbox = await backlog(minutesBacklog, shardsPerWorker);
  const kind = unapplied(time, poison === "items that cannot be read" ? await poisoned(inbox) : inbox);
  const drain = drainOf(time, poison === "items that cannot be read" ? kind : withoutPages(time, kind, poison));
  return takenInAMinute(time, drain);
}

/** Nothing of what the first shard holds can be read. */
async function poisoned(inbox: Store): Promise<Store> {
  for (const key of await inbox.due(shardOf(0), sweptAt, minutesBacklog)) {
    const item = await inbox.load(key);
    if (item !== undefined) await inbox.save({ ...item, body: { spoilt: true } });
  }
  return inbox;
}

const sdkGivesUpMs = 2_000;

function withoutPages({ sleep }: VirtualLatency, kind: DueKind, poison: Poison): DueKind {
  const due: Store["due"] = async (shard, ...asked) => {
    if (shard !== shardOf(0)) return kind.store.due(shard, ...asked);
    await sleep(poison === "a page that does not come" ? sdkGivesUpMs : callMs);
    throw new RetryableError("no answer");
  };
  return {
    ...kind,
    store: { load: kind.store.load, save: kind.store.save, remove: kind.store.remove, query: kind.store.query, due },
  };
}

/** Enough that starting and ending do not count. */
const scalingBacklog = 16_000;

/**
 * How many times sooner eight workers, each with four of the 32 shards, have taken up 16,000 items than one worker with
 * all 32. They share the tables, which take every call in its 5 ms: what is measured is whether workers hold each other up.
 */
export async function measureSweepScaling(): Promise<number> {
  return (await drainedMs(1)) / (await drainedMs(8));
}

async function drainedMs(workers: number): Promise<number> {
  const time = virtualLatency(sweptAt);
  const drain = drainOf(time, unapplied(time, await backlog(scalingBacklog, shardsOfInbox)));
  const each = shardsOfInbox / workers;
  const drained = await time.play(() =>
    Promise.all(numbers(0, workers).map((worker) => drain({ kind: "inbox", shards: numbers(worker * each, each) }))),
  );
  const taken = drained.reduce((sum, one) => sum + one.taken, 0);
  if (taken !== scalingBacklog) throw new Error(`Of ${scalingBacklog} items, ${workers} workers took up ${taken}.`);
  return Date.parse(time.clock.now()) - Date.parse(sweptAt);
}
