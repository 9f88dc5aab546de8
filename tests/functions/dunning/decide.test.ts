import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { DunningCase } from "../../../functions/dunning/case.ts";
import { type DunningInput, decide } from "../../../functions/dunning/decide.ts";
import { plus } from "../../../functions/platform/duration.ts";
import { exactPolicy, openedAt, sampleCase, sampleContext, samplePolicy } from "./sample-case.ts";

const policy = exactPolicy.dunning;
const at = (duration: string) => plus(openedAt, duration);
const tell = (dunningCase: DunningCase, input: DunningInput, now = at("PT6H")) =>
  decide(dunningCase, input, { policy, context: sampleContext, now });
const tellAll = (dunningCase: DunningCase, inputs: readonly DunningInput[], now?: string) =>
  inputs.reduce((state, input) => tell(state, input, now).state, dunningCase);
const planned = (dunningCase: DunningCase, now = openedAt) =>
  tell(dunningCase, { type: "plan", epoch: dunningCase.epoch }, now).state;

const paid = {
  type: "acted",
  key: "first-retry:retry-payment",
  result: { act: "retry-payment", outcome: { result: "paid" } },
} as const;
const declined = {
  type: "acted",
  key: "first-retry:retry-payment",
  result: { act: "retry-payment", outcome: { result: "declined", decline: { providerCode: "do_not_honor" } } },
} as const;
const invoicePaid = { type: "invoice-paid", at: at("PT6H"), byHand: false } as const;
const wrote = (key: string) =>
  ({ type: "acted", key, result: { act: "message", name: "payment-failed", delivery: "sent" } }) as const;

describe("a charge", () => {
  it("that succeeds recovers the case as a retry, and closes it when nobody was told of a failure", () => {
    const { state } = tell(planned(sampleCase()), paid);
    expect(state).toMatchObject({ status: "closed", outcome: { kind: "recovered", how: "retry" } });
  });

  it("that is declined is remembered with its reason", () => {
    const { state, reason } = tell(planned(sampleCase()), declined);
    expect(state).toMatchObject({ status: "open", decline: { providerCode: "do_not_honor" } });
    expect(state.attempts).toHaveLength(1);
    expect(reason).toContain("do_not_honor");
  });

  it("counts once however often it is reported", () => {
    const once = tell(planned(sampleCase()), declined).state;
    expect(tell(once, declined).state).toBe(once);
  });

  it("that takes days and fails at last wakes the case, and is not what pays the invoice later", () => {
    const processing = { act: "retry-payment", outcome: { result: "processing" } } as const;
    const started = tell(planned(sampleCase()), {
      type: "acted",
      key: "first-retry:retry-payment",
      result: processing,
    }).state;
    const asleep = planned(started, at("PT6H"));
    const card = { cardId: "pm_1" };
    const bounced = { type: "decline-learned", decline: { providerCode: "insufficient_funds" }, card } as const;
    const woken = tell(asleep, { ...bounced, at: at("P3D") }, at("P3D"));
    expect(woken.actions).toEqual([{ type: "start-execution", epoch: asleep.epoch + 1 }]);
    expect(planned(woken.state, at("P3D")).planned?.dueAt).toBe(at("P3DT21H"));
    expect(tell(woken.state, { ...invoicePaid, at: at("P3DT1H") }, at("P3DT1H")).state.outcome).toMatchObject({
      how: "provider",
    });
    expect(tell(asleep, { ...invoicePaid, at: at("P3D") }, at("P3D")).state.outcome).toMatchObject({ how: "retry" });
  });

  it("of a new card is told apart from a retry", () => {
    const changed = tell(sampleCase(), { type: "card-changed", at: at("PT1H"), cardId: "pm_2" }).state;
    const key = changed.cardRetry?.key ?? "";
    const { state } = tell(planned(changed, at("PT1H")), {
      type: "acted",
      key,
      result: { act: "retry-payment", outcome: { result: "paid" } },
    });
    expect(state.outcome).toMatchObject({ kind: "recovered", how: "new-card" });
  });
});

