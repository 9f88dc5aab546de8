import fc from "fast-check";
import { Temporal } from "temporal-polyfill";
import { describe, expect, it } from "vitest";
import { declineClasses } from "../../../functions/billing/declines/decline-class.ts";
import type { ChargeReason } from "../../../functions/dunning/charge-time.ts";
import { planNext } from "../../../functions/dunning/plan.ts";
import type { PayerMoney } from "../../../functions/dunning/situation.ts";
import { timesOf } from "../../../functions/dunning/step-times.ts";
import { durationMs, plus } from "../../../functions/platform/duration.ts";
import { type Instant, instantOfMs, msBetween, msOf } from "../../../functions/platform/instant.ts";
import { defineRetention } from "../../../functions/policy/define-retention.ts";
import { sampleCase, sampleContext, samplePolicy, samplePolicyInput } from "./sample-case.ts";

const policy = samplePolicy.dunning;
/** A Monday, three days before the last working day of April. */
const april = "2026-04-27T09:00:00.000Z";
const preferred = policy.preferred ?? expect.fail();
const local = (instant: Instant, timeZone: string) => Temporal.Instant.from(instant).toZonedDateTimeISO(timeZone);

const zones = [
  "Europe/Madrid",
  "America/New_York",
  "America/Santiago",
  "Africa/Cairo",
  "Asia/Beirut",
  "Australia/Lord_Howe",
  "Pacific/Kiritimati",
  "Pacific/Pago_Pago",
  "Asia/Kathmandu",
  "UTC",
];
/** The years around both turns of the clocks, of either hemisphere. */
const instants = fc
  .integer({ min: msOf("2024-01-01T00:00:00.000Z"), max: msOf("2030-01-01T00:00:00.000Z") })
  .map(instantOfMs);
const reasons = fc.record({
  declineClass: fc.constantFrom(...declineClasses),
  declinedAfterMs: fc.nat(durationMs("P16D")),
  inARow: fc.nat(4),
  funding: fc.constantFrom(undefined, "debit", "credit", "prepaid"),
  issuerCountry: fc.constantFrom(undefined, "ES", "US", "SE", "DE"),
  country: fc.constantFrom(undefined, "ES", "BR", "JP", "SA"),
  waitAtLeast: fc.constantFrom(undefined, undefined, "PT1H", "PT24H", "PT72H", "P10D"),
  fundedDays: fc.uniqueArray(fc.integer({ min: 1, max: 31 }), { maxLength: 3 }),
});
const samples = fc.record({
  caseId: fc.string({ minLength: 1 }),
  openedAt: instants,
  timeZone: fc.constantFrom(...zones),
  reason: reasons,
});
type Sample = typeof samples extends fc.Arbitrary<infer T> ? T : never;

const scheduleOf = ({ reason: { declinedAfterMs, ...reason }, ...sample }: Sample) => {
  const declinedAt = instantOfMs(msOf(sample.openedAt) + declinedAfterMs);
  return { ...sample, policy, reason: { ...reason, declinedAt } satisfies ChargeReason };
};

