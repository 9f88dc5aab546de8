import type { DueKind } from "../platform/due-kind.ts";
import { dueShards } from "../platform/due-shard.ts";
import { messageOf, StaleRevisionError } from "../platform/errors.ts";
import type { Clock } from "../platform/ports/clock.ts";
import type { Log } from "../platform/ports/log.ts";
import type { Item, Store } from "../platform/ports/store.ts";

/** What the sweep brings back, kind by kind. */
export interface SweepPorts {
  readonly clock: Clock;
  readonly log: Log;
  readonly kinds: readonly DueKind[];
}

/** What came of one sweep: how many were taken up, by the kind's name. */
export type Swept = Readonly<Record<string, number>>;

/** What one sweep takes of each shard; the next sweep goes on where it ended. */
const itemsPerShard = 25;

/** The index may lag behind the table: only what is still due as the table has it is taken up. */
async function stillDue(store: Store, found: Item, now: string): Promise<Item | undefined> {
  const item = await store.load(found);
  return item?.due !== undefined && item.due.at <= now ? item : undefined;
}

async function sweepKind({ clock, log }: SweepPorts, { name, store, take }: DueKind): Promise<number> {
  const now = clock.now();
  const pages = await Promise.all(dueShards(name).map((shard) => store.due(shard, now, itemsPerShard)));
  let taken = 0;
  for (const found of pages.flat()) {
    try {
      const item = await stillDue(store, found, now);
      if (item === undefined) continue;
      await take(item);
      taken += 1;
    } catch (error) {
      // Somebody else took it up, or it stays due and comes back with the next sweep.
      if (!(error instanceof StaleRevisionError)) log.error("sweep-failed", { kind: name, error: messageOf(error) });
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
    const swept: Record<string, number> = {};
    for (const kind of ports.kinds) swept[kind.name] = await sweepKind(ports, kind);
    if (Object.values(swept).some((taken) => taken > 0)) ports.log.info("swept", swept);
    return swept;
  };
}