describe("a paid invoice", () => {
  it("is credited to the retry whose answer is still on the way, in both orders", () => {
    const waiting = planned(sampleCase());
    const eventFirst = tellAll(waiting, [invoicePaid, paid]);
    const answerFirst = tellAll(waiting, [paid, invoicePaid]);
    expect(eventFirst.outcome).toEqual(answerFirst.outcome);
    expect(eventFirst.outcome).toMatchObject({ how: "retry" });
    expect(eventFirst.status).toBe("closed");
  });

  it("that was taken for somebody else's is corrected by the answer of the charge, and by nothing else", () => {
    const outside = tell(sampleCase(), invoicePaid).state;
    expect(outside.outcome).toMatchObject({ how: "self-cure" });
    const corrected = tell(outside, paid, at("PT7H")).state;
    expect(corrected.outcome).toEqual({ ...outside.outcome, how: "retry" });
    expect(corrected.timeline.filter(({ what }) => what === "recovered")).toHaveLength(1);
  });

  it("before any charge of ours was due came by itself", () => {
    const { state } = tell(planned(sampleCase()), { ...invoicePaid, at: at("PT1H") });
    expect(state.outcome).toMatchObject({ how: "self-cure" });
  });

  it("marked by hand was paid by hand", () => {
    expect(tell(sampleCase(), { ...invoicePaid, byHand: true }).state.outcome).toMatchObject({ how: "by-hand" });
  });

  it("wakes the case to resume what was paused and to say thank you", () => {
    const paused = sampleCase({ paused: true, lastMessage: "pause:notify" });
    const { state, actions } = tell(paused, invoicePaid);
    expect(actions).toEqual([{ type: "start-execution", epoch: 2 }]);
    expect(state.status).toBe("settling");
    const resuming = planned(state);
    expect(resuming.planned?.act).toBe("resume");
    const thanking = planned(
      tell(resuming, {
        type: "acted",
        key: "settle:resume",
        result: { act: "resume", looked: { found: "lifted", drafts: [] } },
      }).state,
    );
    expect(thanking.planned).toMatchObject({ act: "notify", key: "settle:notify:recovered" });
    expect(tell(thanking, wrote("settle:notify:recovered")).state.status).toBe("closed");
  });

  it("remembers whose link the customer had followed", () => {
    const followed = tell(sampleCase(), { type: "link-used", message: "payment-failed", at: at("PT2H") }).state;
    expect(tell(followed, invoicePaid).state.outcome).toMatchObject({ afterMessage: "payment-failed" });
  });

  it("turns a lost case into a recovered one, without another word to the customer", () => {
    const lost = sampleCase({
      status: "closed",
      outcome: { kind: "lost", at: at("P30D") },
      lastMessage: "pause:notify",
    });
    expect(tell(lost, { ...invoicePaid, at: at("P31D") }).state).toMatchObject({
      status: "closed",
      outcome: { kind: "recovered" },
    });
  });
});

describe("endings", () => {
  it.each([
    ["invoice-voided", "voided"],
    ["subscription-cancelled", "cancelled"],
    ["invoice-given-up", "lost"],
  ] as const)("%s closes as %s", (type, kind) => {
    expect(tell(sampleCase(), { type, at: at("P1D") }).state).toMatchObject({ status: "closed", outcome: { kind } });
  });

  it("that we carry out ourselves are left to the act that carries them out", () => {
    const due = sampleCase({ planned: { act: "close", key: "end:close", dueAt: at("P30D"), reason: "" } });
    // Nobody's event is taken for ours before the end was begun, however near its time.
    expect(tell(due, { type: "invoice-given-up", at: at("P30D") }, at("P30D")).state.outcome?.kind).toBe("lost");
    const closing = tell(due, { type: "ending", key: "end:close" }, at("P30D")).state;
    expect(tell(closing, { type: "invoice-voided", at: at("P30D") }, at("P30D")).state.outcome?.kind).toBe("voided");
    const told = tell(closing, { type: "invoice-given-up", at: at("P30D") }, at("P30D"));
    expect(told.state).toBe(closing);
    const { state } = tell(
      closing,
      { type: "acted", key: "end:close", result: { act: "close", end: "cancel-subscription" } },
      at("P30D"),
    );
    expect(state).toMatchObject({ status: "settling", outcome: { kind: "lost" } });
    expect(planned(state, at("P30D")).planned).toMatchObject({ key: "settle:notify:ended" });
  });

  it("never take back a recovery", () => {
    const recovered = tell(sampleCase(), invoicePaid).state;
    expect(tell(recovered, { type: "subscription-cancelled", at: at("P2D") }).state).toBe(recovered);
  });
});

