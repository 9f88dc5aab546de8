import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { plus } from "../../../functions/platform/duration.ts";
import { type Instant, later } from "../../../functions/platform/instant.ts";
import { startWorkflowEngine } from "../../../local/engine/workflow-engine.ts";
import { openedAt } from "./sample-case.ts";
import { stage } from "./stage.ts";

/**
 * A process may die after it has recorded its act and planned the next, before Step Functions has its answer. It is then
 * called again, up to six times, and after that the plan hears of a failure that was none. Nothing of it may show.
 */

const definitions = {
  "the workflow of today": new URL("../../../workflows/dunning.asl.json", import.meta.url),
  "the former workflow": new URL("../../fixtures/workflows/every-box-returns-to-the-plan.asl.json", import.meta.url),
};

const boxes = {
  PlanNextStep: "plan",
  RetryPayment: "retry-payment",
  Notify: "notify",
  WarnOfPause: "warn-of-pause",
  PauseSubscription: "pause",
  ResumeSubscription: "resume",
  HandToPerson: "hand-to-person",
  CloseCase: "close",
} as const;
const isBox = (state: string): state is keyof typeof boxes => Object.hasOwn(boxes, state);

interface Course {
  /** Which answers are lost, call by call; beyond its end none is. */
  readonly lost: readonly boolean[];
  /** When the customer puts in another card, which is declined as well, and when the invoice is paid elsewhere. */
  readonly cardAfterHours: number | undefined;
  readonly paidAfterHours: number | undefined;
}

/** Plays a case and all of its executions to their end. */
async function play(definition: URL, { lost, cardAfterHours, paidAfterHours }: Course) {
  const set = await stage({ startedEpoch: 0 });
  let calls = 0;
  const engine = await startWorkflowEngine({
    definition,
    start: openedAt,
    onTime: (now) => set.moveTo(later(set.now(), now)),
    runTask: async (state, input) => {
      if (!isBox(state)) throw new Error(`${state} is no box.`);
      const answer = await set.handlers[boxes[state]](input);
      const isLost = lost[calls] ?? false;
      calls += 1;
      if (isLost) throw Object.assign(new Error("Runtime exited"), { name: "Runtime.ExitError" });
      return answer;
    },
  });
  const start = (epoch: number) => engine.start(`stripe-in_1-${epoch}`, { ...set.ref, epoch });
  const tellAt = async (at: Instant, tell: (at: Instant) => ReturnType<typeof set.tell>) => {
    await engine.advanceTo(at);
    for (const action of (await tell(at)).actions) if (action.type === "start-execution") await start(action.epoch);
  };
  const events = [
    cardAfterHours !== undefined && {
      at: plus(openedAt, `PT${cardAfterHours}H`),
      tell: (at: Instant) => set.tell(set.ports, set.ref, { type: "card-changed", at, cardId: "pm_2" }),
    },
    paidAfterHours !== undefined && {
      at: plus(openedAt, `PT${paidAfterHours}H`),
      tell: (at: Instant) => {
        set.provider.status = set.provider.status === "open" ? "paid" : set.provider.status;
        return set.tell(set.ports, set.ref, { type: "invoice-paid", at, byHand: false });
      },
    },
  ];
  await start(1);
  for (const { at, tell } of events.filter((event) => event !== false).toSorted((a, b) => (a.at < b.at ? -1 : 1)))
    await tellAt(at, tell);
  await engine.advanceTo(plus(openedAt, "P100D"));
  const { status, outcome, done, timeline } = await set.read();
  return {
    executions: engine.status(),
    charges: set.provider.charges.map(({ key }) => key),
    provider: set.provider.done,
    mails: set.mails.map(({ messageKey }) => messageKey),
    ...{ status, outcome: outcome?.kind },
    done: Object.entries(done).map(([key, { result }]) => `${key}: ${result}`),
    story: timeline.map(({ what, key }) => `${what} ${key}`),
  };
}

/** Steps are due at quarters of days. What is called again minutes later must still come before what comes next. */
const hoursAfterAStep = (hours: number) => fc.integer({ min: 0, max: 29 * 4 }).map((quarters) => quarters * 6 + hours);

const courses: fc.Arbitrary<Course> = fc.record({
  lost: fc.array(fc.boolean(), { maxLength: 150 }),
  cardAfterHours: fc.option(hoursAfterAStep(2), { nil: undefined }),
  paidAfterHours: fc.option(hoursAfterAStep(4), { nil: undefined }),
});

describe.each(Object.entries(definitions))("under %s", (_, definition) => {
  it("answers that are lost change nothing of what is done, in which order, and how the story is told", async () => {
    await fc.assert(
      fc.asyncProperty(courses, async (course) => {
        const undisturbed = await play(definition, { ...course, lost: [] });
        expect(undisturbed).toMatchObject({ status: "closed", executions: { running: 0, failed: [] } });
        expect(await play(definition, course)).toEqual(undisturbed);
      }),
      { numRuns: 40 },
    );
  });
});