describe("the moment of a charge", () => {
  it("never lies past the next step, and no further than the policy lets a charge wait", () => {
    fc.assert(
      fc.property(samples, (sample) => {
        const { charges } = timesOf(scheduleOf(sample));
        policy.steps.forEach(({ id, after }, index) => {
          const moment = charges.get(id);
          if (moment === undefined) return;
          const base = plus(sample.openedAt, after);
          const next = policy.steps[index + 1];
          if (next !== undefined && msBetween(base, moment.at) > 0)
            expect(moment.at < plus(sample.openedAt, next.after)).toBe(true);
          expect(msBetween(base, moment.at)).toBeLessThan(durationMs(preferred.waitAtMost) + 2 * durationMs("P1D"));
        });
      }),
      { numRuns: 1000 },
    );
  });

  it("keeps the steps in order, each at its delay or later", () => {
    fc.assert(
      fc.property(samples, (sample) => {
        const times = [...timesOf(scheduleOf(sample)).steps.values()];
        expect([...times].sort()).toEqual(times);
        times.forEach((time, index) => {
          expect(time >= plus(sample.openedAt, policy.steps[index]?.after ?? "PT0S")).toBe(true);
        });
      }),
      { numRuns: 1000 },
    );
  });

  it("comes before its step only where hours are enough, and never before such a wait is over", () => {
    fc.assert(
      fc.property(samples, (sample) => {
        const schedule = scheduleOf(sample);
        const { steps, charges } = timesOf(schedule);
        for (const [id, { at }] of charges) {
          if (at >= (steps.get(id) ?? "")) continue;
          const { declineClass, waitAtLeast, declinedAt } = schedule.reason;
          expect(declineClass === "processor" || waitAtLeast === "PT1H").toBe(true);
          expect(msBetween(declinedAt, at)).toBeGreaterThanOrEqual(durationMs("PT1H"));
        }
      }),
      { numRuns: 1000 },
    );
  });

  it("never comes before the network's advice", () => {
    fc.assert(
      fc.property(samples, (sample) => {
        const schedule = scheduleOf(sample);
        const { waitAtLeast, declinedAt } = schedule.reason;
        for (const { at } of timesOf(schedule).charges.values())
          if (waitAtLeast !== undefined) expect(at >= plus(declinedAt, waitAtLeast)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it("is just after midnight for a debit card without funds, on whatever day the clocks turn", () => {
    fc.assert(
      fc.property(samples, (sample) => {
        const { reason, ...rest } = scheduleOf(sample);
        const debit = { ...reason, declineClass: "insufficient-funds", funding: "debit", issuerCountry: "ES" } as const;
        for (const { at } of timesOf({ ...rest, reason: { ...debit, waitAtLeast: undefined } }).charges.values()) {
          const { hour, minute, timeZoneId } = local(at, sample.timeZone);
          // Where the clocks skip midnight the day begins at one.
          const skipped = local(at, timeZoneId).startOfDay().hour;
          expect(hour).toBe(skipped);
          expect(minute).toBeGreaterThanOrEqual(1);
          expect(minute).toBeLessThan(31);
        }
      }),
      { numRuns: 1000 },
    );
  });

  it("is within the policy's hours on paydays and after windows otherwise", () => {
    fc.assert(
      fc.property(samples, fc.constantFrom("insufficient-funds" as const, "limit" as const), (sample, declineClass) => {
        const { reason, ...rest } = scheduleOf(sample);
        const credit = { ...reason, declineClass, funding: "credit", waitAtLeast: undefined };
        for (const { at } of timesOf({ ...rest, reason: credit }).charges.values()) {
          expect(local(at, sample.timeZone).hour).toBeGreaterThanOrEqual(7);
          expect(local(at, sample.timeZone).hour).toBeLessThan(10);
        }
      }),
      { numRuns: 500 },
    );
  });

  it("keeps a step's letter half of the planned distance from what ran late, however soon its charge comes", () => {
    const declinedAt = plus(april, "P5D");
    const reached = { afterMs: durationMs("PT6H"), at: declinedAt };
    const reason = { declineClass: "processor", declinedAt, inARow: 0 } as const;
    const { steps, charges } = timesOf({ caseId: "c", openedAt: april, timeZone: "UTC", policy, reached, reason });
    expect(msBetween(declinedAt, charges.get("first-letter")?.at ?? "")).toBeLessThan(durationMs("PT2H"));
    const distance = msBetween(declinedAt, steps.get("first-letter") ?? "");
    expect(distance).toBeGreaterThanOrEqual(durationMs("PT21H"));
  });

  it("is the same however often it is asked for", () => {
    fc.assert(
      fc.property(samples, (sample) => {
        const once = timesOf(scheduleOf(sample));
        timesOf({ ...scheduleOf(sample), caseId: `${sample.caseId}'` });
        expect(timesOf(scheduleOf(sample))).toEqual(once);
      }),
    );
  });
});

const inMadrid = { ...sampleContext, timeZone: "Europe/Madrid" };
const planAt = (money: PayerMoney, changes: Parameters<typeof sampleCase>[0], now = april) =>
  planNext(sampleCase({ openedAt: april, declinedAt: april, ...changes }), {
    policy,
    context: { ...inMadrid, money },
    now,
  });
const firstDone = { "first-retry:retry-payment": { at: "2026-04-27T15:00:00.000Z", result: "declined" } };

describe("the reason of a planned charge", () => {
  it("names the payday and midnight for a debit card", () => {
    const planned = planAt({ funding: "debit", country: "ES" }, { done: firstDone, cardCountry: "ES" });
    expect(planned?.reason).toMatch(
      /^Waits until Thursday 30 April 00:\d\d in Europe\/Madrid, charge 1 of 4 after insufficient_funds: insufficient funds, payday window, just after midnight for a debit card\.$/,
    );
  });

  it("waits for the morning of the payday with a credit card", () => {
    const planned = planAt({ funding: "credit", country: "ES" }, { done: firstDone });
    expect(planned?.reason).toMatch(
      /^Waits until Thursday 30 April 0[789]:\d\d in Europe\/Madrid, charge 1 of 4 .*payday window, in the morning hours of the policy\.$/,
    );
  });

  it("takes a day that an earlier payment has taught", () => {
    const learnt = planAt({ country: "SE", fundedDays: [30] }, { done: firstDone });
    expect(learnt?.reason).toContain("Thursday 30 April");
    expect(learnt?.reason).toContain("payday window");
    const unknown = planAt({ country: "SE" }, { done: firstDone });
    expect(unknown?.reason).toContain("no payday near");
  });

  it("expects nothing of a payday on which the charge was declined", () => {
    const mayDay = "2026-05-01T04:00:00.000Z";
    const planned = planAt({ country: "ES" }, { openedAt: mayDay, declinedAt: mayDay }, mayDay);
    expect(planned?.reason).toMatch(/^Waits until Saturday 2 May .*no payday near/);
  });

  it("comes back within hours when the issuer was not available, and the letter keeps its day", () => {
    const passing = { decline: { providerCode: "issuer_not_available" } };
    const first = planAt({}, passing);
    expect(first?.reason).toMatch(/1 hour after the decline/);
    expect(msBetween(april, first?.dueAt ?? "")).toBeLessThan(durationMs("PT70M"));
    const again = { at: "2026-04-27T10:05:00.000Z", decline: { providerCode: "issuer_not_available" } } as const;
    const second = planAt(
      {},
      {
        ...passing,
        declinedAt: again.at,
        attempts: [{ key: "first-retry:retry-payment", result: "declined", ...again }],
        done: { "first-retry:retry-payment": { at: again.at, result: "declined", afterMs: durationMs("PT65M") } },
      },
      again.at,
    );
    expect(second).toMatchObject({ key: "first-letter:retry-payment" });
    expect(second?.reason).toMatch(/6 hours after the decline/);
    const charged = { at: second?.dueAt ?? "", result: "declined", afterMs: msBetween(april, second?.dueAt ?? "") };
    const letter = planAt(
      {},
      {
        ...passing,
        declinedAt: charged.at,
        done: { "first-retry:retry-payment": charged, "first-letter:retry-payment": charged },
      },
      charged.at,
    );
    expect(letter).toMatchObject({ key: "first-letter:notify" });
    expect(msBetween(april, letter?.dueAt ?? "")).toBeGreaterThanOrEqual(durationMs("P2D"));
  });

  it("waits until a limit's day is over", () => {
    const planned = planAt({}, { decline: { providerCode: "withdrawal_count_limit_exceeded" } });
    expect(planned?.reason).toContain("a limit of the card, 24 hours and more after the decline");
    expect(msBetween(april, planned?.dueAt ?? "")).toBeGreaterThanOrEqual(durationMs("P1D"));
  });

  it("follows Mastercard's advice to the hour instead of passing the step over", () => {
    const decline = { providerCode: "insufficient_funds", network: "mastercard", adviceCode: "24" };
    const planned = planAt({}, { decline });
    expect(planned?.reason).toContain("as the network advises, 1 hour after the decline");
    expect(planned?.reason).not.toContain("passed over");
  });

  it("never comes before the day that a letter named", () => {
    const promised = { attemptAt: "2026-05-01T06:00:00.000Z" };
    const planned = planAt({ funding: "debit" }, { done: firstDone, cardCountry: "ES", promised });
    expect(planned?.dueAt).toBe(promised.attemptAt);
    expect(planned?.reason).not.toContain("payday");
  });

  it("stays where it was once its time has come: what is learned then may be of that very charge", () => {
    const dueAt = "2026-04-30T05:00:00.000Z";
    const key = "first-letter:retry-payment";
    const planned = { act: "retry-payment", key, dueAt, reason: "" } as const;
    const died = { done: firstDone, planned, declinedAt: "2026-04-30T05:00:01.000Z" };
    const again = planAt({ country: "ES" }, died, "2026-04-30T05:00:02.000Z");
    expect(again).toMatchObject({ key, dueAt: "2026-04-30T05:00:02.000Z" });
    const debit = { key: "first-retry:retry-payment", at: "2026-04-27T15:00:00.000Z", result: "processing" } as const;
    const cameBack = planAt({ country: "ES" }, { ...died, attempts: [debit] }, "2026-04-30T05:00:02.000Z");
    expect(cameBack?.dueAt.slice(0, 10)).not.toBe("2026-04-30");
  });

  it("is the policy's own where the policy wants no other", () => {
    const plain = defineRetention({
      ...samplePolicyInput,
      dunning: { ...samplePolicyInput.dunning, preferred: { ...preferred, byReason: false } },
    });
    const dunningCase = sampleCase({ openedAt: april, declinedAt: april });
    const planned = planNext(dunningCase, { policy: plain.dunning, context: inMadrid, now: april });
    expect(planned?.reason).toMatch(/after insufficient_funds\.$/);
  });
});