describe("a decline learned from an event", () => {
  const learned = {
    type: "decline-learned",
    decline: { providerCode: "lost_card" },
    at: at("PT1H"),
    card: {},
  } as const;

  it("replaces an older one, once", () => {
    const once = tell(sampleCase(), learned).state;
    expect(once.decline).toEqual({ providerCode: "lost_card" });
    expect(tell(once, learned).state).toBe(once);
  });

  it("wakes a case that sleeps for days over a fault that is over within hours, and no other", () => {
    const situation = { policy: samplePolicy.dunning, context: sampleContext, now: at("PT1H") };
    const asleep = planned(sampleCase({ decline: undefined, declinedAt: undefined }));
    const told = (providerCode: string) => decide(asleep, { ...learned, decline: { providerCode } }, situation);
    expect(told("issuer_not_available").actions).toEqual([{ type: "start-execution", epoch: asleep.epoch + 1 }]);
    expect(told("issuer_not_available").state.planned).toBeUndefined();
    expect(told("insufficient_funds").actions).toEqual([]);
    expect(tell(asleep, { ...learned, decline: { providerCode: "issuer_not_available" } }, at("PT1H")).actions).toEqual(
      [],
    );
  });

  it("never replaces a newer one, nor speaks of a card that has been replaced", () => {
    const newer = sampleCase({ declinedAt: at("PT2H") });
    expect(tell(newer, learned).state).toBe(newer);
    const replaced = sampleCase({ declinedAt: undefined, cardChangedAt: at("PT2H") });
    expect(tell(replaced, learned).state).toBe(replaced);
  });
});

describe("a changed card", () => {
  const change = { type: "card-changed", at: at("PT1H"), cardId: "pm_2" } as const;

  it("wakes the case, forgets the old decline and is charged", () => {
    const { state, actions } = tell(sampleCase({ decline: { providerCode: "lost_card" } }), change);
    expect(actions).toEqual([{ type: "start-execution", epoch: 2 }]);
    expect(state.decline).toBeUndefined();
    expect(planned(state).planned).toMatchObject({ act: "retry-payment", key: `card:${at("PT1H")}` });
  });

  it("is acted upon once", () => {
    const once = tell(sampleCase(), change).state;
    expect(tell(once, change).state).toBe(once);
  });

  it("before the charge failed is no news", () => {
    const fresh = sampleCase();
    expect(tell(fresh, { ...change, at: openedAt }).state).toBe(fresh);
  });
});

describe("the workflow", () => {
  it("with an older epoch ends as superseded", () => {
    const woken = sampleCase({ epoch: 3 });
    expect(tell(woken, { type: "plan", epoch: 2 })).toMatchObject({
      state: woken,
      actions: [{ type: "end-execution", as: "superseded" }],
    });
  });

  it("tries a failed step again after the cool-down, under a key of its own", () => {
    const waiting = planned(sampleCase());
    const failure = { type: "step-failed", epoch: 1, error: "RetryableError", message: "no answer" } as const;
    const { state } = tell(waiting, failure, at("PT7H"));
    expect(state.planned).toMatchObject({ key: "first-retry:retry-payment", dueAt: at("PT8H"), failures: 1 });
    expect(state.timeline.at(-1)?.reason).toContain("no answer");
    expect(tell(state, failure, at("PT8H")).state.planned).toMatchObject({ dueAt: at("PT9H"), failures: 2 });
  });

  it("hands a step that no repetition mends to a person and goes on", () => {
    const waiting = planned(sampleCase());
    const failure = { type: "step-failed", epoch: 1, error: "TerminalError", message: "no such invoice" } as const;
    const { state } = tell(waiting, failure);
    expect(state.planned).toMatchObject({ act: "hand-to-person" });
    const after = planned(
      tell(state, { type: "acted", key: state.planned?.key ?? "", result: { act: "hand-to-person" } }).state,
    );
    expect(after.planned?.key).toBe("first-letter:retry-payment");
  });

  it("never loops over a person who cannot be reached", () => {
    const waiting = planned(sampleCase({ handOver: { key: "person:unreachable", reason: "no address" } }));
    const { state } = tell(waiting, { type: "step-failed", epoch: 1, error: "TerminalError", message: "refused" });
    expect(state.planned?.act).toBe("retry-payment");
  });

  it("hands over once when letters cannot be delivered", () => {
    const undeliverable = (key: string) =>
      ({
        type: "acted",
        key,
        result: { act: "message", name: "payment-failed", delivery: "undeliverable", reason: "no address" },
      }) as const;
    const first = tell(sampleCase(), undeliverable("first-letter:notify")).state;
    expect(planned(first).planned?.act).toBe("hand-to-person");
    const handed = tell(first, { type: "acted", key: "person:unreachable", result: { act: "hand-to-person" } }).state;
    expect(planned(tell(handed, undeliverable("reminder:notify")).state).planned?.act).not.toBe("hand-to-person");
  });
});

