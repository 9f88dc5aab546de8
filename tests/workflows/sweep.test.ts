import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import * as z from "zod/mini";
import { instantOfMs, msOf } from "../../functions/platform/instant.ts";
import { type DrainWork, workersAtMost } from "../../functions/sweep/share-work.ts";
import { drains } from "../../lib/functions.ts";
import { startWorkflowEngine } from "../../local/engine/workflow-engine.ts";

const start = "2026-01-05T00:00:00.000Z";
const later = (ms: number) => instantOfMs(msOf(start) + ms);
const definition = new URL("../../workflows/sweep.asl.json", import.meta.url);

interface Call {
  readonly at: string;
  readonly state: string;
  readonly input: unknown;
}

/** One run of the real workflow to its end. */
async function play(work: readonly DrainWork[], fail: (call: Call) => string | undefined = () => undefined) {
  const calls: Call[] = [];
  let now = start;
  const engine = await startWorkflowEngine({
    definition,
    start,
    onTime: (instant) => {
      now = instant;
    },
    runTask: async (state, input) => {
      const call = { at: now, state, input };
      calls.push(call);
      const error = fail(call);
      if (error) throw Object.assign(new Error(`${state} failed`), { name: error });
      return state === "PlanSweep" ? { work } : { taken: 1, left: [] };
    },
  });
  await engine.start("run", {});
  await engine.advanceTo(later(60_000));
  await engine.stop();
  return { calls, states: calls.map(({ state }) => state), status: engine.status() };
}

const box = (state: string): string => state;
const kinds = drains.map(({ sweeps: { name }, wokenBy }) => [name, wokenBy.box] as const);
const oneOfEach = kinds.map(([kind]) => ({ kind, shards: [1, 2] }));

describe("the sweep's workflow", () => {
  it.each(kinds)("leads work of %s to %s, with the kind and the shards and nothing else", async (kind, drain) => {
    const { calls, status } = await play([{ kind, shards: [3, 5] }]);
    expect(calls.map(({ state }) => state)).toEqual(["PlanSweep", box(drain)]);
    expect(calls[1]?.input).toEqual({ kind, shards: [3, 5] });
    expect(status).toEqual({ running: 0, succeeded: 1, failed: [] });
  });

  it("runs no drain when nothing is due", async () => {
    expect((await play([])).states).toEqual(["PlanSweep"]);
  });

  it("lets no drain that fails, whatever with, fail its neighbours or the run", async () => {
    for (const error of [
      "RetryableError",
      "TerminalError",
      "ConfigurationError",
      "Runtime.ExitError",
      "States.Timeout",
    ]) {
      const { states, status } = await play(oneOfEach, ({ state }) => (state === "DrainInbox" ? error : undefined));
      for (const [, drain] of kinds) expect(states).toContain(drain);
      expect(status).toEqual({ running: 0, succeeded: 1, failed: [] });
    }
  });

  it("tries a drain that died once more, soon: what it had in hand is leased, the rest is not", async () => {
    let deaths = 0;
    const { calls } = await play([{ kind: "case", shards: [1] }], ({ state }) =>
      state === "DrainCases" && ++deaths === 1 ? "Runtime.ExitError" : undefined,
    );
    expect(calls.map(({ at, state }) => [at, state])).toEqual([
      [start, "PlanSweep"],
      [start, "DrainCases"],
      [later(2_000), "DrainCases"],
    ]);
  });

  it("leaves work that no box is there for to a later sweep, as while a deployment is under way", async () => {
    const { states, status } = await play([{ kind: "of tomorrow", shards: [1] }, ...oneOfEach]);
    expect(states).toHaveLength(1 + oneOfEach.length);
    expect(status.succeeded).toBe(1);
  });

  it("fails, and so is heard of, when nothing can be planned", async () => {
    const { states, status } = await play([], () => "RetryableError");
    expect(states).toEqual(["PlanSweep", "PlanSweep", "PlanSweep"]);
    expect(status.failed[0]?.error).toMatch(/^NotPlanned: /);
  });

  it("goes through as many pieces of work at a time as are planned at most", () => {
    const map = z.object({ States: z.object({ DrainAll: z.object({ MaxConcurrency: z.int() }) }) });
    const { DrainAll } = map.parse(JSON.parse(readFileSync(definition, "utf8"))).States;
    expect(DrainAll.MaxConcurrency).toBe(workersAtMost);
  });
});
