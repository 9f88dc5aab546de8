import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fnv1a } from "../../../functions/platform/hash.ts";
import { instantOfMs, msOf } from "../../../functions/platform/instant.ts";
import { startWorkflowEngine, type WorkflowEngineSetting } from "../../../local/engine/workflow-engine.ts";
import { startReferenceEngine } from "./reference/reference-engine.ts";

const start = "2026-01-05T00:00:00.000Z";
const later = (ms: number) => instantOfMs(msOf(start) + ms);
const workflows = join(import.meta.dirname, "../../../workflows");

interface Call {
  readonly at: string;
  readonly state: string;
  readonly input: unknown;
}

/** The functions behind a workflow: what they answer to a call, the same one for the `tries`th time, after `calls` others. */
type Functions = (call: Call, tries: number, calls: number) => unknown;

const failure = fc.constantFrom(
  ...["RetryableError", "TerminalError", "ConfigurationError", "TypeError", "Runtime.ExitError"],
);
const failing = (call: Call, name: string) => {
  throw Object.assign(new Error(`${call.state} failed`), { name });
};

const stepOfCase = fc.record({
  act: fc.constantFrom(
    ...["retry-payment", "notify", "warn-of-pause", "pause", "resume", "hand-to-person", "close"],
    ...["finished", "superseded", "unheard-of"],
  ),
  dueMs: fc.integer({ min: -1_000_000, max: 5 * 86_400_000 }),
});

/** Call by call: a step, or an error by name. */
const dunning: fc.Arbitrary<Functions> = fc
  .array(fc.oneof(stepOfCase, failure), { maxLength: 25 })
  .map((given) => (call, _tries, calls) => {
    const answer = given[calls] ?? { act: "finished", dueMs: 0 };
    if (typeof answer === "string") return failing(call, answer);
    return {
      ...{ caseId: "c", customerId: "p", epoch: 1 },
      step: { act: answer.act, key: "k", dueAt: later(answer.dueMs) },
    };
  });

const work = fc.record({
  kind: fc.constantFrom("inbox", "case", "message", "unheard-of"),
  shards: fc.array(fc.nat(63)),
});

/** A plan, and what the drains do; which is whose follows from the call, because drains go on side by side. */
const sweep: fc.Arbitrary<Functions> = fc
  .record({
    plans: fc.array(fc.oneof(fc.array(work, { maxLength: 12 }), failure), { minLength: 1, maxLength: 4 }),
    drains: fc.array(fc.option(failure), { minLength: 1, maxLength: 7 }),
  })
  .map(({ plans, drains }) => (call, tries, calls) => {
    const answer =
      call.state === "PlanSweep"
        ? plans[calls % plans.length]
        : drains[fnv1a(`${JSON.stringify([call.state, call.input])} ${tries}`) % drains.length];
    if (typeof answer === "string") return failing(call, answer);
    return call.state === "PlanSweep" ? { work: answer } : { taken: 1, left: [] };
  });

/** Each workflow's functions. */
const behind: Readonly<Record<string, fc.Arbitrary<Functions>>> = {
  "dunning.asl.json": dunning,
  "sweep.asl.json": sweep,
};

/** What happens at the same instant in several strands of a Map has no order. */
const inOrder = <T extends { readonly at: string }>(events: readonly T[]): T[] =>
  events.toSorted(
    (a, b) => Number(JSON.stringify(a) > JSON.stringify(b)) || -Number(JSON.stringify(a) < JSON.stringify(b)),
  );

type Start = (setting: WorkflowEngineSetting) => ReturnType<typeof startWorkflowEngine>;

interface Traced {
  readonly definition: string;
  readonly functions: Functions;
  readonly seed: number;
}

/** Everything that can be seen of two executions: each call with its time and input, each state, how both ended. */
async function traceOf(startEngine: Start, { definition, functions, seed }: Traced) {
  const calls: Call[] = [];
  let now = start;
  const engine = await startEngine({
    definition,
    start,
    seed,
    onTime: (instant) => {
      now = instant;
    },
    runTask: async (state, input) => {
      const call = { at: now, state, input };
      const same = calls.filter((one) => JSON.stringify([one.state, one.input]) === JSON.stringify([state, input]));
      calls.push(call);
      return functions(call, same.length, calls.length - 1);
    },
  });
  await engine.start("a", { customerId: "p", caseId: "c", epoch: 1 });
  await engine.start("b", { customerId: "p", caseId: "d", epoch: 2 });
  const wakings = [await engine.nextWakeAt()];
  for (const days of [0, 3, 40, 400]) {
    await engine.advanceTo(later(days * 86_400_000));
    wakings.push(await engine.nextWakeAt());
  }
  const inStrands = readFileSync(definition, "utf8").includes('"Map"');
  const ordered = <T extends { readonly at: string }>(events: readonly T[]) => (inStrands ? inOrder(events) : events);
  const trace = {
    calls: ordered(calls),
    wakings,
    status: engine.status(),
    histories: [ordered(await engine.history("a")), ordered(await engine.history("b"))],
    again: [await engine.start("a", {}), await engine.start("b", {})],
  };
  await engine.stop();
  return trace;
}

describe.each(globSync("*.asl.json", { cwd: workflows }))("%s", (file) => {
  it("runs as aws-local-stepfunctions runs it, whatever the functions behind it do", { timeout: 300_000 }, async () => {
    const definition = join(workflows, file);
    const functionsBehind = behind[file];
    if (functionsBehind === undefined) throw new Error(`Say in this test what the functions behind ${file} answer.`);
    await fc.assert(
      fc.asyncProperty(functionsBehind, fc.nat(1_000), async (functions, seed) => {
        const ours = await traceOf(startWorkflowEngine, { definition, functions, seed });
        expect(ours).toEqual(await traceOf(startReferenceEngine, { definition, functions, seed }));
      }),
      { numRuns: file === "dunning.asl.json" ? 60 : 30 },
    );
  });
});
