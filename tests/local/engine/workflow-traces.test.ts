import { globSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { instantOfMs, msOf } from "../../../functions/platform/instant.ts";
import { startWorkflowEngine, type WorkflowEngineSetting } from "../../../local/engine/workflow-engine.ts";
import { startReferenceEngine } from "./reference/reference-engine.ts";

const start = "2026-01-05T00:00:00.000Z";
const later = (ms: number) => instantOfMs(msOf(start) + ms);
const workflows = join(import.meta.dirname, "../../../workflows");

/** What the functions behind a workflow answer, call by call: a step, or an error by name. */
const answers = fc.array(
  fc.oneof(
    fc.record({
      act: fc.constantFrom(
        ...["retry-payment", "notify", "warn-of-pause", "pause", "resume", "hand-to-person", "close"],
        ...["finished", "superseded", "unheard-of"],
      ),
      dueMs: fc.integer({ min: -1_000_000, max: 5 * 86_400_000 }),
    }),
    fc.constantFrom("RetryableError", "TerminalError", "ConfigurationError", "TypeError", "Runtime.ExitError"),
  ),
  { maxLength: 25 },
);
type Answers = typeof answers extends fc.Arbitrary<infer T> ? T : never;

type Start = (setting: WorkflowEngineSetting) => ReturnType<typeof startWorkflowEngine>;

/** Everything that can be seen of two executions: each call with its time and input, each state, how both ended. */
async function traceOf(startEngine: Start, definition: string, given: Answers, seed: number) {
  const calls: unknown[] = [];
  let now = start;
  const engine = await startEngine({
    definition,
    start,
    seed,
    onTime: (instant) => {
      now = instant;
    },
    runTask: async (state, input) => {
      const answer = given[calls.length] ?? { act: "finished", dueMs: 0 };
      calls.push({ at: now, state, input });
      if (typeof answer === "string") throw Object.assign(new Error(`${state} failed`), { name: answer });
      return {
        caseId: "c",
        customerId: "p",
        epoch: 1,
        step: { act: answer.act, key: "k", dueAt: later(answer.dueMs) },
      };
    },
  });
  await engine.start("a", { customerId: "p", caseId: "c", epoch: 1 });
  await engine.start("b", { customerId: "p", caseId: "d", epoch: 2 });
  const wakings = [await engine.nextWakeAt()];
  for (const days of [0, 3, 40, 400]) {
    await engine.advanceTo(later(days * 86_400_000));
    wakings.push(await engine.nextWakeAt());
  }
  const trace = {
    calls,
    wakings,
    status: engine.status(),
    histories: [await engine.history("a"), await engine.history("b")],
    again: [await engine.start("a", {}), await engine.start("b", {})],
  };
  await engine.stop();
  return trace;
}

describe.each(globSync("*.asl.json", { cwd: workflows }))("%s", (file) => {
  it("runs as aws-local-stepfunctions runs it, whatever the functions behind it do", { timeout: 300_000 }, async () => {
    const definition = join(workflows, file);
    await fc.assert(
      fc.asyncProperty(answers, fc.nat(1_000), async (given, seed) => {
        const ours = await traceOf(startWorkflowEngine, definition, given, seed);
        expect(ours).toEqual(await traceOf(startReferenceEngine, definition, given, seed));
      }),
      { numRuns: 60 },
    );
  });
});
