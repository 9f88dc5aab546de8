import { describe, expect, it } from "vitest";
import { startExecution } from "../../../functions/dunning/start-executions.ts";
import { plus } from "../../../functions/platform/duration.ts";
import { openedAt } from "./sample-case.ts";
import { stage } from "./stage.ts";

/** The store comes back as it was before the first letter, while an execution of a later epoch sleeps. */
const restored = () => stage({ epoch: 2, startedEpoch: 2 });
const slept = (key: string, act: string, dueAt: string) => ({ act, key, dueAt });

describe("an execution that is newer than its case", () => {
  it("does the act it slept before, under its own key, and takes what lies below for done", async () => {
    const { handlers, ref, mails, read, moveTo, provider } = await restored();
    const dueAt = plus(openedAt, "P7D");
    moveTo(dueAt);
    const step = slept("reminder:retry-payment", "retry-payment", dueAt);
    const output = await handlers["retry-payment"]({ ...ref, epoch: 5, step });
    expect(provider.charges.map(({ key }) => key)).toEqual(["stripe-in_1:reminder:retry-payment"]);
    expect(output.step).toMatchObject({ act: "retry-payment", key: "warning:retry-payment" });
    expect(mails.map(({ name }) => name)).toEqual(["payment-reminder"]);
    expect(await read()).toMatchObject({ epoch: 5, done: { "first-letter:notify": { result: "before a restore" } } });
  });

  it("that has only just begun takes for done whatever was due by now, and goes on with what is to come", async () => {
    const { handlers, ref, moveTo, mails } = await restored();
    moveTo(plus(openedAt, "P8D"));
    const output = await handlers.plan({ ...ref, epoch: 9 });
    expect(output.step).toMatchObject({ act: "retry-payment", dueAt: plus(openedAt, "P15D") });
    expect(mails).toEqual([]);
  });

  it("leaves the pause to a person where nobody knows whether the warning was sent", async () => {
    const { handlers, ref, moveTo, step, provider, mails } = await restored();
    moveTo(plus(openedAt, "P17D"));
    await handlers.plan({ ...ref, epoch: 9 });
    const acts: string[] = [];
    while (acts.at(-1) !== "finished" && acts.length < 40) acts.push(await step());
    expect(provider.done).not.toContain("pause");
    expect(acts.filter((act) => act === "hand-to-person")).toHaveLength(1);
    expect(mails.map(({ name }) => name)).not.toContain("pause-warning");
  });

  it("makes an older one end", async () => {
    const { handlers, ref, now } = await restored();
    await handlers.plan({ ...ref, epoch: 9 });
    expect((await handlers.plan({ ...ref, epoch: 2 })).step).toEqual({ act: "superseded", dueAt: now() });
  });
});

describe("a name that is spent", () => {
  it("is given up for one that is not, and the case is not told its story again", async () => {
    const { ports, read, moveTo, handlers, ref, mails } = await stage({ epoch: 3, startedEpoch: 2 });
    moveTo(plus(openedAt, "P8D"));
    const asked: number[] = [];
    const workflows = {
      startDunning: async ({ epoch }: { readonly epoch: number }) => {
        asked.push(epoch);
        return epoch < 9 ? ("spent" as const) : ("started" as const);
      },
    };
    await startExecution({ ...ports, workflows }, await read());
    expect(asked).toEqual([3, 4, 6, 10]);
    expect(await read()).toMatchObject({ epoch: 10, startedEpoch: 10 });
    expect((await handlers.plan({ ...ref, epoch: 10 })).step).toMatchObject({ dueAt: plus(openedAt, "P15D") });
    expect(mails).toEqual([]);
  });

  it("of a case that somebody else has started meanwhile changes nothing", async () => {
    const { ports, read } = await stage({ epoch: 3, startedEpoch: 3 });
    const before = await read();
    await startExecution({ ...ports, workflows: { startDunning: async () => "spent" } }, before);
    expect(await read()).toEqual(before);
  });
});
