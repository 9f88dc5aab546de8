import type { DueKind } from "../platform/due-kind.ts";
import { dueShards } from "../platform/due-shard.ts";
import { messageOf, nameOf } from "../platform/errors.ts";
import { type Instant, msOf, plusMs } from "../platform/instant.ts";
import type { DueEntry, Key } from "../platform/ports/store.ts";
import { type TakeUpPorts, takeUp } from "../platform/take-up.ts";
import { isDueAs } from "../platform/trouble.ts";
import { dueItems } from "./due-items.ts";

/** What the sweep brings back, kind by kind. */
export interface SweepPorts extends TakeUpPorts {
  readonly kinds: readonly DueKind[];
  /** After so long nothing more is taken up; the function's timeout leaves the last one time to end. */
  readonly budgetMs?: number;
}

/** What came of one sweep. */
export interface Swept {
  /** How many were taken up and succeeded, by the kind's name. */
  readonly taken: Readonly<Record<string, number>>;
  /** Kinds of which something may be left for the next sweep, because this one had no more time. */
  readonly left: readonly string[];
}

/** With the 55 seconds a sweep has, 25 for the last one taken up: the slowest waits for Stripe and SES. */
const usualBudgetMs = 30_000;

/** One shard of one kind. */
interface Line {
  readonly kind: DueKind;
  readonly shard: string;
  readonly items: AsyncGenerator<DueEntry, void>;
}

const minuteMs = 60_000;

/** The lines in the order in which they are served: the kinds take turns, and each minute another line comes first. */
function linesOf(kinds: readonly DueKind[], now: Instant): Line[] {
  const lines = kinds
    .flatMap((kind) => dueShards(kind.name, kind.shards).map((shard, turn) => ({ kind, shard, turn })))
    .sort((a, b) => a.turn - b.turn)
    .map(({ kind, shard }) => ({ kind, shard, items: dueItems(kind.store, shard, now) }));
  const first = Math.floor(msOf(now) / minuteMs) % Math.max(lines.length, 1);
  return [...lines.slice(first), ...lines.slice(0, first)];
}

/** The index may lag behind the table: only what is still due as the table has it is taken up. */
async function takeUpIfDue(ports: TakeUpPorts, kind: DueKind, found: Key, now: Instant): Promise<boolean> {
  const item = await kind.store.load(found);
  if (item?.due === undefined || item.due.at > now || !isDueAs(kind.name, item)) return false;
  return (await takeUp(ports, kind, item)) === "done";
}

/** What one line has next, taken up. */
type Served = "taken" | "passed" | "empty";

async function serve(ports: TakeUpPorts, { kind, shard, items }: Line, now: Instant): Promise<Served> {
  try {
    const { value: found } = await items.next();
    if (found === undefined) return "empty";
    return (await takeUpIfDue(ports, kind, found, now)) ? "taken" : "passed";
  } catch (error) {
    // The table does not answer. A line whose entries cannot be read ends here; what was found stays due.
    ports.log.error("sweep-failed", { kind: kind.name, shard, error: nameOf(error), reason: messageOf(error) });
    return "passed";
  }
}

/** Serves one item of each line in turn until all are empty or the time is over; tells the lines that are left. */
async function serveInTurn(ports: SweepPorts, now: Instant, taken: Map<string, number>): Promise<readonly Line[]> {
  const until = plusMs(now, ports.budgetMs ?? usualBudgetMs);
  let waiting = linesOf(ports.kinds, now);
  while (waiting.length > 0) {
    const next: Line[] = [];
    for (const [index, line] of waiting.entries()) {
      if (ports.clock.now() >= until) return [...waiting.slice(index), ...next];
      const served = await serve(ports, line, now);
      if (served !== "empty") next.push(line);
      if (served === "taken") taken.set(line.kind.name, (taken.get(line.kind.name) ?? 0) + 1);
    }
    waiting = next;
  }
  return [];
}

/**
 * Once a minute: takes up every due entry that nobody else did. Its cost follows what is due, not how many customers
 * there are. Kinds and their shards are served in turn, one item each, so that none waits for another to be empty.
 */
export function createSweep(ports: SweepPorts): () => Promise<Swept> {
  return async () => {
    const taken = new Map(ports.kinds.map(({ name }) => [name, 0]));
    const lines = await serveInTurn(ports, ports.clock.now(), taken);
    const left = [...new Set(lines.map(({ kind }) => kind.name))];
    const counts = Object.fromEntries(taken);
    if (left.length > 0 || Object.values(counts).some((count) => count > 0))
      ports.log.info("swept", { ...counts, left: left.join(" ") });
    return { taken: counts, left };
  };
}
