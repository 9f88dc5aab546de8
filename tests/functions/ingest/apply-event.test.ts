import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { caseKey, parseCase } from "../../../functions/dunning/case-store.ts";
import { compose } from "../../../functions/dunning/dunning-messages.ts";
import { dunningReconciler } from "../../../functions/dunning/dunning-reconciler.ts";
import { createApplyEvent } from "../../../functions/ingest/apply-event.ts";
import { inboxEvent, inboxKey } from "../../../functions/ingest/inbox.ts";
import { RetryableError } from "../../../functions/platform/errors.ts";
import { instantOfSeconds, plusMs } from "../../../functions/platform/instant.ts";
import type { Log } from "../../../functions/platform/ports/log.ts";
import type { Store } from "../../../functions/platform/ports/store.ts";
import type { DunningExecution } from "../../../functions/platform/ports/workflows.ts";
import { isParked } from "../../../functions/platform/trouble.ts";
import { createRelease } from "../../../functions/sweep/release.ts";
import { memoryStore } from "../../../local/engine/memory-store.ts";
import { dueKinds } from "../../../local/world/deployment.ts";
import { samplePolicy as policy } from "../dunning/sample-case.ts";
import { createSweep } from "../sweep/whole-sweep.ts";
import { inboxItem, paidStory, startedAtSeconds, stripeEvent } from "./inbox-of-test.ts";

class Crash extends Error {}

/** Dies at the given operations, counted over all stores: before or after the save takes effect. */
function mortal(store: Store, dies: () => "before" | "after" | undefined): Store {
  return {
    ...store,
    load: async (key) => {
      if (dies() !== undefined) throw new Crash("load");
      return store.load(key);
    },
    save: async (item) => {
      const death = dies();
      if (death === "before") throw new Crash("before save");
      const saved = await store.save(item);
      if (death === "after") throw new Crash("after save");
      return saved;
    },
  };
}

/** A store that asks to be asked again while it is down. */
const whileUp = (store: Store, outage: { readonly down: boolean }): Store => ({
  ...store,
  load: async (key) => {
    if (outage.down) throw new RetryableError("the table does not answer");
    return store.load(key);
  },
});

function world(deaths: ReadonlyMap<number, "before" | "after"> = new Map(), outage = { down: false }) {
  let now = instantOfSeconds(startedAtSeconds + 20_000);
  let operations = 0;
  const dies = () => deaths.get(operations++);
  const [inbox, state] = [memoryStore(), memoryStore()];
  const started: DunningExecution[] = [];
  const logged: string[] = [];
  const write: Log["info"] = (event) => void logged.push(event);
  const never = async () => {
    throw new Error("not part of this test");
  };
  const ground = {
    ...{ inbox: mortal(inbox, dies), state: whileUp(mortal(state, dies), outage), policy },
    clock: { now: () => now },
    log: { info: write, warn: write, error: write },
    workflows: {
      startDunning: async (execution: DunningExecution) => {
        started.push(execution);
        return "started" as const;
      },
    },
    mailer: { send: never },
    compose,
    payments: {
      ...{ readInvoice: never, payInvoice: never, createCardUpdateLink: never, pauseSubscription: never },
      ...{ resumeSubscription: never, markUncollectible: never, cancelSubscription: never },
      ...{ listDrafts: never, finalizeInvoice: never },
    },
  };
  const ports = { ...ground, reconcilers: [dunningReconciler(ground)] };
  const applyEvent = createApplyEvent(ports);
  const sweep = createSweep({ ...ports, kinds: Object.values(dueKinds(ports)) });
  const wake = (id: string) => {
    const { pk, sk } = inboxKey("stripe", id);
    return applyEvent({ Records: [{ eventName: "INSERT", dynamodb: { Keys: { pk: { S: pk }, sk: { S: sk } } } }] });
  };
  const pass = (ms: number) => {
    now = plusMs(now, ms);
  };
  const readCase = async () => {
    const item = await state.load(caseKey("stripe-cus_1", "stripe-in_1"));
    return item && parseCase(item);
  };
  const statusOf = async (id: string) => {
    const item = await inbox.load(inboxKey("stripe", id));
    return item && (isParked(item) ? "parked" : inboxEvent(item).state);
  };
  return { inbox, ports, state, started, logged, wake, sweep, pass, readCase, statusOf, now: () => now };
}

const hourMs = 60 * 60 * 1000;

