import { type Instant, msOf } from "../platform/instant.ts";

/** What is due of a kind, as far as it was counted. */
export interface Backlog {
  readonly kind: string;
  /** Those with something due, by number. */
  readonly shards: readonly number[];
  readonly counted: number;
}

/** What one drain is to do: one item of the workflow's Map. */
export interface DrainWork {
  readonly kind: string;
  /** By number, in the order in which they come first. */
  readonly shards: readonly number[];
}

/** For so many counted entries there is a worker: four full shards. */
const entriesPerWorker = 400;

/**
 * Workers at the same time, of all kinds together; `MaxConcurrency` in workflows/sweep.asl.json is the same. A new account
 * may run ten functions at once, and webhooks must find one.
 */
export const workersAtMost = 8;

const minuteMs = 60_000;

/** The same in the same circle; each minute another comes first. */
function turned<T>(all: readonly T[], now: Instant): T[] {
  const first = Math.floor(msOf(now) / minuteMs) % Math.max(all.length, 1);
  return [...all.slice(first), ...all.slice(0, first)];
}

const workersFor = ({ shards, counted }: Backlog): number =>
  Math.min(shards.length, Math.ceil(counted / entriesPerWorker));

/**
 * Shares what is due among drains. Few entries of a kind are one drain's, many are several drains' in different shards.
 * Each kind has one before any has a second, so a large backlog of one kind delays no other. Nothing due: no drain.
 */
export function workFor(backlogs: readonly Backlog[], now: Instant): DrainWork[] {
  const waiting = turned(
    backlogs.filter(({ shards }) => shards.length > 0),
    now,
  );
  const workers = new Map(waiting.map(({ kind }) => [kind, 1]));
  let free = workersAtMost - waiting.length;
  for (let turn = 2; turn <= workersAtMost; turn += 1)
    for (const backlog of waiting) {
      if (free <= 0 || workersFor(backlog) < turn) continue;
      workers.set(backlog.kind, turn);
      free -= 1;
    }
  return waiting
    .flatMap(({ kind, shards }) => dealt(turned(shards, now), workers.get(kind) ?? 1).map(workOf(kind)))
    .sort((a, b) => a.turn - b.turn)
    .map(({ work }) => work);
}

const workOf = (kind: string) => (shards: readonly number[], turn: number) => ({ turn, work: { kind, shards } });

const dealt = (shards: readonly number[], hands: number): number[][] =>
  Array.from({ length: hands }, (_, hand) => shards.filter((_shard, index) => index % hands === hand));
