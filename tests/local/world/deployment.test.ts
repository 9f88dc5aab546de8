import { describe, expect, it } from "vitest";
import { dueShard } from "../../../functions/platform/due-shard.ts";
import type { Store } from "../../../functions/platform/ports/store.ts";
import { workersAtMost } from "../../../functions/sweep/share-work.ts";
import { drains } from "../../../lib/functions.ts";
import { memoryStore } from "../../../local/engine/memory-store.ts";
import { dueKinds } from "../../../local/world/deployment.ts";
import { createWorld } from "../../../local/world/world.ts";
import { samplePolicy as policy } from "../../functions/dunning/sample-case.ts";

const tables = { inbox: memoryStore(), state: memoryStore() };
const never = async () => {
  throw new Error("not part of this test");
};
const silent = { info: () => {}, warn: () => {}, error: () => {} };
const kinds = dueKinds({
  ...tables,
  ...{ policy, log: silent, reconcilers: [] },
  clock: { now: () => "2026-01-05T08:00:00.000Z" },
  mailer: { send: never },
  workflows: { startDunning: never },
  payments: {
    ...{ readInvoice: never, payInvoice: never, createCardUpdateLink: never, pauseSubscription: never },
    ...{ resumeSubscription: never, markUncollectible: never, cancelSubscription: never },
    ...{ listDrafts: never, finalizeInvoice: never },
  },
});

describe("what a deployment is told of its due kinds", () => {
  it.each(drains)("is what the kind behind $name is", ({ name, sweeps }) => {
    const kind = kinds[name];
    const told: { readonly name: string; readonly shards?: number } = sweeps;
    expect({ name: kind.name, shards: kind.shards }).toEqual({ name: told.name, shards: told.shards });
    expect(kind.store).toBe(tables[sweeps.table] satisfies Store);
  });

  it("is no more than can be swept at the same time", () => {
    expect(drains.length).toBeLessThanOrEqual(workersAtMost);
  });
});

it("the world sweeps through the workflow, shards that today's code no longer writes to included", async () => {
  const world = await createWorld({ customers: 0, days: 1 });
  const { state } = world.embedded;
  const count = { pk: "due-kind#case", sk: "shard-count" };
  await state.save({ ...count, rev: 0, kind: "shard-count", v: 1, body: { shards: 64 } });
  const pk = "customer#stripe-cus_2";
  const due = { shard: dueShard("case", pk, 64), at: world.now() };
  expect(due.shard).not.toBe(dueShard("case", pk));
  await state.save({ pk, sk: "unreadable", rev: 0, kind: "no case", body: {}, due });
  await world.advance("PT2M");
  expect(await state.load({ pk, sk: "unreadable" })).toMatchObject({ trouble: { kind: "case", tries: 1 } });
  await world.stop();
});
