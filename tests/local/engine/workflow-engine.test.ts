import { afterEach, describe, expect, it } from "vitest";
import * as z from "zod/mini";
import { instantOfMs, msOf } from "../../../functions/platform/instant.ts";
import {
  startWorkflowEngine,
  type WorkflowEngine,
  type WorkflowEngineSetting,
} from "../../../local/engine/workflow-engine.ts";
import { startReferenceEngine } from "./reference/reference-engine.ts";

const start = "2026-01-05T00:00:00.000Z";
const day = 86_400_000;
const later = (ms: number) => instantOfMs(msOf(start) + ms);

const task = (more: object) => ({ Type: "Task", Resource: `\${WorkFunctionArn}`, TimeoutSeconds: 60, ...more });
/** Works, sleeps until the time the task named, works again, ends. */
const sleeper = {
  StartAt: "Work",
  States: {
    Work: task({ Next: "Sleep" }),
    Sleep: { Type: "Wait", TimestampPath: "$.until", Next: "WorkAgain" },
    WorkAgain: task({ ResultPath: null, Next: "Done" }),
    Done: { Type: "Succeed" },
  },
};
const retrier = (retry: object) => ({
  StartAt: "Work",
  States: {
    Work: task({
      Retry: [{ ErrorEquals: ["RetryableError"], ...retry }],
      Catch: [{ ErrorEquals: ["TerminalError"], ResultPath: "$.failure", Next: "Told" }],
      Next: "Done",
    }),
    Told: task({ Next: "Done" }),
    Done: { Type: "Succeed" },
  },
});

/** Works at each item, two at a time, and tries again after ten seconds. */
const mapper = {
  StartAt: "Each",
  States: {
    Each: {
      Type: "Map",
      ItemsPath: "$.items",
      MaxConcurrency: 2,
      ResultPath: "$.done",
      ItemProcessor: {
        ProcessorConfig: { Mode: "INLINE" },
        StartAt: "WorkAtOne",
        States: {
          WorkAtOne: task({
            Retry: [{ ErrorEquals: ["RetryableError"], IntervalSeconds: 10, MaxAttempts: 1 }],
            Catch: [{ ErrorEquals: ["States.ALL"], ResultPath: "$.failure", Next: "DoneWithOne" }],
            Next: "DoneWithOne",
          }),
          DoneWithOne: { Type: "Succeed" },
        },
      },
      Next: "Work",
    },
    Work: task({ Next: "Done" }),
    Done: { Type: "Succeed" },
  },
};

