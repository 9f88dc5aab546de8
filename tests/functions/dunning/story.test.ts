import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { DunningCase } from "../../../functions/dunning/case.ts";
import { decide } from "../../../functions/dunning/decide.ts";
import { note } from "../../../functions/dunning/story.ts";
import { plus } from "../../../functions/platform/duration.ts";
import { exactPolicy, openedAt, sampleCase, sampleContext } from "./sample-case.ts";
import { stage } from "./stage.ts";

const pressed = (dunningCase: DunningCase, minutes: number) => {
  const at = plus(openedAt, `PT${minutes}M`);
  const situation = { policy: exactPolicy.dunning, context: sampleContext, now: at };
  return decide(dunningCase, { type: "link-used", message: "payment-failed", at }, situation).state;
};

describe("the story", () => {
  it("counts 400 presses of a link in one line, and keeps its beginning", () => {
    let dunningCase = sampleCase();
    for (let minutes = 1; minutes <= 400; minutes += 1) dunningCase = pressed(dunningCase, minutes);
    expect(dunningCase.timeline.map(({ what, times }) => [what, times])).toEqual([
      ["opened", undefined],
      ["link-used", 400],
    ]);
    expect(dunningCase.timeline[1]).toMatchObject({ at: plus(openedAt, "PT1M"), lastAt: plus(openedAt, "PT400M") });
  });

  it("caps texts from outside, wherever they come to stand", async () => {
    const { planned, handlers, read, ref } = await stage();
    await planned();
    const Cause = JSON.stringify({ errorMessage: "x".repeat(30_000) });
    for (let tries = 0; tries < 50; tries += 1)
      await handlers.plan({ ...ref, epoch: 1, failure: { Error: "RetryableError", Cause } });
    const dunningCase = await read();
    expect(dunningCase.timeline.findLast(({ what }) => what === "step-failed")?.times).toBe(50);
    expect(JSON.stringify(dunningCase).length).toBeLessThan(5_000);
  });

  it("replaces a plan that was only made anew", async () => {
    const { plan, read } = await stage();
    for (let times = 0; times < 5; times += 1) await plan();
    expect((await read()).timeline.map(({ what }) => what)).toEqual(["opened", "planned"]);
  });

  it("joins what was decided and what was done by the key of the effect", async () => {
    const { step, mails, read } = await stage();
    for (let steps = 0; steps < 3; steps += 1) await step();
    const { timeline, attempts } = await read();
    const told = timeline.filter(({ what }) => what === "message").map(({ key }) => `stripe-in_1:${key}`);
    expect(told).toEqual(mails.map(({ messageKey }) => messageKey));
    expect(timeline.filter(({ what }) => what === "retry-payment").map(({ key }) => key)).toEqual(
      attempts.map(({ key }) => key),
    );
  });

  it("says how many charges were made and may follow, and never waits for this very minute", async () => {
    const { step, read } = await stage();
    for (let steps = 0; steps < 12; steps += 1) await step();
    const reasons = (await read()).timeline.filter(({ what }) => what === "planned").map(({ reason }) => reason);
    expect(reasons.flatMap((reason) => /charge \d of \d/.exec(reason) ?? [])).toEqual(
      [1, 2, 3, 4, 5].map((number) => `charge ${number} of 5`),
    );
    expect(reasons).toContain('Now: writes "payment-failed".');
  });

  it("is bounded, tells the beginning and the end, and its lines stay in order, whatever happens", () => {
    const causes = fc.record({
      what: fc.constantFrom("link-used", "step-failed", "retry-payment", "message", "planned", "woken"),
      key: fc.constantFrom("a", "b", undefined),
      reason: fc.string({ maxLength: 2_000 }),
    });
    fc.assert(
      fc.property(fc.array(causes, { maxLength: 600, size: "max" }), (told) => {
        let dunningCase = sampleCase();
        for (const [index, telling] of told.entries())
          dunningCase = note(dunningCase, plus(openedAt, `PT${index}M`), telling);
        const { timeline } = dunningCase;
        expect(timeline.length).toBeLessThanOrEqual(200);
        expect(timeline[0]?.what).toBe("opened");
        expect(timeline.every(({ reason }) => reason.length <= 500)).toBe(true);
        expect(timeline.map(({ at }) => at)).toEqual(timeline.map(({ at }) => at).toSorted());
      }),
      { numRuns: 50 },
    );
  });
});
