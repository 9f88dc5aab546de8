import { afterEach, describe, expect, it } from "vitest";
import { instantOfMs, msOf } from "../../functions/platform/instant.ts";
import { startWorkflowEngine, type WorkflowEngine } from "../../local/engine/workflow-engine.ts";

const start = "2026-01-05T00:00:00.000Z";
const day = 86_400_000;
const later = (ms: number) => instantOfMs(msOf(start) + ms);
const execution = { customerId: "stripe-cus_1", caseId: "stripe-in_1", epoch: 1 };

interface Call {
  readonly at: string;
  readonly state: string;
  readonly input: unknown;
}

let engine: WorkflowEngine | undefined;
afterEach(() => engine?.stop());

/** Runs one execution of the real workflow to its end. `steps` answer whichever box is called, the last one for ever. */
async function play(
  steps: readonly object[],
  fail: (call: Call, calls: readonly Call[]) => string | undefined = () => undefined,
) {
  const calls: Call[] = [];
  let now = start;
  let answered = 0;
  engine = await startWorkflowEngine({
    definition: new URL("../../workflows/dunning.asl.json", import.meta.url),
    start,
    onTime: (instant) => {
      now = instant;
    },
    runTask: async (state, input) => {
      const call = { at: now, state, input };
      calls.push(call);
      const error = fail(call, calls);
      if (error) throw Object.assign(new Error(`${state} failed`), { name: error });
      return { ...execution, step: steps[Math.min(answered++, steps.length - 1)] };
    },
  });
  await engine.start("stripe-in_1-1", execution);
  await engine.advanceTo(later(100 * day));
  return {
    calls,
    states: calls.map(({ state }) => state),
    status: engine.status(),
    history: await engine.history("stripe-in_1-1"),
  };
}

const step = (act: string, dueAt = start) => ({ act, key: `1:${act}`, dueAt });
const finished = { act: "finished", dueAt: start };

describe("the dunning workflow", () => {
  it.each([
    ["retry-payment", "RetryPayment"],
    ["notify", "Notify"],
    ["warn-of-pause", "WarnOfPause"],
    ["pause", "PauseSubscription"],
    ["resume", "ResumeSubscription"],
    ["hand-to-person", "HandToPerson"],
    ["close", "CloseCase"],
  ])("does %s in its own box, with the step and nothing but ids, and goes where its answer says", async (act, box) => {
    const { calls, states, status, history } = await play([step(act), finished]);
    expect(states).toEqual(["PlanNextStep", box]);
    expect(history.map(({ state }) => state)).toEqual([
      ...["PlanNextStep", "WaitUntilDue", "WhichAct", box],
      ...["WaitUntilDue", "WhichAct", "Finished"],
    ]);
    expect(calls[0]?.input).toEqual(execution);
    expect(calls[1]?.input).toEqual({ ...execution, step: step(act) });
    expect(status).toEqual({ running: 0, succeeded: 1, failed: [] });
  });

  it("sleeps until a step is due, however far away that is", async () => {
    const { calls } = await play([step("notify", later(2 * day)), step("pause", later(60 * day)), finished]);
    expect(calls.map(({ at, state }) => [at, state])).toEqual([
      [start, "PlanNextStep"],
      [later(2 * day), "Notify"],
      [later(60 * day), "PauseSubscription"],
    ]);
  });

  it.each([
    ["finished", "Finished"],
    ["superseded", "Superseded"],
  ])("ends as %s by that name, whether the first plan or an act says so", async (act, end) => {
    const ending = { act, dueAt: later(-1) };
    expect((await play([ending])).history.at(-1)).toEqual({ at: start, state: end });
    await engine?.stop();
    const slept = await play([step("notify", later(day)), ending]);
    expect(slept.history.at(-1)).toEqual({ at: later(day), state: end });
  });

  it("hands an act the step that the act before it answered with", async () => {
    const { calls } = await play([step("retry-payment"), step("notify", later(day)), finished]);
    expect(calls[1]?.input).toEqual({ ...execution, step: step("retry-payment") });
    expect(calls[2]?.input).toEqual({ ...execution, step: step("notify", later(day)) });
  });

  it("fails, naming the cause, when it is told an act it has no box for", async () => {
    const { status } = await play([step("dance")]);
    expect(status.failed[0]?.error).toMatch(/^UnknownAct: /);
  });
});

describe("a failing step", () => {
  it("is tried six times, then told to the planner, and the case goes on", async () => {
    const { calls, states, status } = await play([step("notify"), step("retry-payment"), finished], ({ state }) =>
      state === "Notify" ? "RetryableError" : undefined,
    );
    expect(states).toEqual(["PlanNextStep", ...new Array(6).fill("Notify"), "PlanNextStep", "RetryPayment"]);
    expect(calls[7]?.input).toEqual({
      ...execution,
      step: step("notify"),
      failure: {
        Error: "RetryableError",
        Cause: JSON.stringify({ errorType: "RetryableError", errorMessage: "Notify failed", trace: [] }),
      },
    });
    expect(status.succeeded).toBe(1);
  });

  it.each(["TerminalError", "ConfigurationError"])("is not tried again after %s", async (name) => {
    const { states } = await play([step("pause"), finished], ({ state }) =>
      state === "PauseSubscription" ? name : undefined,
    );
    expect(states).toEqual(["PlanNextStep", "PauseSubscription", "PlanNextStep"]);
  });

  it("succeeds at its second try without the planner hearing of it", async () => {
    const { calls, states } = await play([step("close"), finished], ({ state }, made) =>
      state === "CloseCase" && made.length === 2 ? "Lambda.ServiceException" : undefined,
    );
    expect(states).toEqual(["PlanNextStep", "CloseCase", "CloseCase"]);
    expect(calls[2]?.input).toEqual(calls[1]?.input);
  });

  it("does not strand the case even if planning is what fails: it cools down and plans from what the case says", async () => {
    const { calls, states, status, history } = await play([finished], (_, made) =>
      made.length <= 6 ? "StaleRevisionError" : undefined,
    );
    expect(states).toEqual(new Array(7).fill("PlanNextStep"));
    expect(msOf(calls[6]?.at ?? "") - msOf(calls[5]?.at ?? "")).toBe(300_000);
    expect(calls[6]?.input).toEqual(execution);
    expect(history.map(({ state }) => state)).toEqual([
      "PlanNextStep",
      "CoolDown",
      "ForgetFailure",
      "PlanNextStep",
      "WaitUntilDue",
      "WhichAct",
      "Finished",
    ]);
    expect(status.succeeded).toBe(1);
  });
});
