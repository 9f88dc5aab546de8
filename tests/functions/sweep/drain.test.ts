import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { DueKind } from "../../../functions/platform/due-kind.ts";
import { dueShard } from "../../../functions/platform/due-shard.ts";
import { RetryableError, TerminalError } from "../../../functions/platform/errors.ts";
import { msBetween, plusMs } from "../../../functions/platform/instant.ts";
import type { DueEntry, Item, Store } from "../../../functions/platform/ports/store.ts";
import { countTry, isParked } from "../../../functions/platform/trouble.ts";
import { createDrain } from "../../../functions/sweep/drain.ts";
import { memoryStore } from "../../../local/engine/memory-store.ts";
import { type VirtualLatency, virtualLatency } from "../../../local/engine/virtual-latency.ts";
import { now, thing } from "../platform/item-of-test.ts";
import { createSweep } from "./whole-sweep.ts";

const minuteMs = 60_000;
const silent = { info: () => {}, warn: () => {}, error: () => {} };
const all = [0, 1, 2, 3, 4, 5, 6, 7];

/** So many items, due one after the other, in the shards in turn. */
async function filled(count: number, shards: readonly number[] = all) {
  const store = memoryStore();
  for (let number = 0; number < count; number += 1) {
    const shard = `thing#${shards[number % shards.length]}`;
    await store.save(thing(`${number}`, { due: { shard, at: plusMs(now, number - count) } }));
  }
  return store;
}

const done = async (store: Store, item: Item) => {
  await store.save({ ...item, due: undefined, trouble: undefined });
};

interface Draining {
  readonly time: VirtualLatency;
  readonly kind: Partial<DueKind> & Pick<DueKind, "store" | "take">;
  readonly shards?: readonly number[];
  readonly budgetMs?: number;
}

const drained = ({ time, kind, shards = all, ...more }: Draining) =>
  time.play(() =>
    createDrain({ clock: time.clock, log: silent, ...more }, { name: "thing", ...kind })({ kind: "thing", shards }),
  );