describe("apply event", () => {
  it("opens one case for a failed renewal and starts one execution with opaque ids", async () => {
    const { inbox, wake, started, readCase, now } = world();
    for (const event of paidStory.slice(0, 3)) {
      await inbox.save(inboxItem(event, now()));
      await wake(event.id);
    }
    const renamed = stripeEvent("evt_6", "customer.updated", 60, { id: "cus_1", name: "Ada L" }, { name: "Ada" });
    await inbox.save(inboxItem(renamed, now()));
    await wake("evt_6");
    expect(started).toEqual([{ customerId: "stripe-cus_1", caseId: "stripe-in_1", epoch: 1 }]);
    expect(await readCase()).toMatchObject({
      status: "open",
      startedEpoch: 1,
      decline: { providerCode: "insufficient_funds" },
    });
  });

  it("applies an event that wakes it 50 times at once a single time", async () => {
    const { inbox, wake, started, readCase, statusOf, now } = world();
    for (const event of paidStory.slice(0, 3)) await inbox.save(inboxItem(event, now()));
    await Promise.all(Array.from({ length: 50 }, () => wake("evt_3")));
    expect(new Set(started.map(({ epoch }) => epoch))).toEqual(new Set([1]));
    expect((await readCase())?.timeline.filter(({ what }) => what === "opened")).toHaveLength(1);
    expect(await statusOf("evt_3")).toBe("applied");
  });

  it("counts the first charge of a renewal once, though fifty tell of its failure at once and each of them again", async () => {
    const { inbox, wake, logged, now } = world();
    for (const event of paidStory) await inbox.save(inboxItem(event, now()));
    for (const { id } of [...paidStory, ...paidStory]) await Promise.all(Array.from({ length: 5 }, () => wake(id)));
    expect(logged.filter((event) => event === "first-charge")).toHaveLength(1);
  });

  it("leaves an applied event alone", async () => {
    const { inbox, wake, now } = world();
    for (const event of paidStory.slice(0, 1)) await inbox.save(inboxItem(event, now()));
    await wake("evt_1");
    const applied = inbox.all();
    await wake("evt_1");
    expect(inbox.all()).toEqual(applied);
  });

  it("tries an event once, however often the stream reports it: the rest is the sweep's", async () => {
    const outage = { down: true };
    const { inbox, wake, sweep, pass, statusOf, logged, now } = world(new Map(), outage);
    for (const event of paidStory.slice(0, 1)) await inbox.save(inboxItem(event, now()));
    for (let reports = 0; reports < 8; reports += 1) await wake("evt_1");
    expect(logged).toEqual(["event-failed"]);
    outage.down = false;
    pass(hourMs);
    await sweep();
    expect(await statusOf("evt_1")).toBe("applied");
  });

  it("keeps and ignores what it does not know", async () => {
    const { inbox, wake, statusOf, state, now } = world();
    await inbox.save(inboxItem(stripeEvent("evt_x", "radar.early_fraud_warning.created", 0, { id: "x" }), now()));
    await wake("evt_x");
    expect(await statusOf("evt_x")).toBe("ignored");
    expect(state.all()).toEqual([]);
  });

  it("parks an event that cannot be read at once, with an alarm, and holds nobody else up", async () => {
    const { inbox, wake, sweep, pass, statusOf, logged, now } = world();
    const broken = stripeEvent("evt_bad", "invoice.payment_failed", 0, { id: 7, customer: "cus_1" });
    for (const event of [broken, ...paidStory]) await inbox.save(inboxItem(event, now()));
    for (const id of ["evt_bad", "evt_3"]) await wake(id);
    expect(await statusOf("evt_3")).toBe("applied");
    expect(await statusOf("evt_bad")).toBe("parked");
    pass(hourMs);
    await sweep();
    expect(logged.filter((event) => event === "event-parked")).toHaveLength(1);
  });

  it("parks an event after six tries while the database is out, and releasing it brings it back", async () => {
    const outage = { down: true };
    const { inbox, ports, sweep, pass, statusOf, logged, now } = world(new Map(), outage);
    for (const event of paidStory.slice(0, 1)) await inbox.save(inboxItem(event, now()));
    for (let hour = 0; hour < 48; hour += 1) {
      pass(hourMs);
      await sweep();
    }
    expect(logged.filter((event) => event === "event-failed")).toHaveLength(5);
    expect(await statusOf("evt_1")).toBe("parked");
    outage.down = false;
    expect(await createRelease(ports)({ all: true })).toEqual({ revived: 1, ids: ["evt_1"] });
    await sweep();
    expect(await statusOf("evt_1")).toBe("applied");
  });

  it("loses nothing and does nothing twice, wherever its process dies", async () => {
    const deaths = fc.uniqueArray(fc.tuple(fc.nat(120), fc.constantFrom("before" as const, "after" as const)), {
      maxLength: 12,
      selector: ([operation]) => operation,
    });
    await fc.assert(
      fc.asyncProperty(
        deaths,
        fc.shuffledSubarray(paidStory, { minLength: paidStory.length }),
        async (list, events) => {
          const { inbox, wake, sweep, pass, readCase, statusOf, now } = world(new Map(list));
          for (const event of events) {
            await inbox.save(inboxItem(event, now()));
            await wake(event.id);
          }
          for (let hour = 0; hour < 48; hour += 1) {
            pass(hourMs);
            await sweep();
          }
          for (const { id } of events) expect(await statusOf(id)).toBe("applied");
          const dunningCase = await readCase();
          expect(dunningCase).toMatchObject({ status: "closed", outcome: { kind: "recovered" } });
          expect(dunningCase?.timeline.filter(({ what }) => what === "opened")).toHaveLength(1);
        },
      ),
      { numRuns: 60 },
    );
  });
});