describe.each([
  ["the engine", startWorkflowEngine],
  ["what it is held to", startReferenceEngine],
])("%s", (_, startEngine) => {
  let engine: WorkflowEngine | undefined;
  afterEach(() => engine?.stop());

  /** An engine whose tasks are written down with the virtual time at which they ran. */
  async function startLogged(setting: Pick<WorkflowEngineSetting, "definition" | "runTask"> & { seed?: number }) {
    const log: string[] = [];
    let now = "";
    const started = await startEngine({
      ...setting,
      start,
      onTime: (instant) => {
        now = instant;
      },
      runTask: async (state, input) => {
        log.push(`${now} ${state}`);
        return setting.runTask(state, input);
      },
    });
    engine = started;
    return { engine: started, log, now: () => now };
  }

  const failWith = (name: string, message = name) => Promise.reject(Object.assign(new Error(message), { name }));

  describe("time", () => {
    it("moves only in an advance, and wakes a sleeper exactly when its timestamp comes", async () => {
      const { engine, log, now } = await startLogged({
        definition: sleeper,
        runTask: async () => ({ until: later(3 * day) }),
      });
      await engine.start("case-1", {});
      expect(await engine.nextWakeAt()).toBe(start);
      expect(log).toEqual([]);
      await engine.advanceTo(start);
      expect(log).toEqual([`${start} Work`]);
      expect(await engine.nextWakeAt()).toBe(later(3 * day));
      await engine.advanceTo(later(3 * day - 1));
      expect(engine.status()).toEqual({ running: 1, succeeded: 0, failed: [] });
      await engine.advanceTo(later(3 * day));
      expect(log.at(-1)).toBe(`${later(3 * day)} WorkAgain`);
      expect(engine.status()).toEqual({ running: 0, succeeded: 1, failed: [] });
      expect(await engine.nextWakeAt()).toBeUndefined();
      await engine.advanceTo(later(9 * day));
      expect(now()).toBe(later(9 * day));
    });

    it.each([
      ["60 days, beyond the reach of real timers", 60 * day, 60 * day],
      ["the past", -5 * day, 0],
      ["this very moment", 0, 0],
    ])("sleeps until %s", async (_, until, woken) => {
      const { engine, log } = await startLogged({
        definition: sleeper,
        runTask: async () => ({ until: later(until) }),
      });
      await engine.start("case-1", {});
      await engine.advanceTo(later(100 * day));
      expect(log.at(-1)).toBe(`${later(woken)} WorkAgain`);
    });

    it.each(["2026-02-30T99:00:00Z", "soon", null])("fails an execution told to sleep until %s", async (until) => {
      const { engine } = await startLogged({ definition: sleeper, runTask: async () => ({ until }) });
      await engine.start("case-1", {});
      await engine.advanceTo(later(day));
      expect(engine.status()).toMatchObject({ running: 0, succeeded: 0, failed: [{ name: "case-1" }] });
    });

    it("stands still while a task runs, so that no timeout fires early", async () => {
      const { engine } = await startLogged({
        definition: sleeper,
        runTask: async () => {
          for (let turn = 0; turn < 50; turn++) await new Promise(setImmediate);
          return { until: later(day) };
        },
      });
      for (const name of ["case-1", "case-2", "case-3"]) await engine.start(name, {});
      await engine.advanceTo(later(30 * day));
      expect(engine.status()).toEqual({ running: 0, succeeded: 3, failed: [] });
    });

    it("does not go back", async () => {
      const { engine, now } = await startLogged({
        definition: sleeper,
        runTask: async () => ({ until: later(9 * day) }),
      });
      await engine.advanceTo(later(day));
      await engine.start("case-1", {});
      await engine.advanceTo(start);
      expect(now()).toBe(later(day));
      expect((await engine.history("case-1"))[0]).toEqual({ at: later(day), state: "Work" });
    });
  });

  describe("executions", () => {
    it("start once under a name", async () => {
      const { engine, log } = await startLogged({ definition: sleeper, runTask: async () => ({ until: start }) });
      await engine.start("case-1", {});
      await engine.start("case-1", {});
      await engine.advanceTo(start);
      await engine.start("case-1", {});
      await engine.advanceTo(later(day));
      expect(log).toHaveLength(2);
    });

    it("can be started by a task, and run at the same virtual time", async () => {
      const { engine, log } = await startLogged({
        definition: sleeper,
        runTask: async (state) => {
          if (state === "WorkAgain") await engine.start("case-2", {});
          return { until: later(2 * day) };
        },
      });
      await engine.start("case-1", {});
      await engine.advanceTo(later(5 * day));
      expect(log).toEqual([
        `${start} Work`,
        `${later(2 * day)} WorkAgain`,
        `${later(2 * day)} Work`,
        `${later(2 * day)} WorkAgain`,
      ]);
      expect(engine.status().succeeded).toBe(2);
    });

    it("show the states they went through", async () => {
      const { engine } = await startLogged({ definition: sleeper, runTask: async () => ({ until: later(day) }) });
      await engine.start("case-1", {});
      await engine.advanceTo(later(2 * day));
      expect(await engine.history("case-1")).toEqual([
        { at: start, state: "Work" },
        { at: start, state: "Sleep" },
        { at: later(day), state: "WorkAgain" },
        { at: later(day), state: "Done" },
      ]);
      expect(await engine.history("nobody")).toEqual([]);
    });

    it("run in the same order whatever time their tasks take", async () => {
      const orderWith = async (slowness: (call: number) => number) => {
        let call = 0;
        const order: string[] = [];
        const { engine } = await startLogged({
          definition: sleeper,
          runTask: async (state, input) => {
            order.push(`${state} ${JSON.stringify(input)}`);
            for (let turn = slowness(++call); turn > 0; turn--) await new Promise(setImmediate);
            return { until: later(day), input };
          },
        });
        for (let n = 0; n < 5; n++) await engine.start(`case-${n}`, { n });
        await engine.advanceTo(later(2 * day));
        await engine.stop();
        return order;
      };
      expect(await orderWith((call) => (call * 7) % 5)).toEqual(await orderWith(() => 0));
    });

    it("give and take JSON, as functions do", async () => {
      const inputs: unknown[] = [];
      const { engine } = await startLogged({
        definition: sleeper,
        runTask: async (_, input) => {
          inputs.push(input);
          return { until: new Date(start), gone: undefined };
        },
      });
      await engine.start("case-1", { caseId: "c", gone: undefined });
      await engine.advanceTo(start);
      expect(inputs).toStrictEqual([{ caseId: "c" }, { until: start }]);
    });
  });

  describe("a Map", () => {
    it("goes through its items, so many at a time: one that pauses keeps its place and holds up no other", async () => {
      const tried = new Set<number>();
      const inputs: unknown[] = [];
      const { engine, log } = await startLogged({
        definition: mapper,
        runTask: async (state, input) => {
          if (state === "Work") return void inputs.push(input);
          const { item } = z.object({ item: z.number() }).parse(input);
          if (item > 1 || tried.has(item)) return { item };
          tried.add(item);
          return failWith("RetryableError");
        },
      });
      await engine.start("case-1", { items: [0, 2, 1, 3, 4].map((item) => ({ item })) });
      await engine.advanceTo(later(day));
      expect(log).toEqual([
        ...[0, 2, 1].map(() => `${start} WorkAtOne`),
        ...[0, 1, 3, 4].map(() => `${later(10_000)} WorkAtOne`),
        `${later(10_000)} Work`,
      ]);
      const items = [0, 2, 1, 3, 4].map((item) => ({ item }));
      expect(inputs).toEqual([{ items, done: items }]);
      expect(engine.status()).toEqual({ running: 0, succeeded: 1, failed: [] });
    });

    it("ends nothing where an item fails: what it was caught with is its result", async () => {
      const inputs: unknown[] = [];
      const { engine } = await startLogged({
        definition: mapper,
        runTask: async (state, input) => {
          if (state === "Work") return void inputs.push(input);
          return JSON.stringify(input).includes("bad") ? failWith("TypeError", "no") : input;
        },
      });
      await engine.start("case-1", { items: [{ is: "bad" }, { is: "good" }] });
      await engine.advanceTo(later(day));
      const failure = { Error: "TypeError", Cause: expect.stringContaining("no") };
      expect(inputs).toEqual([
        { items: [{ is: "bad" }, { is: "good" }], done: [{ is: "bad", failure }, { is: "good" }] },
      ]);
    });

    it("has nothing to do without items, and fails without a list", async () => {
      const { engine, log } = await startLogged({ definition: mapper, runTask: async () => ({}) });
      await engine.start("none", { items: [] });
      await engine.start("no-list", { items: "many" });
      await engine.advanceTo(later(day));
      expect(log).toEqual([`${start} Work`]);
      expect(engine.status()).toMatchObject({ succeeded: 1, failed: [{ name: "no-list" }] });
    });
  });

  describe("errors", () => {
    it("are retried under their name, after pauses in virtual time", async () => {
      let tries = 0;
      const { engine, log } = await startLogged({
        definition: retrier({ IntervalSeconds: 10, BackoffRate: 2, MaxAttempts: 3 }),
        runTask: () => (++tries < 4 ? failWith("RetryableError") : Promise.resolve({})),
      });
      await engine.start("case-1", {});
      await engine.advanceTo(later(day));
      expect(log).toEqual([0, 10, 30, 70].map((seconds) => `${later(seconds * 1000)} Work`));
      expect(engine.status().succeeded).toBe(1);
    });

    it("are caught under their name, with the cause as Step Functions writes it", async () => {
      const { engine } = await startLogged({
        definition: retrier({ MaxAttempts: 3 }),
        runTask: async (state, input) => {
          if (state === "Work") await failWith("TerminalError", "No such invoice.");
          expect(input).toEqual({
            caseId: "c",
            failure: {
              Error: "TerminalError",
              Cause: JSON.stringify({ errorType: "TerminalError", errorMessage: "No such invoice.", trace: [] }),
            },
          });
        },
      });
      await engine.start("case-1", { caseId: "c" });
      await engine.advanceTo(start);
      expect(engine.status()).toEqual({ running: 0, succeeded: 1, failed: [] });
    });

    it("that nothing matches fail the execution and no other", async () => {
      const { engine } = await startLogged({
        definition: retrier({ MaxAttempts: 3 }),
        runTask: async (_, input) =>
          JSON.stringify(input).includes("bad") ? failWith("TypeError", "x is not a function") : {},
      });
      await engine.start("bad-1", { is: "bad" });
      await engine.start("good-1", {});
      await engine.advanceTo(start);
      expect(engine.status()).toMatchObject({ running: 0, succeeded: 1, failed: [{ name: "bad-1" }] });
      expect(engine.status().failed[0]?.error).toMatch(/^TypeError: .*x is not a function/);
    });

    it("spread their pauses by a seed: the same seed, the same pauses", async () => {
      const pausesOf = async (seed: number) => {
        const { engine, log } = await startLogged({
          definition: retrier({ IntervalSeconds: 1_000, MaxAttempts: 3, JitterStrategy: "FULL" }),
          runTask: () => failWith("RetryableError"),
          seed,
        });
        await engine.start("case-1", {});
        await engine.advanceTo(later(day));
        await engine.stop();
        return log;
      };
      const pauses = await pausesOf(7);
      expect(pauses).toHaveLength(4);
      expect(await pausesOf(7)).toEqual(pauses);
      expect(await pausesOf(8)).not.toEqual(pauses);
    });
  });

  describe("misuse", () => {
    it("is refused: a definition that is no state machine", async () => {
      const definition = { StartAt: "Nowhere", States: {} };
      await expect(startEngine({ definition, start, runTask: async () => ({}) })).rejects.toThrow("invalid");
    });

    it("is refused: an advance within an advance", async () => {
      let refusal: unknown;
      const { engine } = await startLogged({
        definition: sleeper,
        runTask: async () => {
          refusal = await engine.advanceTo(later(day)).catch((error: unknown) => error);
          return { until: start };
        },
      });
      await engine.start("case-1", {});
      await engine.advanceTo(start);
      expect(String(refusal)).toContain("advancing already");
    });

    it("is refused: a call after the stop", async () => {
      const { engine } = await startLogged({ definition: sleeper, runTask: async () => ({}) });
      await engine.stop();
      await expect(engine.advanceTo(start)).rejects.toThrow("stopped");
    });
  });
});