describe("a drain", () => {
  it.each([1, 5, 32])("has %i in hand at once, and no more", async (atOnce) => {
    const time = virtualLatency(now);
    const store = await filled(200);
    let [inHand, most] = [0, 0];
    const take = async (item: Item) => {
      inHand += 1;
      most = Math.max(most, inHand);
      await time.sleep(100);
      inHand -= 1;
      await done(store, item);
    };
    expect(await drained({ time, kind: { store, take, atOnce }, budgetMs: 60_000 })).toEqual({ taken: 200, left: [] });
    expect(most).toBe(atOnce);
    expect(msBetween(now, time.clock.now())).toBe(Math.ceil(200 / atOnce) * 100);
  });

  it("serves its shards in turn, so that a long one holds up no short one", async () => {
    const time = virtualLatency(now);
    const store = await filled(500, [3]);
    await store.save(thing("short", { due: { shard: "thing#6", at: now } }));
    const order: string[] = [];
    const take = async (item: Item) => {
      order.push(item.pk);
      await time.sleep(100);
      await done(store, item);
    };
    await drained({ time, kind: { store, take, atOnce: 4 } });
    expect(order.indexOf("short")).toBeLessThan(8);
  });

  it("takes up nothing after its budget, waits for what is in hand, and says which shards are left", async () => {
    const time = virtualLatency(now);
    const store = await filled(64, [2, 5]);
    const take = async (item: Item) => {
      await time.sleep(10_000);
      await done(store, item);
    };
    const result = await drained({ time, kind: { store, take, atOnce: 4 }, budgetMs: 25_000 });
    expect(result).toEqual({ taken: 12, left: [2, 5] });
    expect(msBetween(now, time.clock.now())).toBe(30_000);
    expect(store.all().filter(({ trouble }) => trouble !== undefined)).toEqual([]);
  });

  it("reads no more of the index than it can soon take up", async () => {
    const time = virtualLatency(now);
    const store = await filled(3_000, [1]);
    let read = 0;
    const counted: Store = {
      ...store,
      due: async (...asked) => {
        const page = await store.due(...asked);
        read += page.length;
        return page;
      },
    };
    const take = async (item: Item) => {
      await time.sleep(1_000);
      await done(store, item);
    };
    const { taken } = await drained({ time, kind: { store: counted, take, atOnce: 10 }, budgetMs: 20_000 });
    expect(taken).toBe(200);
    expect(read).toBeLessThanOrEqual(taken + 200);
  });

  it("goes on with the other shards when the index does not tell of one, and says that it is left", async () => {
    const time = virtualLatency(now);
    const store = await filled(80);
    const deaf: Store = {
      ...store,
      due: async (shard, ...asked) => {
        if (shard !== "thing#3") return store.due(shard, ...asked);
        await time.sleep(2_000);
        throw new RetryableError("no answer");
      },
    };
    expect(await drained({ time, kind: { store: deaf, take: (item) => done(store, item) } })).toEqual({
      taken: 70,
      left: [3],
    });
  });

  it("takes up by itself, after all others, what may have killed its process", async () => {
    const time = virtualLatency(now);
    const store = await filled(20);
    const [first] = store.all();
    if (first === undefined) throw new Error("There is nothing.");
    const killer = countTry(first, "thing", plusMs(now, -3 * minuteMs));
    await store.save({ ...killer, due: { shard: "thing#0", at: plusMs(now, -minuteMs) } });
    let inHand = 0;
    const order: string[] = [];
    const take = async (item: Item) => {
      order.push(`${item.pk} among ${inHand}`);
      inHand += 1;
      await time.sleep(100);
      inHand -= 1;
      await done(store, item);
    };
    expect((await drained({ time, kind: { store, take } })).taken).toBe(20);
    expect(order.at(-1)).toBe(`${first.pk} among 0`);
  });

  it("keeps a quarter of its time for those, however much else is due", async () => {
    const time = virtualLatency(now);
    const store = await filled(500);
    const suspects = store.all().slice(0, 5);
    for (const item of suspects) {
      const tried = countTry(item, "thing", plusMs(now, -3 * minuteMs));
      await store.save({ ...tried, due: { shard: item.due?.shard ?? "", at: plusMs(now, -minuteMs) } });
    }
    const taken = new Set<string>();
    const take = async (item: Item) => {
      taken.add(item.pk);
      await time.sleep(1_000);
      await done(store, item);
    };
    const result = await drained({ time, kind: { store, take, atOnce: 2 }, budgetMs: 40_000 });
    expect(result).toMatchObject({ taken: 65, left: all });
    for (const { pk } of suspects) expect(taken).toContain(pk);
  });

  it.each([
    [{ kind: "other", shards: [1] }, "This drain takes up thing"],
    [{ kind: "thing", shards: ["1"] }, "names a kind and shards"],
    [undefined, "names a kind and shards"],
  ])("refuses %j", async (work, fault) => {
    const kind = { name: "thing", store: memoryStore(), take: async () => {} };
    const drain = createDrain({ clock: { now: () => now }, log: silent }, kind);
    await expect(drain(work)).rejects.toThrow(TerminalError);
    await expect(drain(work)).rejects.toThrow(fault);
  });
});

interface Run {
  /** When it begins, after the start. */
  readonly atMs: number;
  /** After so many calls its process dies, its last call taking effect or not. */
  readonly dies?: { readonly calls: number; readonly after: boolean } | undefined;
}

interface Story {
  readonly partitions: readonly number[];
  readonly runs: readonly Run[];
  readonly latencies: readonly number[];
  /** Whether the index answers as it did a moment ago, read by read. */
  readonly lags: readonly boolean[];
}

const story: fc.Arbitrary<Story> = fc.record({
  partitions: fc.array(fc.nat(60), { minLength: 1, maxLength: 60 }),
  runs: fc.array(
    fc.record({
      atMs: fc.nat(4 * minuteMs),
      dies: fc.option(fc.record({ calls: fc.nat(120), after: fc.boolean() }), { nil: undefined }),
    }),
    { minLength: 1, maxLength: 5 },
  ),
  latencies: fc.array(fc.nat(4_000), { minLength: 1, maxLength: 20 }),
  lags: fc.array(fc.boolean(), { maxLength: 30 }),
});

