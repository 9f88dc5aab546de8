import { describe, expect, it } from "vitest";
import {
  brokenFigures,
  figureNames,
  figures,
  figuresMarkdown,
  goalText,
  missedGoals,
  valueText,
} from "../../bench/figures.ts";

describe("a goal", () => {
  it("holds up to and including itself, whichever way it goes", () => {
    expect(missedGoals({ readUnitsPerEvent: 3 }, ["readUnitsPerEvent"])).toEqual([]);
    expect(missedGoals({ worldLifecyclesPerCoreSecond: 300 }, ["worldLifecyclesPerCoreSecond"])).toEqual([]);
  });

  it("is missed with a sentence", () => {
    const measured = { readUnitsPerEvent: 50.75, worldLifecyclesPerCoreSecond: 299, eventCpuGrowth: Number.NaN };
    expect(missedGoals(measured, ["readUnitsPerEvent", "worldLifecyclesPerCoreSecond", "eventCpuGrowth"])).toEqual([
      "readUnitsPerEvent is 50.8 read request units; the goal is <= 3.",
      "worldLifecyclesPerCoreSecond is 299 customer months per second of CPU; the goal is >= 300.",
      "eventCpuGrowth is NaN times; the goal is <= 1.1.",
    ]);
  });

  it("that a machine may miss by itself fails no run before its limit", () => {
    const names = ["worldLifecyclesPerCoreSecond", "readUnitsPerEvent"] as const;
    expect(brokenFigures({ worldLifecyclesPerCoreSecond: 91, readUnitsPerEvent: 3 }, names)).toEqual([]);
    expect(brokenFigures({ worldLifecyclesPerCoreSecond: 89, readUnitsPerEvent: 3.1 }, names)).toEqual([
      "worldLifecyclesPerCoreSecond is 89 customer months per second of CPU; it must be >= 90.",
      "readUnitsPerEvent is 3.1 read request units; it must be <= 3.",
    ]);
  });

  it("is missed by a figure that was not measured", () => {
    expect(brokenFigures({}, ["sandboxPeakMb"])).toEqual(["sandboxPeakMb was not measured."]);
  });
});

it("every figure fixes its workload in whole sentences", () => {
  expect(figureNames).toEqual(Object.keys(figures));
  expect(figureNames.filter((name) => !/^[A-Z\d].+\.$/.test(figures[name].workload))).toEqual([]);
});

it("the table shows before, after and the goal, and says what each figure is", () => {
  const text = figuresMarkdown({ sandboxPeakMb: 1234.5 });
  expect(text).toContain("| `sandboxPeakMb` | 1,640 | 471 | 1,235 (missed) | <= 450 | MB |");
  expect(text).toContain("- `sandboxPeakMb`: The greatest resident memory");
  expect(text).not.toContain("readUnitsPerEvent");
});

it.each([
  [0.7512, "0.751"],
  [15.72, "15.7"],
  [1640.4, "1,640"],
])("%d is shown as %s", (value, text) => {
  expect(valueText(value)).toBe(text);
});

it.each([
  [{ least: 300 }, ">= 300"],
  [{ most: 0.85 }, "<= 0.85"],
])("a goal is shown with its direction", (goal, text) => {
  expect(goalText(goal)).toBe(text);
});
