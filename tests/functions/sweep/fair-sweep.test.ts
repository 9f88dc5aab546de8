import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { DueKind } from "../../../functions/platform/due-kind.ts";
import { dueShard } from "../../../functions/platform/due-shard.ts";
import { ConfigurationError, RetryableError, TerminalError } from "../../../functions/platform/errors.ts";
import { type Instant, msBetween, plusMs } from "../../../functions/platform/instant.ts";
import type { Item, Store } from "../../../functions/platform/ports/store.ts";
import { countTry, isParked, park, release, triesAtMost } from "../../../functions/platform/trouble.ts";
import { memoryStore } from "../../../local/engine/memory-store.ts";
import { virtualLatency } from "../../../local/engine/virtual-latency.ts";
import { watchedStore } from "../../../local/world/watched-store.ts";
import { now, thing } from "../platform/item-of-test.ts";
import { createSweep, type Swept } from "./whole-sweep.ts";

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;
const silent = { info: () => {}, warn: () => {}, error: () => {} };

/** Saves what was taken up as done. */
const done = (store: Store) => async (item: Item) =>
  void (await store.save({ ...item, due: undefined, trouble: undefined }));

describe("a sweep", () => {
  it("serves one good item behind 300 that cannot be read in the same shard, in the same sweep", async () => {
    const store = memoryStore();
    const shard = dueShard("thing", "a");
    for (let number = 0; number < 300; number += 1)
      await store.save(thing("a", { sk: `bad#${number}`, due: { shard, at: plusMs(now, -minuteMs) } }));
    await store.save(thing("a", { sk: "good", due: { shard, at: now } }));
    const take = async (item: Item) => {
      if (item.sk !== "good") throw new TerminalError("cannot be read");
      await done(store)(item);
    };
    const kinds = [{ name: "thing", store, take }];
    expect(await createSweep({ clock: { now: () => now }, log: silent, kinds })()).toEqual({
      taken: { thing: 1 },
      left: [],
    });
    expect(store.all().filter(isParked)).toHaveLength(300);
  });

  it("serves what lies behind 300 items about which nothing can be saved", async () => {
    const table = memoryStore();
    const shard = dueShard("thing", "a");
    for (let number = 0; number < 300; number += 1)
      await table.save(thing("a", { sk: `bad#${number}`, due: { shard, at: plusMs(now, -minuteMs) } }));
    await table.save(thing("a", { sk: "good", due: { shard, at: now } }));
    const refuses = (item: Item) =>
      item.sk === "good" ? table.save(item) : Promise.reject(new TerminalError("too large"));
    const store = { ...table, save: refuses };
    const kinds = [{ name: "thing", store, take: done(store) }];
    expect((await createSweep({ clock: { now: () => now }, log: silent, kinds })()).taken).toEqual({ thing: 1 });
  });

  it("serves the other kinds when one kind's table does not answer", async () => {
    const [down, up] = [memoryStore(), memoryStore()];
    await up.save(thing("a"));
    const deaf = { ...down, due: () => Promise.reject(new RetryableError("no answer")) };
    const kinds = [
      { name: "deaf", store: deaf, take: done(deaf) },
      { name: "thing", store: up, take: done(up) },
    ];
    expect((await createSweep({ clock: { now: () => now }, log: silent, kinds })()).taken).toEqual({
      deaf: 0,
      thing: 1,
    });
  });

  it("gives each kind its turn, ends in time, and says which kinds are left", async () => {
    let at = now;
    const store = memoryStore();
    for (const name of ["many", "few"])
      for (let number = 0; number < (name === "many" ? 100 : 3); number += 1)
        await store.save(thing(`${name}-${number}`, { due: { shard: dueShard(name, `${name}-${number}`), at: now } }));
    const take = async (item: Item) => {
      at = plusMs(at, 1_000);
      await done(store)(item);
    };
    const kinds = ["many", "few"].map((name) => ({ name, store, take, atOnce: 1 }));
    const swept = await createSweep({ clock: { now: () => at }, log: silent, kinds, budgetMs: 30_000 })();
    expect(swept).toEqual({ taken: { many: 27, few: 3 }, left: ["many"] });
    expect(msBetween(now, at)).toBe(30_000);
  });

  it("gives each kind and each shard its turn, even when one slow item takes a whole sweep's time", async () => {
    const time = virtualLatency(now);
    const store = memoryStore();
    const served: string[] = [];
    for (const name of ["red", "blue"])
      for (let number = 0; number < 100; number += 1)
        await store.save(thing(`${name}-${number}`, { due: { shard: dueShard(name, `${name}-${number}`), at: now } }));
    const take = async (item: Item) => {
      served.push(item.due?.shard ?? "");
      await time.sleep(minuteMs);
      await done(store)(item);
    };
    const kinds = ["red", "blue"].map((name) => ({ name, store, take, atOnce: 1 }));
    const sweep = createSweep({ clock: time.clock, log: silent, kinds });
    for (let minute = 0; minute < 8; minute += 1) {
      expect((await time.play(sweep)).left.toSorted()).toEqual(["blue", "red"]);
      const kindsServed = served.slice(-2).map((shard) => shard.slice(0, shard.indexOf("#")));
      expect(kindsServed.toSorted()).toEqual(["blue", "red"]);
    }
    expect(new Set(served).size).toBe(16);
  });

  it("leaves alone what the index still lists, but which is parked by now", async () => {
    const store = memoryStore();
    const saved = await store.save(thing("a"));
    await store.save(park(countTry(saved, "thing", now), "in vain", now));
    const lagging = {
      ...store,
      due: async (shard: string) => (shard === saved.due?.shard ? [{ pk: saved.pk, sk: saved.sk, at: now }] : []),
    };
    const kinds = [{ name: "thing", store: lagging, take: done(lagging) }];
    expect((await createSweep({ clock: { now: () => now }, log: silent, kinds })()).taken).toEqual({ thing: 0 });
    expect(store.all().filter(isParked)).toHaveLength(1);
  });
});