/** A table whose calls take their time and whose index may lag behind. */
function slowTable({ sleep }: VirtualLatency, { latencies, lags }: Story) {
  const table = memoryStore();
  const answered = new Map<string, DueEntry[]>();
  let [calls, reads] = [0, 0];
  const slowly = async <T>(call: () => Promise<T>): Promise<T> => {
    await sleep(latencies[calls++ % latencies.length] ?? 0);
    return call();
  };
  const store: Store = {
    load: (key) => slowly(() => table.load(key)),
    save: (item) => slowly(() => table.save(item)),
    remove: (...asked) => slowly(() => table.remove(...asked)),
    query: (...asked) => slowly(() => table.query(...asked)),
    due: (...asked) =>
      slowly(async () => {
        const place = JSON.stringify([asked[0], asked[3]]);
        const before = lags[reads++] === true ? answered.get(place) : undefined;
        const page = before ?? (await table.due(...asked));
        answered.set(place, page);
        return page;
      }),
  };
  return { table, store };
}

/** The same as one process has it: once that is dead, no call of it is answered. */
function asOneProcess(store: Store, { dies }: Run): Store {
  let left = dies?.calls ?? Number.POSITIVE_INFINITY;
  const never = new Promise<never>(() => {});
  const call = async <T>(run: () => Promise<T>): Promise<T> => {
    left -= 1;
    if (left < -1 || (left === -1 && dies?.after !== true)) return never;
    const answer = await run();
    return left < 0 ? never : answer;
  };
  return {
    load: (key) => call(() => store.load(key)),
    save: (item) => call(() => store.save(item)),
    remove: (...asked) => call(() => store.remove(...asked)),
    query: (...asked) => call(() => store.query(...asked)),
    due: (...asked) => call(() => store.due(...asked)),
  };
}

describe("whichever process dies inside a drain, and however many sweeps overlap", () => {
  it("nothing is lost, and nothing is done twice", async () => {
    await fc.assert(
      fc.asyncProperty(story, async (told) => {
        const time = virtualLatency(now);
        const { table, store } = slowTable(time, told);
        for (const [number, partition] of told.partitions.entries()) {
          const pk = `partition-${partition}`;
          const due = { shard: dueShard("thing", pk), at: plusMs(now, number * 2_000 - minuteMs) };
          await table.save(thing(pk, { sk: `${number}`, due }));
        }
        const begun = new Map<string, string[]>();
        const ended = new Map<string, number>();
        const sweepAs = (run: Run) => {
          const own = asOneProcess(store, run);
          const take = async (item: Item) => {
            begun.set(item.sk, [...(begun.get(item.sk) ?? []), time.clock.now()]);
            expect(ended.get(item.sk) ?? 0, `${item.sk} is taken up after it was done`).toBe(0);
            await own.save({ ...item, due: undefined, trouble: undefined });
          };
          const kinds = [{ name: "thing", store: own, take }];
          return createSweep({ clock: time.clock, log: silent, kinds })();
        };
        const watched = table.save;
        table.save = async (item) => {
          const saved = await watched(item);
          if (item.kind === "thing" && item.due === undefined) ended.set(item.sk, (ended.get(item.sk) ?? 0) + 1);
          return saved;
        };
        await time.play(async () => {
          const runs = told.runs.map(async (run) => {
            await time.sleep(run.atMs);
            // A dead process answers nobody; the workflow gives it up after a minute.
            await Promise.race([sweepAs(run), time.sleep(minuteMs)]);
          });
          await Promise.all(runs);
          for (let minute = 0; minute < 24 * 60 && table.all().some(({ due }) => due !== undefined); minute += 1) {
            await sweepAs({ atMs: 0 });
            await time.sleep(minuteMs);
          }
        });
        for (const item of table.all().filter(({ kind }) => kind === "thing")) {
          expect(isParked(item), item.sk).toBe(false);
          expect(ended.get(item.sk), item.sk).toBe(1);
        }
        // Of two that overlap, one has an item in hand, until its lease is over: two minutes and more.
        for (const times of begun.values())
          for (const [index, at] of times.entries())
            if (index > 0) expect(msBetween(times[index - 1] ?? "", at)).toBeGreaterThanOrEqual(2 * minuteMs - 4_000);
      }),
      { numRuns: 60 },
    );
  });
});
