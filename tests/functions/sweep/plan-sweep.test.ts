import { describe, expect, it } from "vitest";
import { shardNumbered } from "../../../functions/platform/due-shard.ts";
import { ConfigurationError, RetryableError } from "../../../functions/platform/errors.ts";
import { plusMs } from "../../../functions/platform/instant.ts";
import type { LogFacts } from "../../../functions/platform/ports/log.ts";
import type { Item, Store } from "../../../functions/platform/ports/store.ts";
import { countTry, park } from "../../../functions/platform/trouble.ts";
import { createPlanSweep } from "../../../functions/sweep/plan-sweep.ts";
import { sweptKindsOf } from "../../../functions/sweep/swept-kinds.ts";
import { memoryStore } from "../../../local/engine/memory-store.ts";
import { now, thing } from "../platform/item-of-test.ts";

const minuteMs = 60_000;

/** A plan over both tables, for an inbox of 32 shards and cases of 8. */
function planning(wrap: (store: Store) => Store = (store) => store) {
  const [inbox, state] = [memoryStore(), memoryStore()];
  let reads = 0;
  const counted = (store: Store): Store => ({
    ...store,
    due: (...asked) => {
      reads += 1;
      return store.due(...asked);
    },
  });
  const tables = { inbox: wrap(counted(inbox)), state: wrap(counted(state)) };
  const lines: [event: string, facts: LogFacts][] = [];
  const write = (event: string, facts: LogFacts) => void lines.push([event, facts]);
  const plan = createPlanSweep({
    tables,
    kinds: () => [
      { name: "inbox", shards: 32, store: tables.inbox },
      { name: "case", store: tables.state },
    ],
    clock: { now: () => now },
    log: { info: write, warn: write, error: write },
  });
  const put = (store: Store, shard: string, more: Partial<Item> & { readonly at?: string } = {}) =>
    store.save(thing(`${shard}-${++items}`, { due: { shard, at: more.at ?? now } }));
  return { inbox, state, plan, put, lines, reads: () => reads };
}
let items = 0;

describe("planning a sweep", () => {
  it("of nothing due reads each shard of the index once, one count for each kind, and plans nothing", async () => {
    const { plan, put, state, reads } = planning();
    await put(state, "case#1", { at: plusMs(now, 1) });
    await plan();
    const before = reads();
    expect(await plan()).toEqual({ work: [] });
    expect(reads() - before).toBe(32 + 8 + 2 * 8);
  });

  it("leads only to shards with something due", async () => {
    const { plan, put, inbox, state } = planning();
    await put(inbox, "inbox#31");
    await put(inbox, "inbox#2");
    await put(state, "case#5");
    const { work } = await plan();
    expect(work.map(({ kind, shards }) => [kind, shards.toSorted()]).toSorted()).toEqual([
      ["case", [5]],
      ["inbox", [2, 31]],
    ]);
  });

  it("gives many entries many drains", async () => {
    const { plan, put, inbox } = planning();
    for (let number = 0; number < 64 * 60; number += 1) await put(inbox, shardNumbered("inbox", number % 32));
    const { work } = await plan();
    expect(work).toHaveLength(8);
    expect(new Set(work.flatMap(({ shards }) => shards)).size).toBe(32);
  });

  it("tells how long the oldest of each kind has been due, and how many are parked in each table", async () => {
    const { plan, put, inbox, state, lines } = planning();
    await put(inbox, "inbox#7", { at: plusMs(now, -3 * minuteMs) });
    await put(inbox, "inbox#8", { at: plusMs(now, -31 * minuteMs) });
    for (const pk of ["a", "b", "c"]) await state.save(park(countTry(thing(pk), "thing", now), "in vain", now));
    await plan();
    expect(lines).toEqual([
      ["due-gauge", { kind: "inbox", oldestDueSeconds: 31 * 60 }],
      ["due-gauge", { kind: "case", oldestDueSeconds: 0 }],
      ["parked-gauge", { table: "inbox", parked: 0 }],
      ["parked-gauge", { table: "state", parked: 3 }],
    ]);
  });

  it("passes over a shard that cannot be read, and says so", async () => {
    const deaf = (store: Store): Store => ({
      ...store,
      due: (shard, ...asked) =>
        shard === "inbox#3" ? Promise.reject(new RetryableError("no answer")) : store.due(shard, ...asked),
    });
    const { plan, put, inbox, lines } = planning(deaf);
    await put(inbox, "inbox#3");
    await put(inbox, "inbox#4");
    expect(await plan()).toEqual({ work: [{ kind: "inbox", shards: [4] }] });
    const facts = { kind: "inbox", shard: 3, error: "RetryableError", reason: "no answer" };
    expect(lines).toContainEqual(["sweep-failed", facts]);
  });

  it("plans without the count of a kind, if that cannot be read", async () => {
    const forgetful = (store: Store): Store => ({
      ...store,
      load: () => Promise.reject(new RetryableError("no answer")),
    });
    const { plan, put, inbox, lines } = planning(forgetful);
    await put(inbox, "inbox#31");
    expect(await plan()).toEqual({ work: [{ kind: "inbox", shards: [31] }] });
    expect(lines).toContainEqual(["sweep-failed", expect.objectContaining({ kind: "inbox", shard: "count" })]);
  });

  it("keeps the count before it reads anything", async () => {
    const order: string[] = [];
    const told = (store: Store): Store => ({
      ...store,
      save: async (item) => {
        order.push(`save ${item.pk}`);
        return store.save(item);
      },
      due: async (shard, ...asked) => {
        if (/^inbox/.test(shard)) order.push("read");
        return store.due(shard, ...asked);
      },
    });
    const { plan } = planning(told);
    await plan();
    expect(order.indexOf("save due-kind#inbox")).toBeLessThan(order.indexOf("read"));
    expect(order).toContain("save due-kind#inbox");
  });

  it("fails if nothing at all can be read, so that the workflow tries again and then rings", async () => {
    const down = (store: Store): Store => ({ ...store, due: () => Promise.reject(new RetryableError("no answer")) });
    await expect(planning(down).plan()).rejects.toThrow("no answer");
  });
});

describe("the kinds that a deployment tells of", () => {
  const tables = { inbox: memoryStore(), state: memoryStore() };

  it("are found in their tables", () => {
    const text = '[{"name":"inbox","table":"inbox","shards":32},{"name":"case","table":"state"}]';
    const [inbox, cases] = sweptKindsOf(text, tables);
    expect(inbox).toEqual({ name: "inbox", shards: 32, store: tables.inbox });
    expect(inbox?.store).toBe(tables.inbox);
    expect(cases?.store).toBe(tables.state);
  });

  it.each(["", "{}", '[{"name":"case","table":"elsewhere"}]'])("are refused as %j", (text) => {
    expect(() => sweptKindsOf(text, tables)).toThrow(ConfigurationError);
    expect(() => sweptKindsOf(text, tables)).toThrow(/SWEPT_KINDS/);
  });
});
