import * as z from "zod/mini";
import type { DueKind } from "../platform/due-kind.ts";
import { shardNumbered } from "../platform/due-shard.ts";
import { messageOf, nameOf, TerminalError } from "../platform/errors.ts";
import { type Instant, plusMs } from "../platform/instant.ts";
import type { Item, Key } from "../platform/ports/store.ts";
import { faultsIn } from "../platform/schema-faults.ts";
import { type TakeUpPorts, takeUp } from "../platform/take-up.ts";
import { endedSilently, isDueAs, isOutOfTries } from "../platform/trouble.ts";
import { dueItems } from "./due-items.ts";
import { type Slots, slots } from "./slots.ts";

export interface DrainPorts extends TakeUpPorts {
  /** After so long nothing more is taken up; the function's timeout leaves what is in hand the time to end. */
  readonly budgetMs?: number;
}

/** What came of one drain. */
export interface Drained {
  /** How many were taken up and succeeded. */
  readonly taken: number;
  /** Shards in which something may be left: there was no more time, or they could not be read. */
  readonly left: readonly number[];
}

/** Of the 55 seconds that a drain has, 15 for what is in hand at the end. */
const usualBudgetMs = 40_000;

/** The share of a budget that is for all alike, where some must be taken up by themselves afterwards. */
const sharedPart = 0.75;

/** Each is one call after the other, so so many calls are under way at once: well within what one SDK client keeps open. */
const usuallyAtOnce = 40;

/** More than can be taken up by themselves in a quarter of a budget. */
const putAsideAtMost = 500;

const workSchema = z.object({ kind: z.string(), shards: z.array(z.int().check(z.nonnegative())) });

/** One drain while it goes on. */
interface Run {
  readonly ports: DrainPorts;
  readonly kind: DueKind;
  readonly startedAt: Instant;
  /** When no more is taken up together while something waits to be taken up by itself. */
  readonly sharedUntil: Instant;
  readonly until: Instant;
  readonly hands: Slots;
  taken: number;
  /** Due, and to be taken up by itself. */
  readonly putAside: Found[];
  readonly left: Set<number>;
}

interface Found {
  readonly key: Key;
  readonly shard: number;
}

/**
 * Takes up what is due of one kind in the shards it is given, many at once, until nothing is left or the time is over.
 * Shards take turns. An item whose latest try ended without a word may have killed its process: it comes last, by itself,
 * so that it costs no other item a try.
 * @throws TerminalError if it is given work of another kind, or none.
 */
export function createDrain(ports: DrainPorts, kind: DueKind): (work: unknown) => Promise<Drained> {
  return async (work) => {
    const shards = shardsIn(work, kind);
    const run = begin(ports, kind);
    await Promise.all(shards.map((shard) => drainShard(run, shard)));
    await run.hands.allGiven();
    await takeUpOneByOne(run);
    const left = [...run.left].sort((a, b) => a - b);
    if (run.taken > 0 || left.length > 0)
      ports.log.info("drained", { kind: kind.name, taken: run.taken, left: left.join(" ") });
    return { taken: run.taken, left };
  };
}

function shardsIn(work: unknown, { name }: DueKind): readonly number[] {
  const parsed = workSchema.safeParse(work);
  if (!parsed.success)
    throw new TerminalError(`The work of a drain names a kind and shards. ${faultsIn(parsed.error)}`);
  if (parsed.data.kind === name) return parsed.data.shards;
  throw new TerminalError(
    `This drain takes up ${name}; the workflow must lead ${parsed.data.kind} to a box of its own.`,
  );
}

function begin(ports: DrainPorts, kind: DueKind): Run {
  const { clock, budgetMs = usualBudgetMs } = ports;
  const startedAt = clock.now();
  return {
    ports,
    kind,
    startedAt,
    sharedUntil: plusMs(startedAt, budgetMs * sharedPart),
    until: plusMs(startedAt, budgetMs),
    hands: slots(kind.atOnce ?? usuallyAtOnce),
    taken: 0,
    putAside: [],
    left: new Set(),
  };
}

const isOver = ({ ports, putAside, sharedUntil, until }: Run): boolean =>
  ports.clock.now() >= (putAside.length === 0 ? until : sharedUntil);

/** Waits for a free hand before each item, so that shards take turns and no more is read than can soon be taken up. */
async function drainShard(run: Run, shard: number): Promise<void> {
  const { kind, startedAt, hands } = run;
  try {
    for await (const key of dueItems(kind.store, shardNumbered(kind.name, shard), startedAt)) {
      await hands.take();
      if (isOver(run)) {
        hands.give();
        run.left.add(shard);
        return;
      }
      void attempt(run, { key, shard }, "among others").finally(hands.give);
    }
  } catch (error) {
    tellLeft(run, shard, error);
  }
}

async function takeUpOneByOne(run: Run): Promise<void> {
  for (const found of run.putAside)
    if (run.ports.clock.now() < run.until) await attempt(run, found, "alone");
    else run.left.add(found.shard);
}

/** The index may lag behind the table: only what is still due as the table has it is taken up. */
async function attempt(run: Run, found: Found, company: "among others" | "alone"): Promise<void> {
  const { ports, kind, startedAt } = run;
  try {
    const item = await kind.store.load(found.key);
    if (item?.due === undefined || item.due.at > startedAt || !isDueAs(kind.name, item)) return;
    if (company === "among others" && mayKill(item)) putAside(run, found);
    else if ((await takeUp(ports, kind, item)) === "done") run.taken += 1;
  } catch (error) {
    tellLeft(run, found.shard, error);
  }
}

/** What is out of tries is only parked. */
const mayKill = (item: Item): boolean => endedSilently(item) && !isOutOfTries(item);

function putAside(run: Run, found: Found): void {
  if (run.putAside.length < putAsideAtMost) run.putAside.push(found);
  else run.left.add(found.shard);
}

/** The table does not answer. What is there stays due, and a later run reads it. */
function tellLeft({ ports, kind, left }: Run, shard: number, error: unknown): void {
  left.add(shard);
  ports.log.error("sweep-failed", { kind: kind.name, shard, error: nameOf(error), reason: messageOf(error) });
}
