import { describe, expect, it } from "vitest";
import { refusal } from "../../../functions/dunning/climb.ts";
import { planNext } from "../../../functions/dunning/plan.ts";
import { plus } from "../../../functions/platform/duration.ts";
import { exactPolicy, openedAt, sampleCase, sampleContext, samplePolicy } from "./sample-case.ts";

const policy = exactPolicy.dunning;
const done = (...keys: string[]) =>
  Object.fromEntries(keys.map((key, index) => [key, { at: plus(openedAt, `PT${index}M`), result: "declined" }]));
const plan = (changes: Parameters<typeof sampleCase>[0], now = openedAt) =>
  planNext(sampleCase(changes), { policy, context: sampleContext, now });

describe("planNext", () => {
  it("begins with a quiet retry", () => {
    expect(plan({})).toMatchObject({
      act: "retry-payment",
      key: "first-retry:retry-payment",
      dueAt: plus(openedAt, "PT6H"),
    });
  });

  it("goes on to the next rung of the ladder", () => {
    expect(plan({ done: done("first-retry:retry-payment") })).toMatchObject({
      key: "first-letter:retry-payment",
      dueAt: plus(openedAt, "P2D"),
    });
    expect(plan({ done: done("first-retry:retry-payment", "first-letter:retry-payment") })).toMatchObject({
      act: "notify",
      key: "first-letter:notify",
    });
  });

  it("warns before it pauses, pauses before it says so, and ends last", () => {
    expect(plan({ done: done("warning:retry-payment") })).toMatchObject({ act: "warn-of-pause" });
    const warned = { "warning:warn-of-pause": { at: openedAt, result: "sent" } };
    expect(plan({ done: { ...done("pause:retry-payment"), ...warned } })).toMatchObject({ act: "pause" });
    expect(plan({ done: done("pause:pause") })).toMatchObject({ act: "notify", key: "pause:notify" });
    expect(plan({ done: done("pause:notify") })).toMatchObject({ act: "close", dueAt: plus(openedAt, "P30D") });
  });

  it("says in words what it waits for", () => {
    expect(plan({})?.reason).toBe(
      "Waits until Monday 5 January 18:00 in Europe/Stockholm, charge 1 of 5 after insufficient_funds.",
    );
  });

  it("passes charges over while the card cannot succeed, and says so", () => {
    const next = plan({ decline: { providerCode: "stolen_card" } });
    expect(next).toMatchObject({ act: "notify", key: "first-letter:notify" });
    expect(next?.reason).toContain("stolen_card cannot succeed with the same card");
  });

  it("writes on the first morning where waiting is pointless", () => {
    const blocked = sampleCase({ decline: { providerCode: "expired_card" } });
    const next = planNext(blocked, { policy: samplePolicy.dunning, context: sampleContext, now: openedAt });
    expect(next?.act).toBe("notify");
    expect(next?.dueAt.slice(0, 10)).toBe("2026-01-06");
  });

  it("charges a new card at once, before anything else", () => {
    const cardRetry = { key: "card:x", requestedAt: openedAt, cardId: "pm_2" };
    expect(plan({ cardRetry, done: done("first-retry:retry-payment") }, plus(openedAt, "P1D"))).toMatchObject({
      act: "retry-payment",
      key: "card:x",
      dueAt: plus(openedAt, "P1D"),
    });
    expect(plan({ cardRetry, done: done("card:x") })).toMatchObject({ key: "first-retry:retry-payment" });
  });

  it("does not make up for charges whose time passed before the last one", () => {
    const attempts = [{ key: "card:x", at: plus(openedAt, "P3D"), result: "declined" as const }];
    expect(plan({ attempts }, plus(openedAt, "P3D"))).toMatchObject({ key: "first-letter:notify" });
  });

  it("neither warns of a pause nor makes one where there is no subscription", () => {
    const single = { subscriptionId: undefined };
    expect(plan({ ...single, done: done("warning:retry-payment") })?.key).toBe("pause:retry-payment");
    expect(plan({ ...single, done: done("pause:retry-payment") })?.act).toBe("close");
  });

  it("does nothing while a payment is under way before it has been looked at again", () => {
    const until = plus(openedAt, "P9D");
    const waits = { why: "payment" as const, since: openedAt, until, reason: "a payment is under way" };
    const next = plan({ waits, done: done("first-retry:retry-payment") });
    expect(next).toMatchObject({ key: "first-letter:retry-payment", dueAt: until });
    expect(next?.reason).toContain("looks at the provider again: a payment is under way");
    const handOver = { key: "person:payment", reason: "it takes too long" };
    expect(plan({ waits, handOver })).toMatchObject({ act: "hand-to-person", dueAt: openedAt });
  });

  it("neither warns of a pause nor makes one where the subscription is spared", () => {
    const spared = { why: "leaving" as const, reason: "the customer leaves on 2026-02-05" };
    expect(plan({ spared, done: done("warning:retry-payment") })?.key).toBe("pause:retry-payment");
    expect(plan({ spared, done: done("pause:retry-payment") })?.act).toBe("close");
  });

  it("goes on once such a debit has failed, half the planned distance after that at least", () => {
    const attempts = [{ key: "first-retry:retry-payment", at: plus(openedAt, "PT6H"), result: "processing" as const }];
    const failed = (after: string) =>
      plan(
        { attempts, done: done("first-retry:retry-payment"), declinedAt: plus(openedAt, after) },
        plus(openedAt, after),
      );
    expect(failed("P1D")?.dueAt).toBe(plus(openedAt, "P2D"));
    expect(failed("P3D")?.dueAt).toBe(plus(openedAt, "P3DT21H"));
  });

  it("puts a person first", () => {
    const handOver = { key: "person:unreachable", reason: "there is no e-mail address" };
    expect(plan({ handOver })).toMatchObject({ act: "hand-to-person", key: "person:unreachable" });
    expect(plan({ handOver, done: done("person:unreachable") })?.act).toBe("retry-payment");
  });

  it("has nothing left for a closed case", () => {
    expect(plan({ status: "closed" })).toBeUndefined();
  });
});

describe("refusal", () => {
  it("holds to the time Mastercard's advice names", () => {
    const advised = sampleCase({ decline: { network: "mastercard", adviceCode: "26" } });
    expect(refusal(advised, sampleContext, plus(openedAt, "P1D"))).toContain("advice 26");
    expect(refusal(advised, sampleContext, plus(openedAt, "P2D"))).toBeUndefined();
  });

  it("counts the charges of the card for other invoices", () => {
    const chargedBy = (methodId: string) =>
      Array.from({ length: 19 }, (_, hour) => ({
        invoiceId: "in_2",
        at: plus(openedAt, `PT${hour}H30M`),
        result: "failed" as const,
        method: { methodId },
      }));
    const wallet = { customer: { method: { methodId: "pm_1" } } };
    const refusedAfter = (methodId: string) =>
      refusal(sampleCase(), { ...sampleContext, wallet, attempts: chargedBy(methodId) }, plus(openedAt, "P1D"));
    expect(refusedAfter("pm_1")).toContain("20 charges");
    expect(refusedAfter("pm_2")).toBeUndefined();
  });
});
