import { describe, expect, it } from "vitest";
import { dueShard } from "../../../functions/platform/due-shard.ts";
import type { Item } from "../../../functions/platform/ports/store.ts";
import { memoryStore } from "../../../local/engine/memory-store.ts";
import { sweepActor } from "../../../local/world/sweep-actor.ts";
import { watchedStore } from "../../../local/world/watched-store.ts";

const item = (pk: string, at?: string, kind: "case" | "parked" = "case"): Item => ({
  pk,
  sk: "x",
  rev: 0,
  kind: "test",
  body: {},
  ...(at !== undefined && { due: { shard: dueShard(kind, pk), at } }),
});

describe("watchedStore", () => {
  it("knows the earliest entry that is due, through every change", async () => {
    const store = watchedStore(memoryStore());
    expect(store.earliestDue()).toBeUndefined();
    const a = await store.save(item("a", "2026-01-01T00:00:10.000Z"));
    const b = await store.save(item("b", "2026-01-01T00:00:20.000Z"));
    expect(store.earliestDue()).toBe("2026-01-01T00:00:10.000Z");
    await store.save({ ...a, due: { shard: dueShard("case", "a"), at: "2026-01-01T00:00:30.000Z" } });
    expect(store.earliestDue()).toBe("2026-01-01T00:00:20.000Z");
    await store.save({ ...b, due: undefined });
    expect(store.earliestDue()).toBe("2026-01-01T00:00:30.000Z");
  });

  it("passes over what waits for a person, and what was not saved", async () => {
    const store = watchedStore(memoryStore());
    await store.save(item("a", "2026-01-01T00:00:10.000Z", "parked"));
    await expect(store.save({ ...item("a", "2026-01-01T00:00:10.000Z"), rev: 7 })).rejects.toThrow();
    expect(store.earliestDue()).toBeUndefined();
  });
});

describe("the sweep", () => {
  it("runs at the first full minute at which something is due, and each minute while it stays so", async () => {
    const store = watchedStore(memoryStore());
    let sweeps = 0;
    const sweep = sweepActor([store], async () => {
      sweeps += 1;
    });
    expect(sweep.nextAt()).toBeUndefined();
    const saved = await store.save(item("a", "2026-01-01T00:00:10.000Z"));
    expect(sweep.nextAt()).toBe("2026-01-01T00:01:00.000Z");
    await sweep.act();
    expect(sweep.nextAt()).toBe("2026-01-01T00:02:00.000Z");
    await sweep.act();
    await store.save({ ...saved, due: undefined });
    expect(sweep.nextAt()).toBeUndefined();
    expect(sweeps).toBe(2);
  });

  it("goes on with a run that pauses before another try, and begins no second one for it", async () => {
    const store = watchedStore(memoryStore());
    const played: [at: string, begins: boolean][] = [];
    const sweep = sweepActor([store], async (at, begins) => {
      played.push([at, begins]);
      return begins ? "2026-01-01T00:01:02.000Z" : undefined;
    });
    const saved = await store.save(item("a", "2026-01-01T00:00:10.000Z"));
    await sweep.act();
    expect(sweep.nextAt()).toBe("2026-01-01T00:01:02.000Z");
    await sweep.act();
    expect(sweep.nextAt()).toBe("2026-01-01T00:02:00.000Z");
    await store.save({ ...saved, due: undefined });
    expect(sweep.nextAt()).toBeUndefined();
    expect(played).toEqual([
      ["2026-01-01T00:01:00.000Z", true],
      ["2026-01-01T00:01:02.000Z", false],
    ]);
  });
});
