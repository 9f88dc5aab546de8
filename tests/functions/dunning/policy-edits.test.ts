import { afterAll, describe, expect, it } from "vitest";
import { durationMs, plus } from "../../../functions/platform/duration.ts";
import { msBetween, plusMs } from "../../../functions/platform/instant.ts";
import { editsPlayed, holdThroughEdits, keepPromises, play } from "./policy-edit-laws.ts";
import { exactPolicy, openedAt } from "./sample-case.ts";
import { stage } from "./stage.ts";

describe("a policy that changes while a case sleeps", () => {
  it("sends no letter twice, pauses nobody unwarned, and loses no step that was yet to come", () =>
    holdThroughEdits(300));
  it("keeps the day of the pause that a letter has named, or pauses later", () => keepPromises(100));
});

describe("faults that were seen", () => {
  const policy = exactPolicy.dunning;
  const at = (duration: string) => msBetween(openedAt, plus(openedAt, duration)) / 3_600_000;

  it("a step put in before a letter that was sent does not send it again", async () => {
    const changes = [{ afterHours: at("P3D"), edit: { kind: "insert", at: 1, message: "payment-urgent" } as const }];
    const { mails } = await play(policy, changes);
    expect(mails.filter(({ name }) => name === "payment-failed")).toHaveLength(1);
    expect(mails.map(({ name }) => name)).not.toContain("payment-urgent");
  });

  it("two steps removed at the front do not pause without a warning", async () => {
    const changes = [
      { afterHours: at("P8D"), edit: { kind: "remove", at: 0 } as const },
      { afterHours: at("P8DT1H"), edit: { kind: "remove", at: 0 } as const },
    ];
    const { mails, pausedAt } = await play(policy, changes);
    expect(mails.map(({ name }) => name)).toContain("pause-warning");
    expect(pausedAt).toBe(plusMs(openedAt, durationMs("P18D")));
  });

  it("an end moved while the case sleeps is the end", async () => {
    const { end } = await play(policy, [{ afterHours: at("P20D"), edit: { kind: "move-end", days: 45 } }]);
    expect(end.outcome).toMatchObject({ kind: "lost", at: plus(openedAt, "P45D") });
  });

  it("a retry removed while the case sleeps before it is not made", async () => {
    const set = await stage();
    const output = await set.planned();
    set.reign({ ...set.policyNow(), steps: set.policyNow().steps.map((step) => ({ ...step, retry: false })) });
    await set.handlers["retry-payment"](output);
    expect(set.provider.charges).toEqual([]);
  });
});

afterAll(() => {
  const played = [...editsPlayed()];
  console.log(`Policy edits played: ${played.map(([kind, times]) => `${kind} ${times}`).join(", ")}`);
  expect(played.filter(([, times]) => times === 0)).toEqual([]);
});
