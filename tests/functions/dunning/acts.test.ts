import { describe, expect, it } from "vitest";
import { plus } from "../../../functions/platform/duration.ts";
import { openedAt } from "./sample-case.ts";
import { stage } from "./stage.ts";

const done = (...keys: string[]) => Object.fromEntries(keys.map((key) => [key, { at: openedAt, result: "declined" }]));
const warned = { "warning:warn-of-pause": { at: openedAt, result: "sent" } };
const dunningDone = done("first-retry:retry-payment", "first-letter:retry-payment");

describe("retry payment", () => {
  it("charges under a key made of the case and the step", async () => {
    const { step, provider, read } = await stage();
    expect(await step()).toBe("retry-payment");
    expect(provider.charges).toEqual([{ key: "stripe-in_1:first-retry:retry-payment", cardId: undefined }]);
    expect((await read()).decline).toEqual({ providerCode: "do_not_honor" });
  });

  it("charges once though the process dies after the charge", async () => {
    const { planned, handlers, provider, read } = await stage();
    provider.answers = [{ result: "declined", decline: { providerCode: "do_not_honor" } }];
    const input = await planned();
    await Promise.all([handlers["retry-payment"](input), handlers["retry-payment"](input)]);
    await handlers["retry-payment"](input);
    expect(provider.charges).toHaveLength(1);
    expect((await read()).attempts).toHaveLength(1);
  });

  it.each([
    ["paid", "recovered"],
    ["void", "voided"],
    ["uncollectible", "lost"],
  ] as const)("never charges an invoice that is %s at the provider", async (status, kind) => {
    const { step, provider, read } = await stage();
    provider.status = status;
    await step();
    expect(provider.charges).toEqual([]);
    expect((await read()).outcome?.kind).toBe(kind);
  });

  it("asks the provider for the decline's code when no event has told it, and obeys it", async () => {
    const { step, provider, read } = await stage({ decline: undefined, declinedAt: undefined });
    provider.lastDecline = { providerCode: "stolen_card" };
    await step();
    expect(provider.charges).toEqual([]);
    expect((await read()).done["first-retry:retry-payment"]?.result).toBe("passed-over");
  });

  it("charges under a new key after a cool-down, for the provider may repeat a failure under the old one", async () => {
    const { planned, handlers, provider, ref, read } = await stage();
    await planned();
    const { epoch } = await read();
    const failure = { Error: "RetryableError", Cause: '{"errorMessage":"Stripe answered 500."}' };
    await handlers["retry-payment"](await handlers.plan({ ...ref, epoch, failure }));
    expect(provider.charges.map(({ key }) => key)).toEqual(["stripe-in_1:first-retry:retry-payment:1"]);
  });

  it("charges the new card that the customer chose", async () => {
    const { step, provider, read, tell, ports, ref } = await stage({ decline: { providerCode: "lost_card" } });
    await tell(ports, ref, { type: "card-changed", at: plus(openedAt, "PT1H"), cardId: "pm_2" });
    provider.answers = [{ result: "paid" }];
    expect(await step()).toBe("retry-payment");
    expect(provider.charges[0]?.cardId).toBe("pm_2");
    expect((await read()).outcome).toMatchObject({ kind: "recovered", how: "new-card" });
  });

  it("does nothing for an older execution that waits for the same step", async () => {
    const { planned, handlers, provider, tell, ports, ref } = await stage();
    const old = await planned();
    await tell(ports, ref, { type: "overdue" });
    const newer = await planned();
    await handlers["retry-payment"](old);
    expect(provider.charges).toEqual([]);
    await handlers["retry-payment"](newer);
    expect(provider.charges).toHaveLength(1);
  });

  it("does nothing for an execution that has been superseded", async () => {
    const { planned, handlers, provider, tell, ports, ref } = await stage();
    const input = await planned();
    await tell(ports, ref, { type: "card-changed", at: plus(openedAt, "PT1H"), cardId: "pm_2" });
    await handlers["retry-payment"](input);
    expect(provider.charges).toEqual([]);
    expect((await handlers.plan({ ...ref, epoch: 1 })).step.act).toBe("superseded");
  });
});

describe("plan", () => {
  it("ends an execution whose case was erased while it slept", async () => {
    const { handlers, ref } = await stage();
    expect((await handlers.plan({ ...ref, caseId: "stripe-in_erased", epoch: 1 })).step).toEqual({ act: "finished" });
  });

  it("names the field where workflow and functions do not fit together", async () => {
    const { handlers, ref } = await stage();
    await expect(handlers.plan({ ...ref, epoch: "one" })).rejects.toThrow("epoch");
  });
});