/** Everything that may reach a case, in any order, any number of times. */
const inputs: fc.Arbitrary<DunningInput> = fc.oneof(
  fc.constant(paid),
  fc.constant(declined),
  fc.constant<DunningInput>(invoicePaid),
  fc.constant<DunningInput>({ type: "card-changed", at: at("PT1H"), cardId: "pm_2" }),
  fc.constant<DunningInput>({ type: "card-changed", at: at("PT2H"), cardId: "pm_3" }),
  fc.constant<DunningInput>({ type: "subscription-cancelled", at: at("P1D") }),
  fc.constant<DunningInput>({ type: "invoice-voided", at: at("P1D") }),
  fc.constant<DunningInput>({ type: "link-used", message: "payment-failed", at: at("PT3H") }),
  fc.constant<DunningInput>({
    type: "decline-learned",
    decline: { providerCode: "lost_card" },
    at: at("PT4H"),
    card: {},
  }),
  fc.constant<DunningInput>({ type: "overdue" }),
  fc.integer({ min: 1, max: 4 }).map((epoch): DunningInput => ({ type: "plan", epoch })),
  fc
    .integer({ min: 1, max: 4 })
    .map((epoch): DunningInput => ({ type: "step-failed", epoch, error: "RetryableError", message: "x" })),
);

describe("in any order, any number of times", () => {
  it("a paid invoice ends as recovered, and no dunning letter or charge is planned after it", () => {
    fc.assert(
      fc.property(fc.array(inputs, { maxLength: 30 }), fc.array(inputs, { maxLength: 15 }), (before, after) => {
        const withoutVoid = (list: DunningInput[]) => list.filter(({ type }) => type !== "invoice-voided");
        const state = tellAll(planned(sampleCase()), [...withoutVoid(before), invoicePaid, ...withoutVoid(after)]);
        expect(state.outcome?.kind).toBe("recovered");
        const next = planned(state).planned;
        expect(next === undefined || next.key.startsWith("settle:")).toBe(true);
      }),
    );
  });

  it("an outcome is given once and only ever becomes recovered", () => {
    fc.assert(
      fc.property(fc.array(inputs, { maxLength: 40 }), (list) => {
        let state = planned(sampleCase());
        for (const input of list) {
          const next = tell(state, input).state;
          if (state.outcome !== undefined && next.outcome?.kind !== state.outcome.kind)
            expect(next.outcome?.kind).toBe("recovered");
          expect(next.epoch).toBeGreaterThanOrEqual(state.epoch);
          expect(new Set(next.attempts.map(({ key }) => key)).size).toBe(next.attempts.length);
          state = next;
        }
      }),
    );
  });

  it("climbs to an end: however often charges are declined, the case closes", () => {
    const answers = fc.constantFrom("declined", "needs-customer", "processing");
    fc.assert(
      fc.property(fc.array(answers, { minLength: 20, maxLength: 20 }), (results) => {
        let state = planned(sampleCase());
        for (const result of results) {
          const { planned: step } = state;
          if (step === undefined) break;
          state = planned(
            tell(state, { type: "acted", key: step.key, result: resultOf(step.act, result) }, step.dueAt).state,
            step.dueAt,
          );
        }
        expect(state).toMatchObject({ status: "closed", outcome: { kind: "lost" } });
      }),
    );
  });
});

function resultOf(act: string, result: "declined" | "needs-customer" | "processing") {
  if (act === "retry-payment" && result === "processing") return { act: "retry-payment", outcome: { result } } as const;
  if (act === "retry-payment" && result !== "processing")
    return { act: "retry-payment", outcome: { result, decline: { providerCode: "do_not_honor" } } } as const;
  if (act === "pause") return { act: "pause" } as const;
  if (act === "close") return { act: "close", end: "cancel-subscription" } as const;
  return { act: "message", name: "payment-failed", delivery: "sent" } as const;
}
