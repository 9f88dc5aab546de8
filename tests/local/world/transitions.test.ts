import { expect, it } from "vitest";
import { transitionsPerClosedCase } from "../../../local/world/transitions.ts";
import { sampleCase } from "../../functions/dunning/sample-case.ts";

const start = "2026-01-05T00:00:00.000Z";

/** Of executions by name, how many states they entered; of cases, their epoch and whether they are closed. */
function world(entered: Record<string, number>, cases: Record<string, readonly [epoch: number, closed: boolean]>) {
  const caseOf = ([caseId, [epoch, closed]]: [string, readonly [number, boolean]]) =>
    [caseId, sampleCase({ caseId, epoch, status: closed ? "closed" : "open" })] as const;
  return {
    engine: {
      history: async (name: string) =>
        Array.from({ length: entered[name] ?? 0 }, () => ({ at: start, state: "WhichAct" })),
    },
    tally: { cases: new Map(Object.entries(cases).map(caseOf)) },
  };
}

it("counts every execution of a closed case, superseded ones too, and no open case", async () => {
  const entered = { "a-1": 10, "a-2": 7, "b-1": 4, "c-1": 100, "c-2": 100 };
  expect(await transitionsPerClosedCase(world(entered, { a: [2, true], b: [1, true], c: [2, false] }))).toBe(10.5);
});

it("is 0 where no case is closed", async () => {
  expect(await transitionsPerClosedCase(world({ "a-1": 10 }, { a: [1, false] }))).toBe(0);
});
