import { describe, expect, it } from "vitest";
import { createRetryPayment } from "../../../functions/dunning/acts/retry-payment.ts";
import { actOfKey } from "../../../functions/dunning/ladder.ts";
import { messageKeyOf, parseMessage } from "../../../functions/messages/message-item.ts";
import { plus } from "../../../functions/platform/duration.ts";
import { NotYetError, RetryableError } from "../../../functions/platform/errors.ts";
import { openedAt } from "./sample-case.ts";
import { stage } from "./stage.ts";

const done = (...keys: string[]) => Object.fromEntries(keys.map((key) => [key, { at: openedAt, result: "declined" }]));
const warned = { "warning:warn-of-pause": { at: openedAt, result: "sent" } };
const dunningDone = done("first-retry:retry-payment", "first-letter:retry-payment");

describe("an act for which the provider has no turn", () => {
  const from = plus(openedAt, "PT7H");
  const turns = { from, count: 3 };
  const noTurn = (error: NotYetError) => async () => {
    throw error;
  };

  it("comes back for the turn that was kept, and says so", async () => {
    const { planned, ports, read, provider, moveTo } = await stage();
    const presented: unknown[] = [];
    const present = (kept: unknown) => void presented.push(kept);
    const payments = { ...ports.payments, readInvoice: noTurn(new NotYetError("later", { from, until: from, turns })) };
    const output = await createRetryPayment({ ...ports, payments, turns: { present } })(await planned());
    expect(output.step).toMatchObject({ act: "retry-payment", key: "first-retry:retry-payment", dueAt: from });
    expect((await read()).planned).toMatchObject({ dueAt: from, reason: expect.stringContaining("its turn") });
    expect((await read()).done).toEqual({});
    moveTo(from);
    await createRetryPayment({ ...ports, turns: { present } })(output);
    expect(presented).toEqual([turns]);
    expect(provider.charges).toHaveLength(1);
  });

  it("comes back under a workflow that plans anew after every act", async () => {
    const { planned, plan, ports } = await stage();
    const payments = { ...ports.payments, readInvoice: noTurn(new NotYetError("later", { from, until: from, turns })) };
    await createRetryPayment({ ...ports, payments })(await planned());
    expect((await plan()).step).toMatchObject({ key: "first-retry:retry-payment", dueAt: from });
  });

  it("is spread over the time it is given where none could be kept", async () => {
    const { planned, ports } = await stage();
    const until = plus(from, "PT10S");
    const payments = { ...ports.payments, readInvoice: noTurn(new NotYetError("later", { from, until })) };
    const { step } = await createRetryPayment({ ...ports, payments })(await planned());
    expect(step.dueAt >= from && step.dueAt < until).toBe(true);
  });

  it("has its letter come back by itself, and charges no second time", async () => {
    const { planned, ports, provider, handlers, moveTo, mails } = await stage({
      done: done("first-retry:retry-payment"),
    });
    let reads = 0;
    const { readInvoice } = ports.payments;
    const later = plus(openedAt, "P3D");
    const onlyOnce = async (invoiceId: string) => {
      reads += 1;
      if (reads > 1) throw new NotYetError("later", { from: later, until: later });
      return readInvoice(invoiceId);
    };
    const input = await planned();
    const output = await createRetryPayment({ ...ports, payments: { ...ports.payments, readInvoice: onlyOnce } })(
      input,
    );
    expect(output.step).toMatchObject({ act: "notify", key: "first-letter:notify", dueAt: later });
    expect(provider.charges).toHaveLength(1);
    moveTo(later);
    await handlers.notify(output);
    expect(provider.charges).toHaveLength(1);
    expect(mails).toHaveLength(1);
  });
});

