import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { NotYetError, StaleRevisionError, type Turns } from "../../../functions/platform/errors.ts";
import { type Instant, instantOfMs, msBetween, msOf, plusMs } from "../../../functions/platform/instant.ts";
import type { Store } from "../../../functions/platform/ports/store.ts";
import { type LaneName, laneKey, parseLane } from "../../../functions/providers/lane.ts";
import { providerTurns, type TurnSetting } from "../../../functions/providers/provider-turns.ts";
import { between } from "../../../functions/timing/windows.ts";
import { memoryStore } from "../../../local/engine/memory-store.ts";
import { timetable } from "../../../local/engine/timetable.ts";
import { virtualClock } from "../../../local/engine/virtual-clock.ts";
import { virtualLatency } from "../../../local/engine/virtual-latency.ts";

const morning = "2026-01-05T07:00:00.000Z";
const log = { info: () => {}, warn: () => {}, error: () => {} };
const provider = { name: "stripe", requestsPerSecond: 20 } as const;
const work = { provider, lane: "work", count: 3, comesBack: true } as const satisfies TurnSetting;
const page = { provider, lane: "page", count: 2, comesBack: false } as const satisfies TurnSetting;

/** A store that counts what is asked of it. */
function counted(store: Store) {
  const calls = { load: 0, save: 0 };
  const counting: Store = {
    ...store,
    load: (key) => {
      calls.load += 1;
      return store.load(key);
    },
    save: (item) => {
      calls.save += 1;
      return store.save(item);
    },
  };
  return { store: counting, calls };
}

/** The most requests that any second of them saw. */
function busiestSecond(requests: readonly Instant[]): number {
  const times = requests.map(msOf).sort((a, b) => a - b);
  let first = 0;
  return times.reduce((most, time, index) => {
    while ((times[first] ?? 0) <= time - 1000) first += 1;
    return Math.max(most, index - first + 1);
  }, 0);
}

interface Step {
  readonly id: number;
  readonly wantedAt: Instant;
  readonly turns?: Turns | undefined;
}

/**
 * Steps of cases, each in a process of its own, on a clock of their own: each makes three requests, and comes back when it
 * is told to.
 */
async function play(wanted: readonly Instant[], requestsPerSecond: number) {
  const { store, calls } = counted(memoryStore());
  const clock = virtualClock(morning);
  const setting = { ...work, provider: { name: "stripe", requestsPerSecond } as const };
  const due = timetable<Step>();
  for (const [id, wantedAt] of wanted.entries()) due.add(wantedAt, { id, wantedAt });
  const requests: Instant[] = [];
  const waits: number[] = [];
  const served: Instant[] = [];
  let rounds = 0;
  for (let next = due.peek(); next !== undefined; next = due.peek()) {
    due.take();
    clock.set(next.at);
    rounds += 1;
    const { id, wantedAt, turns } = next.what;
    const process = providerTurns({ state: store, clock, log }, setting);
    process.present(turns);
    try {
      for (let request = 0; request < 3; request += 1) {
        await process.turn();
        requests.push(clock.now());
      }
      waits.push(msBetween(wantedAt, clock.now()));
      served.push(wantedAt);
    } catch (error) {
      if (!(error instanceof NotYetError)) throw error;
      due.add(between(error.from, error.until, `${id}:${error.from}`), { id, wantedAt, turns: error.turns });
    }
  }
  return { requests, waits, served, rounds, calls };
}