/** What becomes of an item whenever it is taken up. */
type Fate = "good" | "fails-once" | "always-fails" | "unreadable" | "kills" | "waits-for-setting";
const fates: readonly Fate[] = ["good", "fails-once", "always-fails", "unreadable", "kills", "waits-for-setting"];
const settled: readonly Fate[] = ["good", "fails-once", "waits-for-setting"];
const names = ["red", "green", "blue"];

/** A process that may die: from then on no call of it is answered, until the next one begins. */
function process() {
  let callsLeft = Number.POSITIVE_INFINITY;
  const call = <T>(run: () => Promise<T>): Promise<T> => {
    callsLeft -= 1;
    return callsLeft < 0 ? Promise.reject(new Error("dead")) : run();
  };
  const mortal = (store: Store): Store => ({
    load: (key) => call(() => store.load(key)),
    save: (item) => call(() => store.save(item)),
    remove: (...asked) => call(() => store.remove(...asked)),
    query: (...asked) => call(() => store.query(...asked)),
    due: (...asked) => call(() => store.due(...asked)),
  });
  return {
    mortal,
    begin: (calls = Number.POSITIVE_INFINITY) => {
      callsLeft = calls;
    },
    die: () => {
      callsLeft = 0;
    },
  };
}

const settingIsThereAt = (days: number): Instant => plusMs(now, days * dayMs);
const placeOf = (index: number, fate: Fate) => `${index}:${fate}`;

interface Story {
  readonly items: readonly {
    readonly name: string;
    readonly fate: Fate;
    readonly partition: number;
    readonly dueMinute: number;
    readonly slowMs: number;
  }[];
  readonly deaths: readonly { readonly afterSweeps: number; readonly calls: number }[];
  readonly settingAfterDays: number;
}

/** Sweeps over the items of a story, at every minute at which something is due, until `days` are over. */
async function play({ items, deaths, settingAfterDays }: Story) {
  let at = now;
  let sweeps = 0;
  const table = memoryStore();
  const watched = watchedStore(table);
  // Each drain is a process of its own.
  const lives = names.map((name) => ({ name, ...process() }));
  const takes = new Map<string, Instant[]>();
  for (const [index, { name, fate, partition, dueMinute }] of items.entries()) {
    const pk = `partition-${partition}`;
    const due = { shard: dueShard(name, pk), at: plusMs(now, dueMinute * minuteMs) };
    await watched.save(thing(pk, { sk: placeOf(index, fate), due }));
  }
  const take = async (store: Store, die: () => void, item: Item) => {
    const taken = takes.get(item.sk) ?? [];
    takes.set(item.sk, [...taken, at]);
    const asked = items[Number.parseInt(item.sk, 10)];
    at = plusMs(at, asked?.slowMs ?? 0);
    switch (asked?.fate) {
      case "always-fails":
        throw new RetryableError("no answer");
      case "fails-once":
        if (taken.length === 0) throw new RetryableError("no answer");
        break;
      case "unreadable":
        throw new TerminalError("cannot be read");
      case "kills":
        die();
        break;
      case "waits-for-setting":
        if (at < settingIsThereAt(settingAfterDays)) throw new ConfigurationError("Fill the secret.");
    }
    await done(store)(item);
  };
  const kinds = lives.map(({ name, mortal, die }): DueKind => {
    const store = mortal(watched);
    return { name, store, take: (item) => take(store, die, item) };
  });
  const sweep = createSweep({ clock: { now: () => at }, log: silent, kinds });
  const until = async (end: Instant) => {
    for (let due = watched.earliestDue(); due !== undefined && due <= end; due = watched.earliestDue()) {
      at = plusMs(due > at ? due : at, minuteMs);
      for (const { begin } of lives) begin(deaths.find(({ afterSweeps }) => afterSweeps === sweeps)?.calls);
      sweeps += 1;
      await sweep().catch((): Swept => ({ taken: {}, left: [] }));
    }
  };
  return { table, watched, takes, until, now: () => at };
}

