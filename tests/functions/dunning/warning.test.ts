import { describe, expect, it } from "vitest";
import { planNext } from "../../../functions/dunning/plan.ts";
import type { LetterFate } from "../../../functions/messages/letter-fates.ts";
import { durationMs, plus } from "../../../functions/platform/duration.ts";
import { exactPolicy, openedAt, sampleCase, sampleContext } from "./sample-case.ts";
import { stage } from "./stage.ts";

const key = "warning:warn-of-pause";
const warnedAt = plus(openedAt, "P15D");
const pauseDay = plus(openedAt, "P18D");
const climbed = { afterMs: durationMs("P18D"), at: pauseDay, result: "declined" };

/** A case that has come to its pause, whose warning ended as `result`, and was taken by the mail service as `fate` says. */
const planOf = (result: string, fate?: LetterFate, now = pauseDay) =>
  planNext(sampleCase({ done: { [key]: { at: warnedAt, result }, "pause:retry-payment": climbed } }), {
    policy: exactPolicy.dunning,
    context: { ...sampleContext, letters: new Map(fate ? [[`stripe-in_1:${key}`, fate]] : []) },
    now,
  });

describe("a pause", () => {
  it("comes at its time after a warning that was sent", () => {
    expect(planOf("sent")).toMatchObject({ act: "pause", dueAt: pauseDay });
    expect(planOf("unconfirmed", { state: "delivered", sentAt: warnedAt })).toMatchObject({
      act: "pause",
      dueAt: pauseDay,
    });
  });

  it("waits while the mail service has not confirmed its warning", () => {
    const next = planOf("unconfirmed", { state: "claimed" });
    expect(next).toMatchObject({ act: "pause", dueAt: plus(pauseDay, "PT1H") });
    expect(next?.reason).toContain("the mail service has not confirmed the warning yet");
  });

  it("leaves a day after a warning that was sent late", () => {
    const sentAt = plus(pauseDay, "PT1H");
    expect(planOf("unconfirmed", { state: "sent", sentAt }, plus(pauseDay, "PT2H"))?.dueAt).toBe(plus(sentAt, "P1D"));
  });

  it.each([
    ["dropped after it was handed over", "unconfirmed", { state: "dropped" }],
    ["only rehearsed", "passed-over", undefined],
  ] as const)("has its warning written again where it was %s", (_, result, fate) => {
    expect(planOf(result, fate)).toMatchObject({ act: "warn-of-pause", key: `${key}~2` });
  });

  it.each([
    ["could not be delivered", "undeliverable", undefined],
    ["came back", "sent", { state: "bounced", bounce: "permanent", sentAt: warnedAt }],
    ["may have been sent before a restore", "before a restore", undefined],
  ] as const)("is left out where its warning %s", (_, result, fate) => {
    expect(planOf(result, fate)).toMatchObject({ act: "notify", key: "pause:notify" });
  });

  it("is planned from the first warning on though the step was passed", () => {
    const lone = sampleCase({ done: { "pause:retry-payment": climbed } });
    const situation = { policy: exactPolicy.dunning, context: sampleContext, now: pauseDay };
    expect(planNext(lone, situation)).toMatchObject({ act: "warn-of-pause", key, dueAt: pauseDay });
  });
});

describe("a customer who cannot be warned", () => {
  it("is not paused, and a person is asked once", async () => {
    const { step, provider, mails, read } = await stage({}, "no address");
    const acts: string[] = [];
    while (acts.at(-1) !== "finished" && acts.length < 40) acts.push(await step());
    expect(provider.done).not.toContain("pause");
    expect(mails.map(({ name }) => name)).toEqual(["hand-over"]);
    expect((await read()).outcome?.kind).toBe("lost");
  });
});