describe("a morning on which thousands of charges are due", () => {
  const minute = Array.from({ length: 3_000 }, (_, index) => plusMs(morning, (index * 7_919) % 60_000)).sort();

  it("is spread: never above the rate, and nobody waits longer than all before take", async () => {
    const { requests, waits } = await play(minute, 20);
    expect(requests).toHaveLength(9_000);
    expect(waits).toHaveLength(3_000);
    expect(busiestSecond(requests)).toBeLessThanOrEqual(15);
    // The lane is filled with 11 turns a second; a minute is what they came apart.
    expect(Math.max(...waits)).toBeLessThanOrEqual((9_000 / 11) * 1000 + 60_000);
  }, 30_000);

  it("costs each step one read and one write, and one more read for those that came back", async () => {
    const { rounds, calls } = await play(minute, 20);
    expect(rounds).toBeLessThanOrEqual(2 * 3_000);
    expect(calls.save).toBe(3_000);
    expect(calls.load).toBeLessThanOrEqual(2 * 3_000);
  }, 30_000);

  it("serves them in the order in which they came", async () => {
    const { served } = await play(minute, 50);
    expect(served).toEqual([...served].sort());
  }, 30_000);

  it("gives everybody a turn even when more come than can be kept for an hour", async () => {
    const crowd = Array.from({ length: 16_000 }, (_, index) => plusMs(morning, index % 1000)).sort();
    const { waits, requests } = await play(crowd, 16);
    expect(waits).toHaveLength(16_000);
    expect(busiestSecond(requests)).toBeLessThanOrEqual(12);
    const allMs = (48_000 / 8) * 1000;
    expect(Math.max(...waits)).toBeLessThanOrEqual(allMs + 60 * 60_000);
  }, 60_000);

  it("never sees more than the rate, whenever steps come", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.nat(20_000), { minLength: 1, maxLength: 120 }),
        fc.integer({ min: 16, max: 100 }),
        async (offsets, requestsPerSecond) => {
          const wanted = offsets.sort((a, b) => a - b).map((ms) => plusMs(morning, ms));
          const { requests, waits } = await play(wanted, requestsPerSecond);
          expect(waits).toHaveLength(wanted.length);
          expect(busiestSecond(requests)).toBeLessThanOrEqual(0.75 * requestsPerSecond);
          const perSecond = 0.75 * requestsPerSecond - 4;
          expect(Math.max(...waits)).toBeLessThanOrEqual(((3 * wanted.length) / perSecond) * 1000 + wanted.length);
        },
      ),
      { numRuns: 200 },
    );
  });
});

describe("a customer at a page", () => {
  it("goes before any work, however much of it waits", async () => {
    const state = memoryStore();
    const clock = virtualClock(morning);
    for (let step = 0; step < 500; step += 1)
      await providerTurns({ state, clock, log }, work)
        .turn()
        .catch(() => {});
    const atPage = providerTurns({ state, clock, log }, page);
    await atPage.turn();
    await atPage.turn();
  });

  it("is told at once when there is no turn within what a page may wait", async () => {
    const state = memoryStore();
    const clock = virtualClock(morning);
    for (let click = 0; click < 5; click += 1)
      await providerTurns({ state, clock, log }, page)
        .turn()
        .catch(() => {});
    await expect(providerTurns({ state, clock, log }, page).turn()).rejects.toBeInstanceOf(NotYetError);
    // Nothing was taken by those who were told so.
    clock.set(plusMs(morning, 800));
    await providerTurns({ state, clock, log }, page).turn();
  });
});

describe("turns in hand", () => {
  const alone = (setting: TurnSetting = work) => {
    const { store, calls } = counted(memoryStore());
    const clock = virtualClock(morning);
    return { turns: providerTurns({ state: store, clock, log }, setting), calls, clock, store };
  };

  it("are used by what the process does next, without asking", async () => {
    const { turns, calls } = alone();
    for (let request = 0; request < 3; request += 1) await turns.turn();
    expect(calls).toEqual({ load: 1, save: 1 });
  });

  it("are gone when the process stood still", async () => {
    const { turns, calls, clock } = alone();
    await turns.turn();
    clock.set(plusMs(morning, 5_000));
    await turns.turn();
    expect(calls.save).toBe(2);
  });

  it("may be slept for where that is soon", async () => {
    const time = virtualLatency(morning);
    const state = memoryStore();
    const ports = { state, clock: time.clock, log, sleep: time.sleep };
    await time.play(async () => {
      await providerTurns(ports, work).turn();
      await providerTurns(ports, work).turn();
    });
    const sleptMs = msBetween(morning, time.clock.now());
    expect(sleptMs).toBeGreaterThanOrEqual(272);
    expect(sleptMs).toBeLessThan(2_000);
  });

  it("are used after a sleep that a timer ended a moment early, and not asked for again", async () => {
    const { store, calls } = counted(memoryStore());
    const clock = virtualClock(morning);
    const early = async (ms: number) => clock.set(plusMs(clock.now(), ms - 1));
    await providerTurns({ state: store, clock, log }, work).turn();
    await providerTurns({ state: store, clock, log, sleep: early }, work).turn();
    expect(calls.save).toBe(2);
  });

  it("are shared by what a process does side by side, each used once", async () => {
    const time = virtualLatency(morning);
    const { store, calls } = counted(memoryStore());
    const setting = { ...work, count: 4, comesBack: false, sleepAtMostMs: 20_000 };
    const process = providerTurns({ state: time.slow(store, 5), clock: time.clock, log, sleep: time.sleep }, setting);
    const requests: Instant[] = [];
    await time.play(async () => {
      await Promise.all(
        Array.from({ length: 40 }, async () => {
          await process.turn();
          requests.push(time.clock.now());
        }),
      );
    });
    expect(requests).toHaveLength(40);
    expect(calls.save).toBe(10);
    expect(busiestSecond(requests)).toBeLessThanOrEqual(15);
  });
});

