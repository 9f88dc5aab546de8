import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { dueShard, fewestShards } from "../../../functions/platform/due-shard.ts";
import type { Store } from "../../../functions/platform/ports/store.ts";
import { shardCountIn, shardCountKey, shardsToRead } from "../../../functions/sweep/shard-count.ts";
import { memoryStore } from "../../../local/engine/memory-store.ts";
import { now, thing } from "../platform/item-of-test.ts";
import { createSweep } from "./whole-sweep.ts";

const silent = { info: () => {}, warn: () => {}, error: () => {} };

describe("the count of shards that are read", () => {
  it("is the code's, kept in the table, and never fewer than was kept before", async () => {
    const store = memoryStore();
    expect(await shardsToRead({ name: "thing", store })).toBe(fewestShards);
    expect(await shardsToRead({ name: "thing", shards: 64, store })).toBe(64);
    expect(await shardsToRead({ name: "thing", shards: 8, store })).toBe(64);
    expect(await shardsToRead({ name: "other", shards: 16, store })).toBe(16);
    const kept = await store.load(shardCountKey("thing"));
    expect(kept && shardCountIn(kept)).toBe(64);
    expect(kept?.rev).toBe(2);
  });

  it("is the larger one when two deployments keep theirs at the same time", async () => {
    const table = memoryStore();
    let others = [64, 16];
    // Somebody else saves between the load and the save.
    const busy: Store = {
      ...table,
      save: async (item) => {
        const [shards, ...more] = others;
        others = more;
        if (shards !== undefined) await shardsToRead({ name: "thing", shards, store: table });
        return table.save(item);
      },
    };
    expect(await shardsToRead({ name: "thing", shards: 32, store: busy })).toBe(64);
  });

  it("is not answered if it could not be kept", async () => {
    const failing = { ...memoryStore(), save: () => Promise.reject(new Error("no answer")) };
    await expect(shardsToRead({ name: "thing", store: failing })).rejects.toThrow("no answer");
  });

  it("loses nothing through any sequence of deployments, each of which has swept once before the next", async () => {
    const deployment = fc.record({
      shards: fc.integer({ min: 1, max: 64 }),
      /** Written before the deployment's first sweep, and after it. */
      before: fc.array(fc.nat(500), { maxLength: 6 }),
      after: fc.array(fc.nat(500), { maxLength: 6 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(deployment, { minLength: 1, maxLength: 6 }), async (deployments) => {
        const store = memoryStore();
        let written = 0;
        let taken = 0;
        for (const { shards, before, after } of [...deployments, { shards: 1, before: [], after: [] }]) {
          const write = async (partition: number) => {
            const pk = `partition-${partition}`;
            const due = { shard: dueShard("thing", pk, shards), at: now };
            await store.save(thing(pk, { sk: `${++written}`, due }));
          };
          const take = async (item: ReturnType<typeof thing>) => {
            taken += 1;
            await store.save({ ...item, due: undefined, trouble: undefined });
          };
          for (const partition of before) await write(partition);
          const kinds = [{ name: "thing", shards, store, take }];
          await createSweep({ clock: { now: () => now }, log: silent, kinds })();
          for (const partition of after) await write(partition);
        }
        const left = store.all().filter(({ due }) => due !== undefined);
        expect(left).toEqual([]);
        expect(taken).toBe(written);
      }),
      { numRuns: 60 },
    );
  });
});
