import { durationMs } from "../../platform/duration.ts";
import type { DunningStep } from "./dunning-policy.ts";

type Steps = readonly DunningStep[];

/** A Standard execution of Step Functions lives a year at most; the rest is left for waits and cool-downs. */
const longest = "P350D";

/** The ladder as a whole: it climbs, it ends once, and it does so within the life of an execution. */
export const proveSteps = (steps: Steps): string[] => [
  ...proveIds(steps),
  ...proveOrder(steps),
  ...proveEnd(steps),
  ...provePause(steps),
  ...steps.flatMap((step, index) =>
    step.retry || step.pause || step.handOver || step.message !== undefined || step.end !== undefined
      ? []
      : [`dunning.steps.${index}: does nothing; give it a retry, pause, message, handOver or end, or remove it.`],
  ),
];

/** What keys of other acts begin with. */
const taken: ReadonlySet<string> = new Set(["settle", "card", "person", "link"]);

function proveIds(steps: Steps): string[] {
  return steps.flatMap(({ id }, index) => {
    const first = steps.findIndex((step) => step.id === id);
    if (taken.has(id)) return [`dunning.steps.${index}.id: ${id} names something else already; choose another.`];
    if (first === index) return [];
    return [
      `dunning.steps.${index}.id: dunning.steps.${first} is called ${id} too; what was done of a step is remembered by its id, so give each its own.`,
    ];
  });
}

function proveOrder(steps: Steps): string[] {
  return steps.flatMap(({ after }, index) => {
    const before = steps[index - 1];
    if (before === undefined) {
      return durationMs(after) > 0 ? [] : [`dunning.steps.0.after: ${after} must be longer than zero.`];
    }
    if (durationMs(after) > durationMs(before.after)) return [];
    return [
      `dunning.steps.${index}.after: ${after} is not later than the ${before.after} of the step before it; put the steps in order of time.`,
    ];
  });
}

function proveEnd(steps: Steps): string[] {
  const last = steps.length - 1;
  const problems = steps
    .slice(0, last)
    .flatMap(({ end }, index) =>
      end === undefined
        ? []
        : [
            `dunning.steps.${index}.end: the case ends here, but dunning.steps.${index + 1} comes after it; remove what follows or leave the end to the last step.`,
          ],
    );
  const final = steps[last];
  if (final !== undefined && final.end === undefined) {
    problems.push(
      `dunning.steps.${last}.end: the last step has no end; say what becomes of the unpaid invoice: mark-uncollectible, cancel-subscription or leave-open.`,
    );
  }
  if (final !== undefined && durationMs(final.after) > durationMs(longest)) {
    problems.push(
      `dunning.steps.${last}.after: ${final.after} is longer than ${longest}; an execution of Step Functions lives a year at most.`,
    );
  }
  return problems;
}

function provePause(steps: Steps): string[] {
  const pauses = steps.flatMap(({ pause }, index) => (pause ? [index] : []));
  return pauses
    .slice(1)
    .map(
      (index) =>
        `dunning.steps.${index}.pause: dunning.steps.${pauses[0]} has paused the subscription already; pause once.`,
    );
}