/**
 * A death of its process may cost an item one try, and so may each killer of its kind, once: it is taken up by itself from
 * then on. Four of these at most, so that with a failure of its own five of an item's six tries are lost.
 */
function survivable({ items, deaths, ...more }: Story): Story {
  const killers = new Map<string, number>();
  const bounded = items.map((item) => {
    if (item.fate !== "kills") return item;
    const before = killers.get(item.name) ?? 0;
    killers.set(item.name, before + 1);
    return before + deaths.length < 4 ? item : { ...item, fate: "always-fails" as const };
  });
  return { items: bounded, deaths, ...more };
}

const anyStory: fc.Arbitrary<Story> = fc.record({
  items: fc.array(
    fc.record({
      name: fc.constantFrom(...names),
      fate: fc.constantFrom(...fates),
      partition: fc.nat(9),
      dueMinute: fc.nat(24 * 60),
      slowMs: fc.nat(20_000),
    }),
    { minLength: 1, maxLength: 40 },
  ),
  deaths: fc.uniqueArray(fc.record({ afterSweeps: fc.nat(20), calls: fc.nat(60) }), {
    maxLength: 3,
    selector: ({ afterSweeps }) => afterSweeps,
  }),
  settingAfterDays: fc.nat(20),
});
const story = anyStory.map(survivable);

describe("whatever fails and whoever dies", () => {
  it("what can be done is done, what cannot is parked after a few tries, and a release gives it as many again", async () => {
    await fc.assert(
      fc.asyncProperty(story, async (told) => {
        const { table, watched, takes, until, now: at } = await play(told);
        const settles = (sk: string) => settled.some((fate) => sk.endsWith(`:${fate}`));
        await until(plusMs(now, 30 * dayMs));
        for (const item of table.all().filter(({ kind }) => kind === "thing")) {
          if (settles(item.sk)) expect(item, item.sk).not.toHaveProperty("due");
          else expect(isParked(item), item.sk).toBe(true);
          const counted = !item.sk.endsWith(":waits-for-setting");
          if (counted) expect(takes.get(item.sk)?.length ?? 0).toBeLessThanOrEqual(triesAtMost);
        }
        const before = new Map([...takes].map(([sk, taken]) => [sk, taken.length]));
        for (const item of table.all().filter(isParked)) await watched.save(release(item, at()));
        await until(plusMs(at(), 30 * dayMs));
        for (const item of table.all()) {
          expect(item.due === undefined || isParked(item)).toBe(true);
          const again = (takes.get(item.sk)?.length ?? 0) - (before.get(item.sk) ?? 0);
          expect(again).toBeLessThanOrEqual(triesAtMost);
        }
      }),
      { numRuns: 40 },
    );
  });

  it("a good item waits for its turn and no longer, however many bad ones there are", async () => {
    await fc.assert(
      fc.asyncProperty(story, async ({ items, settingAfterDays }) => {
        const { takes, until } = await play({
          items: items.map((item) => ({ ...item, slowMs: 0 })),
          deaths: [],
          settingAfterDays,
        });
        await until(plusMs(now, 2 * dayMs));
        const killers = items.filter(({ fate }) => fate === "kills").length;
        for (const [index, { fate, dueMinute }] of items.entries()) {
          const [first = ""] = takes.get(placeOf(index, fate)) ?? [];
          // Each killer ends six sweeps at most before it is parked.
          const sweepsLost = killers * triesAtMost;
          expect(msBetween(plusMs(now, dueMinute * minuteMs), first)).toBeLessThanOrEqual((sweepsLost + 2) * minuteMs);
        }
      }),
      { numRuns: 40 },
    );
  });
});
