import { dueShards, parkedDue, shardNumbered } from "../platform/due-shard.ts";
import { messageOf, nameOf } from "../platform/errors.ts";
import { earlier, type Instant, msBetween } from "../platform/instant.ts";
import type { Clock } from "../platform/ports/clock.ts";
import type { Log } from "../platform/ports/log.ts";
import type { DueEntry, Store } from "../platform/ports/store.ts";
import { type CountedKind, shardsToRead, shardsWrittenTo } from "./shard-count.ts";
import { type Backlog, type DrainWork, workFor } from "./share-work.ts";

export interface PlanSweepPorts {
  /** What there are drains for; asked at each sweep. */
  readonly kinds: () => readonly CountedKind[];
  /** Both tables, by their names in the gauges. */
  readonly tables: Readonly<Record<string, Store>>;
  readonly clock: Clock;
  readonly log: Log;
}

/** What the workflow maps over. */
export interface SweepPlan {
  readonly work: readonly DrainWork[];
}

/**
 * Entries are counted so far in each shard. Asking an empty shard costs the same whatever the number, and a page of a
 * hundred keys two or three read units; it tells few from many, which the first entry would not.
 */
const countedAtMost = 100;

/** With more in a shard than that, `parked` is a lower bound. */
const parkedCountedAtMost = 1_000;

/**
 * Begins a sweep: looks at which shards have something due, tells the gauges, and plans as many drains as that is worth.
 * What cannot be read is left to the next minute's sweep, and hides nothing else.
 * @throws whatever the store throws if nothing at all can be read.
 */
export function createPlanSweep(ports: PlanSweepPorts): () => Promise<SweepPlan> {
  return async () => {
    const now = ports.clock.now();
    const looks = await Promise.allSettled(ports.kinds().map((kind) => lookAt(ports, kind, now)));
    await Promise.all(Object.entries(ports.tables).map((table) => gaugeParked(ports, table, now)));
    const failed = looks.flatMap((look) => (look.status === "rejected" ? [look.reason] : []));
    if (failed.length > 0 && failed.length === looks.length) throw failed[0];
    return {
      work: workFor(
        looks.flatMap((look) => (look.status === "fulfilled" ? [look.value] : [])),
        now,
      ),
    };
  };
}

/** @throws whatever the store throws if none of the kind's shards can be read. */
async function lookAt(ports: PlanSweepPorts, kind: CountedKind, now: Instant): Promise<Backlog> {
  const shards = Array.from({ length: await shardsOf(ports, kind) }, (_, shard) => shard);
  const pages = await Promise.allSettled(
    shards.map((shard) => kind.store.due(shardNumbered(kind.name, shard), now, countedAtMost)),
  );
  const entries = new Map<number, readonly DueEntry[]>();
  for (const [shard, page] of pages.entries())
    if (page.status === "fulfilled") entries.set(shard, page.value);
    else tellUnread(ports, { kind: kind.name, shard }, page.reason);
  const [unread] = pages.filter((page) => page.status === "rejected");
  if (unread !== undefined && entries.size === 0) throw unread.reason;
  const oldestDueAt = [...entries.values()].flatMap(([first]) => first?.at ?? []).reduce(earlier, now);
  ports.log.info("due-gauge", { kind: kind.name, oldestDueSeconds: Math.floor(msBetween(oldestDueAt, now) / 1_000) });
  return {
    kind: kind.name,
    shards: [...entries].flatMap(([shard, { length }]) => (length > 0 ? [shard] : [])),
    counted: [...entries.values()].reduce((sum, { length }) => sum + length, 0),
  };
}

/** Without its count, a kind is swept in the shards that are written to today; what waits in others waits a minute longer. */
async function shardsOf(ports: PlanSweepPorts, kind: CountedKind): Promise<number> {
  try {
    return await shardsToRead(kind);
  } catch (error) {
    tellUnread(ports, { kind: kind.name, shard: "count" }, error);
    return shardsWrittenTo(kind);
  }
}

async function gaugeParked(ports: PlanSweepPorts, [table, store]: [string, Store], now: Instant): Promise<void> {
  try {
    const pages = await Promise.all(dueShards(parkedDue).map((shard) => store.due(shard, now, parkedCountedAtMost)));
    ports.log.info("parked-gauge", { table, parked: pages.reduce((sum, { length }) => sum + length, 0) });
  } catch (error) {
    tellUnread(ports, { kind: parkedDue, shard: table }, error);
  }
}

interface Unread {
  readonly kind: string;
  readonly shard: number | string;
}

const tellUnread = ({ log }: PlanSweepPorts, { kind, shard }: Unread, error: unknown): void =>
  log.error("sweep-failed", { kind, shard, error: nameOf(error), reason: messageOf(error) });