describe("a crowd of processes", () => {
  it("writes at most three times each, and whoever is passed comes back within seconds", async () => {
    const time = virtualLatency(morning);
    const { store, calls } = counted(memoryStore());
    const slow = time.slow(store, 5);
    let crowded = 0;
    await time.play(async () => {
      await Promise.all(
        Array.from({ length: 200 }, () =>
          providerTurns({ state: slow, clock: time.clock, log }, work)
            .turn()
            .catch((error: unknown) => {
              if (!(error instanceof NotYetError)) throw error;
              if (error.turns === undefined) {
                crowded += 1;
                expect(msBetween(time.clock.now(), error.until)).toBeLessThanOrEqual(10_000);
                expect(error.from < error.until).toBe(true);
              }
            }),
        ),
      );
    });
    expect(crowded).toBeGreaterThan(0);
    expect(calls.save).toBeLessThanOrEqual(3 * 200);
  });
});

describe("a provider that is asked too much", () => {
  const silentUntil = async (state: Store, lane: LaneName) => {
    const item = await state.load(laneKey("stripe", lane));
    return item && parseLane(item).silentUntil;
  };

  it("is left alone by everybody until the time it named", async () => {
    const state = memoryStore();
    const clock = virtualClock(morning);
    const one = providerTurns({ state, clock, log }, work);
    await one.turn();
    const error = await one.refused(7_000);
    expect(error.from).toBe(plusMs(morning, 7_000));
    expect(error.turns).toEqual({ from: plusMs(morning, 7_000), count: 3 });
    await expect(providerTurns({ state, clock, log }, work).turn()).rejects.toMatchObject({
      from: expect.stringMatching(/^2026-01-05T07:00:07/),
    });
    await expect(providerTurns({ state, clock, log }, page).turn()).rejects.toBeInstanceOf(NotYetError);
    expect(await silentUntil(state, "work")).toBe(plusMs(morning, 7_000));
    expect(await silentUntil(state, "page")).toBe(plusMs(morning, 7_000));
  });

  it("uses none of the turns in hand, nor those that were kept for it before", async () => {
    const state = memoryStore();
    const clock = virtualClock(morning);
    const one = providerTurns({ state, clock, log }, work);
    await one.turn();
    const other = providerTurns({ state, clock, log }, work);
    const kept = await other.turn().catch((error: unknown) => (error instanceof NotYetError ? error : undefined));
    await one.refused(60_000);
    clock.set(kept?.from ?? "");
    other.present(kept?.turns);
    await expect(other.turn()).rejects.toMatchObject({ from: expect.stringMatching(/^2026-01-05T07:01:0/) });
    await expect(one.turn()).rejects.toBeInstanceOf(NotYetError);
  });

  it("is told of once, though many hear it", async () => {
    const { store, calls } = counted(memoryStore());
    const clock = virtualClock(morning);
    const drains = Array.from({ length: 5 }, () =>
      providerTurns({ state: store, clock, log }, { ...work, comesBack: false }),
    );
    for (const drain of drains) await drain.refused(2_000);
    expect(calls.save).toBe(2);
  });

  it("rings a line in the log", async () => {
    const lines: unknown[] = [];
    const noting = { ...log, warn: (event: string, facts: unknown) => void lines.push([event, facts]) };
    await providerTurns({ state: memoryStore(), clock: virtualClock(morning), log: noting }, work).refused(1_500);
    expect(lines).toEqual([["provider-busy", { provider: "stripe", retryAfterSeconds: 2 }]]);
  });
});

describe("a store that fails", () => {
  it("is not mistaken for a crowd", async () => {
    const broken: Store = { ...memoryStore(), save: async () => Promise.reject(new TypeError("no")) };
    const turns = providerTurns({ state: broken, clock: virtualClock(morning), log }, work);
    await expect(turns.turn()).rejects.toBeInstanceOf(TypeError);
  });

  it("that is always passed by others gives up after three tries", async () => {
    let saves = 0;
    const passed: Store = {
      ...memoryStore(),
      save: async () => {
        saves += 1;
        throw new StaleRevisionError("passed");
      },
    };
    const turns = providerTurns({ state: passed, clock: virtualClock(morning), log }, work);
    await expect(turns.turn()).rejects.toMatchObject({ from: instantOfMs(msOf(morning) + 1_000), turns: undefined });
    expect(saves).toBe(3);
  });
});
