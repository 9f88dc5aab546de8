import { describe, expect, it } from "vitest";
import { adopted } from "../../../functions/dunning/former-keys.ts";
import { plus } from "../../../functions/platform/duration.ts";
import { exactPolicy, openedAt, sampleCase } from "./sample-case.ts";
import { stage } from "./stage.ts";

const done = (...keys: string[]) => Object.fromEntries(keys.map((key) => [key, { at: openedAt, result: "sent" }]));
const former = { done: done("0:retry-payment", "1:retry-payment", "1:notify"), lastMessage: "1:notify" };

describe("a case whose steps were remembered by their number", () => {
  it("goes by their names, in the order the policy has them", () => {
    const { done: named, lastMessage } = adopted(sampleCase(former), exactPolicy.dunning);
    expect(Object.keys(named)).toEqual([
      "first-retry:retry-payment",
      "first-letter:retry-payment",
      "first-letter:notify",
    ]);
    expect(lastMessage).toBe("first-letter:notify");
  });

  it("is not written to again", async () => {
    const { step, mails, read } = await stage(former);
    expect(await step()).toBe("retry-payment");
    expect(mails.map(({ name }) => name)).toEqual(["payment-reminder"]);
    expect(Object.keys((await read()).done)).not.toContain("1:notify");
  });

  it("does what it slept before under the key it was planned with", async () => {
    const dueAt = plus(openedAt, "PT6H");
    const planned = { act: "retry-payment", key: "0:retry-payment", dueAt, reason: "" } as const;
    const { handlers, ref, moveTo, provider, plan } = await stage({ planned });
    moveTo(dueAt);
    await handlers["retry-payment"]({ ...ref, epoch: 1, step: { act: "retry-payment", key: planned.key, dueAt } });
    expect(provider.charges.map(({ key }) => key)).toEqual(["stripe-in_1:0:retry-payment"]);
    expect((await plan()).step).toMatchObject({ key: "first-letter:retry-payment" });
  });

  it("keeps keys of steps the policy no longer has", () => {
    expect(Object.keys(adopted(sampleCase({ done: done("9:notify") }), exactPolicy.dunning).done)).toEqual([
      "9:notify",
    ]);
  });
});