describe("notify", () => {
  it("writes what failed, how much, and one signed link", async () => {
    const { step, mails, read } = await stage({ done: dunningDone });
    expect(await step()).toBe("notify");
    expect(mails).toHaveLength(1);
    expect(mails[0]).toMatchObject({
      to: "ada@example.com",
      name: "payment-failed",
      messageKey: "stripe-in_1:first-letter:notify",
    });
    expect(mails[0]?.text).toContain("€49.00");
    expect(mails[0]?.text).toContain("https://holdfast.example/update-payment?token=");
    expect((await read()).lastMessage).toBe("first-letter:notify");
  });

  it("writes nothing once the provider says the invoice is paid", async () => {
    const { step, mails, provider, read } = await stage({ done: dunningDone });
    provider.status = "paid";
    await step();
    expect(mails).toEqual([]);
    expect((await read()).outcome?.kind).toBe("recovered");
  });

  it("writes once though the process dies after the sending", async () => {
    const { planned, handlers, mails } = await stage({ done: dunningDone });
    const input = await planned();
    await Promise.all([handlers.notify(input), handlers.notify(input)]);
    await handlers.notify(input);
    expect(mails).toHaveLength(1);
  });

  it.each(["", "not an address", "a@b", "x@example.com\r\nBcc: all@example.com"])(
    "hands the case to a person, once, where the address is %j",
    async (email) => {
      const { step, mails } = await stage({ done: dunningDone }, email);
      await step();
      expect(mails).toEqual([]);
      expect(await step()).toBe("hand-to-person");
      expect(mails.map(({ to, name }) => [to, name])).toEqual([["support@orbit.example", "hand-over"]]);
      for (const act of ["retry-payment", "notify", "retry-payment", "warn-of-pause"]) expect(await step()).toBe(act);
      expect(mails).toHaveLength(1);
    },
  );
});

describe("pause, resume and close", () => {
  it("pauses after the warning and resumes once it is paid", async () => {
    const { step, provider, read, tell, ports, ref } = await stage({
      done: { ...done("pause:retry-payment"), ...warned },
      lastMessage: "warning:warn-of-pause",
    });
    expect(await step()).toBe("pause");
    await tell(ports, ref, { type: "invoice-paid", at: plus(openedAt, "P20D"), byHand: false });
    expect([await step(), await step(), await step()]).toEqual(["resume", "notify", "finished"]);
    expect(provider.done).toEqual(["pause", "resume"]);
    expect(await read()).toMatchObject({ status: "closed", paused: false });
  });

  it("does not pause who has just paid", async () => {
    const { step, provider } = await stage({ done: { ...done("pause:retry-payment"), ...warned } });
    provider.status = "paid";
    await step();
    expect(provider.done).toEqual([]);
  });

  it("gives up as the policy says, tells the customer, and ends", async () => {
    const { step, provider, mails, read } = await stage({ done: done("pause:notify"), lastMessage: "pause:notify" });
    expect([await step(), await step(), await step()]).toEqual(["close", "notify", "finished"]);
    expect(provider.done).toEqual(["mark-uncollectible", "cancel-subscription"]);
    expect(mails.map(({ name }) => name)).toEqual(["ended"]);
    expect(await read()).toMatchObject({ status: "closed", outcome: { kind: "lost" } });
  });

  it("does not give up what was paid in the last minute", async () => {
    const { step, provider, read } = await stage({ done: done("pause:notify") });
    provider.status = "paid";
    await step();
    expect(provider.done).toEqual([]);
    expect((await read()).outcome?.kind).toBe("recovered");
  });
});

describe("the whole ladder", () => {
  it("of a customer who never answers is climbed to its end", async () => {
    const { step, mails, provider } = await stage();
    const acts: string[] = [];
    while (acts.at(-1) !== "finished" && acts.length < 40) acts.push(await step());
    expect(mails.map(({ name }) => name)).toEqual([
      "payment-failed",
      "payment-reminder",
      "pause-warning",
      "paused",
      "ended",
    ]);
    expect(provider.charges).toHaveLength(5);
    expect(acts.at(-1)).toBe("finished");
  });

  it("is climbed to its end in a dry run, and nothing is done on the way", async () => {
    const { step, mails, provider, read } = await stage({}, "ada@example.com", { dryRun: true });
    const acts: string[] = [];
    while (acts.at(-1) !== "finished" && acts.length < 40) acts.push(await step());
    expect(acts).toEqual(expect.arrayContaining(["retry-payment", "notify", "warn-of-pause", "pause", "close"]));
    expect({ mails, charges: provider.charges, done: provider.done }).toEqual({ mails: [], charges: [], done: [] });
    const { status, outcome, attempts } = await read();
    expect({ status, outcome: outcome?.kind, attempts }).toEqual({ status: "closed", outcome: "lost", attempts: [] });
  });
});
