import { globSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { describe, expect, it } from "vitest";
import { aslFaults, type CarriedOn } from "./asl-rules.ts";

const folder = join(import.meta.dirname, "../../workflows");
const files = globSync("*.asl.json", { cwd: folder });

/** What is not named here is carried on by nobody but itself. */
const carriedOn: Readonly<Record<string, CarriedOn>> = { "sweep.asl.json": "begun-anew" };

describe("every workflow", () => {
  it("is looked at", () => {
    expect(files.toSorted()).toEqual(["dunning.asl.json", "sweep.asl.json"]);
    expect(globSync("**/*", { cwd: folder }).filter((file) => !files.includes(file))).toEqual([]);
  });

  it.each(files.map((file) => basename(file)))("%s runs everywhere and strands no case", (file) => {
    expect(aslFaults(JSON.parse(readFileSync(join(folder, file), "utf8")), carriedOn[file])).toEqual([]);
  });
});

const work = {
  Type: "Task",
  Resource: `\${WorkFunctionArn}`,
  TimeoutSeconds: 60,
  Retry: [
    { ErrorEquals: ["TerminalError"], MaxAttempts: 0 },
    { ErrorEquals: ["States.ALL"], IntervalSeconds: 2, BackoffRate: 2, MaxAttempts: 5 },
  ],
  Catch: [{ ErrorEquals: ["States.ALL"], ResultPath: "$.failure", Next: "Which" }],
  Next: "Which",
};
const choice = {
  Type: "Choice",
  Choices: [{ Variable: "$.step", StringEquals: "done", Next: "Done" }],
  Default: "Sleep",
};
const good = {
  StartAt: "Work",
  States: {
    Work: work,
    Which: choice,
    Sleep: { Type: "Wait", Seconds: 5, Next: "Shape" },
    Shape: { Type: "Pass", Next: "Work" },
    Done: { Type: "Succeed" },
  },
};
const withState = (states: object) => ({ ...good, States: { ...good.States, ...states } });
const withWork = (more: object) => withState({ Work: { ...work, ...more } });
const retrying = (more: object) => withWork({ Retry: [{ ...work.Retry[1], ...more }] });
const catching = (more: object) => withWork({ Catch: [{ ...work.Catch[0], ...more }] });
const without = <T extends object>(field: keyof T, object: T) =>
  Object.fromEntries(Object.entries(object).filter(([name]) => name !== field));

const inMap = {
  ...{ StartAt: "Work", ProcessorConfig: { Mode: "INLINE" } },
  States: {
    Work: { ...work, Catch: [{ ...work.Catch[0], Next: "Done" }], Next: "Done" },
    Done: { Type: "Succeed" },
  },
};
const mapping = {
  StartAt: "Each",
  States: {
    Each: { Type: "Map", ItemsPath: "$.items", MaxConcurrency: 8, ItemProcessor: inMap, Next: "Done" },
    Done: { Type: "Succeed" },
  },
};
const withMap = (more: object) => ({
  ...mapping,
  States: { ...mapping.States, Each: { ...mapping.States.Each, ...more } },
});
const withinMap = (states: object) => withMap({ ItemProcessor: { ...inMap, States: { ...inMap.States, ...states } } });

describe("the rules of a Map", () => {
  it("find nothing wrong with a good one", () => {
    expect(aslFaults(mapping)).toEqual([]);
  });

  it.each([
    ["the former field", withMap({ Iterator: inMap }), "Each (Map): It needs an ItemProcessor of mode INLINE."],
    [
      "a distributed one",
      withMap({ ItemProcessor: { ...inMap, ProcessorConfig: { Mode: "DISTRIBUTED" } } }),
      "Each (Map): It needs an ItemProcessor of mode INLINE.",
    ],
    ["no items", withMap({ ItemsPath: undefined }), "Each (Map): It has no ItemsPath."],
    ["no limit", withMap({ MaxConcurrency: 0 }), "Each (Map): It does not say how many at a time."],
    [
      "items made anew",
      withMap({ ItemSelector: {} }),
      "Each (Map): It uses ItemSelector, which is not run everywhere.",
    ],
    [
      "an item that ends the others",
      withinMap({ Work: { ...work, Next: "Lost" }, Lost: { Type: "Fail" } }),
      "Each (Map): Lost (Fail) may end what a Map does with other items; use Task, Choice, Pass, Succeed.",
    ],
    [
      "an item that sleeps",
      withinMap({ Work: { ...work, Next: "Sleep" }, Sleep: { Type: "Wait", Seconds: 1, Next: "Done" } }),
      "Each (Map): Sleep (Wait) may end what a Map does with other items; use Task, Choice, Pass, Succeed.",
    ],
    [
      "a task that catches nothing",
      withinMap({ Work: { ...inMap.States.Work, Catch: undefined } }),
      "Each (Map): Work (Task) must catch States.ALL.",
    ],
    [
      "a choice without a default",
      withinMap({ Work: { ...inMap.States.Work, Next: "Which" }, Which: { Type: "Choice", Choices: choice.Choices } }),
      "Each (Map): Which (Choice) has no Default.",
    ],
  ])("find %s", (_, machine, fault) => {
    expect(aslFaults(machine)).toContain(fault);
  });
});

it("a machine that a schedule begins anew may fail where a box fails", () => {
  const failing = withState({
    Work: { ...work, Catch: [{ ...work.Catch[0], Next: "Failed" }] },
    Failed: { Type: "Fail" },
  });
  expect(aslFaults(failing)).toContain("Work (Task) gives the case up where it catches.");
  expect(aslFaults(failing, "begun-anew")).toEqual([]);
});

describe("the rules", () => {
  it("find nothing wrong with a good machine", () => {
    expect(aslFaults(good)).toEqual([]);
    expect(aslFaults({ ...good, QueryLanguage: "JSONPath" })).toEqual([]);
  });

  it.each([
    ["another language", { ...good, QueryLanguage: "JSONata" }, "The machine speaks JSONata; use JSONPath."],
    ["another language in one state", withWork({ QueryLanguage: "JSONata" }), "Work (Task) does not speak JSONPath."],
    [
      "a field the embedded engine passes over",
      withWork({ Assign: { a: 1 } }),
      "Work (Task) uses Assign, which is not run everywhere.",
    ],
    [
      "an unsupported type",
      withState({ Shape: { Type: "Parallel", Next: "Work" } }),
      "Shape (Parallel) is of a type that is not run everywhere; use Task, Choice, Wait, Pass, Map, Succeed, Fail.",
    ],
    [
      "a limit on the whole",
      { ...good, TimeoutSeconds: 60 },
      "The machine times out as a whole; a sleeping case may take as long as it takes.",
    ],
    ["a start that does not exist", { ...good, StartAt: "Gone" }, "The machine starts at Gone, which does not exist."],
    ["a next that does not exist", withWork({ Next: "Gone" }), "Work (Task) leads to Gone, which does not exist."],
    [
      "a choice that does not exist",
      withState({ Which: { ...choice, Default: "Gone" } }),
      "Which (Choice) leads to Gone, which does not exist.",
    ],
    ["a catch that does not exist", catching({ Next: "Gone" }), "Work (Task) leads to Gone, which does not exist."],
    ["a state never reached", withState({ Lost: { Type: "Pass", Next: "Work" } }), "Lost is never reached."],
    [
      "a state without a way to an end",
      withState({ Sleep: { Type: "Wait", Seconds: 5, Next: "Sleep" } }),
      "Sleep can never come to an end.",
    ],
    [
      "an end without a name",
      withState({ Shape: { Type: "Pass", End: true } }),
      "Shape (Pass) has End; lead to a named Succeed or Fail state instead.",
    ],
    ["a state that leads nowhere", withState({ Shape: { Type: "Pass" } }), "Shape (Pass) has no Next."],
    ["a choice without a default", withState({ Which: without("Default", choice) }), "Which (Choice) has no Default."],
    [
      "a choice that leads nowhere",
      withState({ Which: { ...choice, Choices: [{ Variable: "$.step", IsPresent: true }] } }),
      "Which (Choice) has a choice that leads nowhere.",
    ],
    [
      "a wait for nothing",
      withState({ Sleep: { Type: "Wait", Next: "Shape" } }),
      "Sleep (Wait) must wait by exactly one field.",
    ],
    [
      "a wait for two things",
      withState({ Sleep: { Type: "Wait", Seconds: 5, TimestampPath: "$.at", Next: "Shape" } }),
      "Sleep (Wait) must wait by exactly one field.",
    ],
    [
      "a task with an ARN of its own",
      withWork({ Resource: "arn:aws:lambda:eu-north-1:1:function:work" }),
      "Work (Task) must name its function by a substitution that ends in FunctionArn.",
    ],
    [
      "a task without a limit",
      withState({ Work: without("TimeoutSeconds", work) }),
      "Work (Task) has no TimeoutSeconds.",
    ],
    [
      "a task that is never retried",
      withState({ Work: without("Retry", work) }),
      "Work (Task) must end its Retry with States.ALL.",
    ],
    [
      "a task retried for some errors only",
      retrying({ ErrorEquals: ["RetryableError"] }),
      "Work (Task) must end its Retry with States.ALL.",
    ],
    [
      "retries without a number",
      retrying({ MaxAttempts: undefined }),
      "Work (Task) must set MaxAttempts for States.ALL.",
    ],
    ["retries of zero", retrying({ MaxAttempts: 0 }), "Work (Task) must set MaxAttempts for States.ALL."],
    ["retries at a constant pace", retrying({ BackoffRate: 1 }), "Work (Task) must wait longer from try to try."],
    [
      "retries without a pause",
      retrying({ IntervalSeconds: undefined }),
      "Work (Task) must wait longer from try to try.",
    ],
    ["a task that catches nothing", withState({ Work: without("Catch", work) }), "Work (Task) must catch States.ALL."],
    [
      "a task that catches some errors only",
      catching({ ErrorEquals: ["TerminalError"] }),
      "Work (Task) must catch States.ALL.",
    ],
    [
      "a catch that forgets whose case it is",
      catching({ ResultPath: undefined }),
      "Work (Task) loses its input where it catches; set ResultPath.",
    ],
    [
      "a catch that replaces the input",
      catching({ ResultPath: "$" }),
      "Work (Task) loses its input where it catches; set ResultPath.",
    ],
    [
      "a catch that strands the case",
      withState({ Work: { ...work, Catch: [{ ...work.Catch[0], Next: "Failed" }] }, Failed: { Type: "Fail" } }),
      "Work (Task) gives the case up where it catches.",
    ],
    ["a document that is no machine", { StartAt: "Work" }, "States: Invalid input."],
  ])("find %s", (_, machine, fault) => {
    expect(aslFaults(machine)).toContain(fault);
  });
});