describe("the engine", () => {
  const { Each } = mapper.States;
  const { WorkAtOne } = Each.ItemProcessor.States;
  const withWork = (work: object) => ({
    ...mapper,
    States: {
      ...mapper.States,
      Each: {
        ...Each,
        ItemProcessor: { ...Each.ItemProcessor, States: { ...Each.ItemProcessor.States, WorkAtOne: work } },
      },
    },
  });

  it.each([
    ["a task that catches nothing", { ...WorkAtOne, Catch: [] }, "must catch States.ALL in a Map"],
    ["a state that fails", { Type: "Fail" }, "WorkAtOne.Type"],
    ["a task that leads out of it", { ...WorkAtOne, Next: "Work" }, "Work is no state"],
  ])("refuses a Map with %s, which could end what it does with other items", async (_, work, fault) => {
    await expect(startWorkflowEngine({ definition: withWork(work), start, runTask: async () => ({}) })).rejects.toThrow(
      fault,
    );
  });

  it("forgets executions that have ended, if told to", async () => {
    const calls: string[] = [];
    const runTask = async (state: string) => ({ until: start, n: calls.push(state) });
    const engine = await startWorkflowEngine({ definition: sleeper, start, forgets: true, runTask });
    for (let run = 0; run < 2; run += 1) {
      expect(await engine.start("again", {})).toBe("started");
      await engine.advanceTo(start);
      expect(await engine.history("again")).toEqual([]);
    }
    expect(calls).toHaveLength(4);
    expect(engine.status()).toEqual({ running: 0, succeeded: 2, failed: [] });
  });
});