describe("retry payment", () => {
  it("charges under a key made of the case and the step", async () => {
    const { step, provider, read } = await stage();
    expect(await step()).toBe("retry-payment");
    expect(provider.charges).toEqual([{ key: "stripe-in_1:first-retry:retry-payment", methodId: undefined }]);
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
    expect(provider.charges[0]?.methodId).toBe("pm_2");
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

describe("an act", () => {
  it("answers with the step that comes next, which is the plan on record", async () => {
    const { planned, handlers, read, ref } = await stage();
    const output = await handlers["retry-payment"](await planned());
    const { planned: next } = await read();
    expect(next).toMatchObject({ act: "retry-payment", key: "first-letter:retry-payment" });
    expect(output).toEqual({ ...ref, epoch: 1, step: { act: next?.act, key: next?.key, dueAt: next?.dueAt } });
  });

  it("records and plans in one save", async () => {
    const { planned, handlers, snapshot } = await stage();
    const revOfCase = () => snapshot().find(({ kind }) => kind === "dunning")?.rev ?? 0;
    const input = await planned();
    const before = revOfCase();
    await handlers["retry-payment"](input);
    expect(revOfCase()).toBe(before + 1);
  });

  it("whose answer was lost finds itself done, answers the same again and saves nothing", async () => {
    const { planned, handlers, snapshot } = await stage({ done: dunningDone });
    const input = await planned();
    const answer = await handlers.notify(input);
    const before = snapshot();
    expect(await handlers.notify(input)).toEqual(answer);
    expect(snapshot()).toEqual(before);
  });

  it("that dies in all its tries after its record has not failed the step that comes next", async () => {
    const { planned, handlers, read } = await stage({ done: dunningDone });
    const input = await planned();
    const { step } = await handlers.notify(input);
    const failure = { Error: "Runtime.ExitError", Cause: '{"errorMessage":"Runtime exited"}' };
    expect((await handlers.plan({ ...input, failure })).step).toEqual(step);
    expect((await read()).planned).not.toHaveProperty("failures");
    const refused = { Error: "TerminalError", Cause: '{"errorMessage":"no such invoice"}' };
    expect((await handlers.plan({ ...input, failure: refused })).step).toEqual(step);
  });

  it("of an older execution answers that a newer one carries the case on", async () => {
    const { planned, handlers, tell, ports, ref, now } = await stage();
    const old = await planned();
    await tell(ports, ref, { type: "card-changed", at: plus(openedAt, "PT1H"), cardId: "pm_2" });
    expect((await handlers["retry-payment"](old)).step).toEqual({ act: "superseded", dueAt: now() });
  });

  it("of a case that ended while it slept answers that nothing is left to do", async () => {
    const { planned, handlers, tell, ports, ref, provider, now } = await stage();
    const asleep = await planned();
    await tell(ports, ref, { type: "invoice-paid", at: plus(openedAt, "PT1H"), byHand: false });
    expect((await handlers["retry-payment"](asleep)).step).toEqual({ act: "finished", dueAt: now() });
    expect(provider.charges).toEqual([]);
  });

  it("that the policy no longer wants answers with what it wants instead", async () => {
    const { planned, handlers, provider, reign, policyNow } = await stage();
    const input = await planned();
    reign({ ...policyNow(), steps: policyNow().steps.map((step) => ({ ...step, retry: false })) });
    expect((await handlers["retry-payment"](input)).step).toMatchObject({ key: "first-letter:notify" });
    expect(provider.charges).toEqual([]);
  });

  it("whose case was erased meanwhile leaves the end to the plan", async () => {
    const { planned, handlers } = await stage();
    const erased = { ...(await planned()), caseId: "stripe-in_erased" };
    await expect(handlers["retry-payment"](erased)).rejects.toThrow("There is no case");
    const failure = { Error: "NoSuchCaseError", Cause: '{"errorMessage":"There is no case"}' };
    expect((await handlers.plan({ ...erased, failure })).step.act).toBe("finished");
  });
});

describe("a charge and the letter of its moment", () => {
  const atFirstLetter = { done: done("first-retry:retry-payment") };

  it("are made in one box", async () => {
    const { planned, handlers, mails, provider } = await stage(atFirstLetter);
    const { step } = await handlers["retry-payment"](await planned());
    expect(provider.charges).toHaveLength(1);
    expect(mails.map(({ messageKey }) => messageKey)).toEqual(["stripe-in_1:first-letter:notify"]);
    expect(step).toMatchObject({ key: "reminder:retry-payment", dueAt: plus(openedAt, "P7D") });
  });

  it("are the thanks, where the charge paid", async () => {
    const { planned, handlers, mails, provider, read } = await stage({
      ...atFirstLetter,
      lastMessage: "first-letter:notify",
    });
    provider.answers = [{ result: "paid" }];
    expect((await handlers["retry-payment"](await planned())).step.act).toBe("finished");
    expect(mails.map(({ name }) => name)).toEqual(["recovered"]);
    expect((await read()).status).toBe("closed");
  });

  it("are one charge and one letter, though the process dies between them and the letter gets a box of its own", async () => {
    const { planned, handlers, mails, provider, ports } = await stage(atFirstLetter);
    const input = await planned();
    const { send } = ports.mailer;
    ports.mailer.send = async () => {
      throw new RetryableError("The mail service is busy.");
    };
    await expect(handlers["retry-payment"](input)).rejects.toThrow("busy");
    ports.mailer.send = send;
    const again = await handlers["retry-payment"](input);
    expect(again.step).toMatchObject({ act: "notify", key: "first-letter:notify", dueAt: input.step.dueAt });
    await handlers.notify(again);
    expect([provider.charges.length, mails.length]).toEqual([1, 1]);
  });
});

describe("plan", () => {
  it("ends an execution whose case was erased while it slept", async () => {
    const { handlers, ref } = await stage();
    expect((await handlers.plan({ ...ref, caseId: "stripe-in_erased", epoch: 1 })).step).toEqual({
      act: "finished",
      dueAt: openedAt,
    });
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

  it("keeps with the letter what it is about, why it was written, and what its own copy says", async () => {
    const { planned, handlers, ports, read } = await stage({ done: dunningDone });
    const input = await planned();
    const because = (await read()).planned?.reason;
    await handlers.notify(input);
    const item = await ports.state.load(
      messageKeyOf({ customerId: "stripe-cus_1", messageKey: "stripe-in_1:first-letter:notify" }),
    );
    expect(because).toMatch(/payment-failed/);
    expect(item?.body).toMatchObject({
      about: { room: "dunning", id: "stripe-in_1" },
      purpose: "billing-notice",
      because,
    });
    const values = item && parseMessage(item).values;
    expect(values).toMatchObject({ amount: "€49.00", companyName: "Orbit" });
    expect(values).not.toHaveProperty("handOverReason");
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
      const { step, mails, read } = await stage({ done: dunningDone }, email);
      await step();
      expect(mails).toEqual([]);
      expect(await step()).toBe("hand-to-person");
      expect(mails.map(({ to, name }) => [to, name])).toEqual([["support@orbit.example", "hand-over"]]);
      for (const act of ["retry-payment", "retry-payment"]) expect(await step()).toBe(act);
      const { done } = await read();
      for (const key of ["reminder:retry-payment", "reminder:notify", "warning:retry-payment", "warning:warn-of-pause"])
        expect(done).toHaveProperty(key);
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
    const passed = new Set(Object.keys((await read()).done).map(actOfKey));
    expect([...passed].sort()).toEqual(["close", "notify", "pause", "retry-payment", "warn-of-pause"]);
    expect({ mails, charges: provider.charges, done: provider.done }).toEqual({ mails: [], charges: [], done: [] });
    const { status, outcome, attempts } = await read();
    expect({ status, outcome: outcome?.kind, attempts }).toEqual({ status: "closed", outcome: "lost", attempts: [] });
  });
});

describe("the provider's word, just read", () => {
  it("holds every act while a payment is under way, and lets the ladder go on once it has failed", async () => {
    const { step, provider, read, now, mails } = await stage();
    provider.answers = [{ result: "processing", charge: { paymentId: "pi_2", kind: "sepa-debit" } }];
    await step();
    provider.says = {
      paymentInProgress: { kind: "sepa-debit", paymentId: "pi_2" },
      lastAttempt: { paymentId: "pi_2" },
    };
    while (now() < plus(openedAt, "P12D")) await step();
    expect((await read()).waits).toMatchObject({ why: "payment" });
    expect([provider.charges.length, mails.length, provider.done]).toEqual([1, 0, []]);
    provider.says = { lastAttempt: { paymentId: "pi_2" }, lastDecline: { providerCode: "insufficient_funds" } };
    await step();
    expect(provider.charges).toHaveLength(1);
    expect(await read()).toMatchObject({ decline: { providerCode: "insufficient_funds" } });
    expect((await read()).waits).toBeUndefined();
    for (let time = 0; time < 3; time += 1) await step();
    expect(mails.length).toBeGreaterThan(0);
  });

  it("tells a person once of a payment that takes longer than its kind does, and goes on waiting", async () => {
    const { step, provider, now, mails } = await stage();
    provider.says = { paymentInProgress: { kind: "us-bank-account", since: openedAt } };
    while (now() < plus(openedAt, "P60D")) await step();
    expect(mails.map(({ to }) => to)).toEqual(["support@orbit.example"]);
    expect(provider.done).toEqual([]);
  });

  it("leaves everything to a merchant who is in charge, and goes on when they are not any more", async () => {
    const { step, provider, read, now, mails } = await stage();
    provider.says = { chargedAutomatically: false };
    while (now() < plus(openedAt, "P40D")) await step();
    expect([provider.charges.length, mails.length, provider.done]).toEqual([0, 0, []]);
    const { timeline } = await read();
    expect(timeline.filter(({ what }) => what === "waits")).toMatchObject([
      { reason: expect.stringContaining("the merchant is in charge"), times: expect.any(Number) },
    ]);
    provider.says = {};
    await step();
    expect(provider.charges).toHaveLength(1);
  });

  it("ends the case of a merchant in charge when the invoice ends", async () => {
    const { step, provider, read } = await stage();
    provider.says = { autoAdvance: false };
    await step();
    provider.status = "void";
    await step();
    expect((await read()).outcome?.kind).toBe("voided");
  });

  it("follows what remains to be paid", async () => {
    const { step, provider, read, mails } = await stage({ done: dunningDone });
    provider.says = { amountRemaining: { amountMinor: 2900, currency: "EUR" } };
    await step();
    expect(mails[0]?.text).toContain("29.00");
    expect(mails[0]?.text).not.toContain("49.00");
    expect((await read()).amount.amountMinor).toBe(2900);
  });

  it("is asked again between giving up and cancelling: what was paid meanwhile is paid", async () => {
    const { step, provider, read } = await stage();
    const given = provider.done.push.bind(provider.done);
    provider.done.push = (...what: string[]) => {
      if (what[0] === "mark-uncollectible") provider.status = "paid";
      return given(...what);
    };
    while ((await read()).status === "open") await step();
    expect([...provider.done]).toEqual(["pause", "mark-uncollectible"]);
    expect((await read()).outcome).toMatchObject({ kind: "recovered" });
  });

  it("spares a subscription whose renewals are paid from the invoice of a change", async () => {
    const { step, provider, read } = await stage({ ofSubscriptionChange: true });
    provider.says = { subscription: { subscriptionId: "sub_1", status: "active" } };
    while ((await read()).status !== "closed") await step();
    expect(provider.done).toEqual(["mark-uncollectible"]);
  });
});
