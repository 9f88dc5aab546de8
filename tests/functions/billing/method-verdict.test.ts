import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Attempt } from "../../../functions/billing/attempts.ts";
import type { MethodKind } from "../../../functions/billing/method-kind.ts";
import { type AskedMethod, verdictOn } from "../../../functions/billing/method-verdict.ts";
import type { ChargedMethod, Decline } from "../../../functions/billing/payment.ts";
import { plus } from "../../../functions/platform/duration.ts";
import { plusMs } from "../../../functions/platform/instant.ts";

const start = "2026-01-05T11:00:00.000Z";
const visa46 = { providerCode: "generic_decline", network: "visa", networkCode: "46" };
const funds = { providerCode: "insufficient_funds", network: "visa", networkCode: "51" };
const expired = { providerCode: "expired_card", network: "visa", networkCode: "54" };

const pm1: ChargedMethod = { methodId: "pm_1", number: "fp:4242", kind: "card", brand: "Visa", expires: "2028-08" };
const pm2: ChargedMethod = { methodId: "pm_2", number: "fp:4444", kind: "card", brand: "Mastercard" };

const failed = (after: string, decline: Decline | undefined, method = pm1, more: Partial<Attempt> = {}): Attempt => ({
  invoiceId: "in_1",
  paymentId: "pi_1",
  at: plus(start, after),
  result: "failed",
  decline,
  method,
  ...more,
});
const ask = (asked: AskedMethod, attempts: readonly Attempt[], after = "P10D", invoiceId = "in_1") =>
  verdictOn(asked, { attempts, invoiceId, at: plus(start, after) });
const may = (...asked: Parameters<typeof ask>) => ask(...asked).retry === "allowed";

describe("a verdict on a number", () => {
  it("outlives a decline of another card that somebody tried since", () => {
    const attempts = [failed("PT0S", { providerCode: "lost_card" }), failed("P1D", funds, pm2)];
    expect(may(pm1, attempts)).toBe(false);
    expect(may(pm2, attempts)).toBe(true);
  });

  it("outlives a later and milder decline of the same card, whoever met it", () => {
    expect(may(pm1, [failed("PT0S", visa46), failed("P2D", funds)])).toBe(false);
  });

  it("outlives the invoice and the case", () => {
    expect(may(pm1, [failed("PT0S", visa46, pm1, { invoiceId: "in_0" })], "P300D")).toBe(false);
  });

  it("holds for every id under which the number is saved, and for no other number of the same fingerprint", () => {
    const attempts = [failed("PT0S", visa46)];
    expect(may({ ...pm1, methodId: "pm_9" }, attempts)).toBe(false);
    expect(may({ ...pm1, methodId: "pm_9", number: "fp:1881" }, attempts)).toBe(true);
  });

  it("is not lifted by a renewal of the same number, but by another number under the same id", () => {
    const renewedAt = plus(start, "P1D");
    expect(may({ ...pm1, renewedAt }, [failed("PT0S", visa46)])).toBe(false);
    expect(may({ ...pm1, number: "fp:1881", renewedAt }, [failed("PT0S", visa46)])).toBe(true);
  });

  it("goes by the id where nobody gives a number", () => {
    const attempts = [failed("PT0S", visa46, { methodId: "pm_1" })];
    expect(may({ methodId: "pm_1" }, attempts)).toBe(false);
    expect(may({ methodId: "pm_2" }, attempts)).toBe(true);
    expect(may({ methodId: "pm_1", renewedAt: plus(start, "P1D") }, attempts)).toBe(true);
  });

  it("is taken for the invoice's method where the charge names none, until another is chosen", () => {
    const attempts = [failed("PT0S", { providerCode: "no_payment_method" }, {})];
    expect(may(pm1, attempts)).toBe(false);
    expect(may({ ...pm1, since: plus(start, "P1D") }, attempts)).toBe(true);
    expect(may(pm1, attempts, "P10D", "in_2")).toBe(true);
  });
});

describe("what new data can mend", () => {
  it("stands as long as the data, and is lifted by a renewal, another expiry or the card entered anew", () => {
    const attempts = [failed("PT0S", expired)];
    expect(may(pm1, attempts)).toBe(false);
    expect(may({ ...pm1, renewedAt: plus(start, "P1D") }, attempts)).toBe(true);
    expect(may({ ...pm1, expires: "2031-08" }, attempts)).toBe(true);
    expect(may({ ...pm1, methodId: "pm_9" }, attempts)).toBe(true);
  });

  it("stands against a renewal that came before", () => {
    expect(may({ ...pm1, renewedAt: plus(start, "P1D") }, [failed("P2D", expired)])).toBe(false);
  });
});

describe("what its holder can mend", () => {
  it("is lifted by a charge that went through since", () => {
    const asked = { providerCode: "authentication_required" };
    expect(may(pm1, [failed("PT0S", asked)])).toBe(false);
    const confirmed = failed("P1D", undefined, pm1, { result: "succeeded" });
    expect(may(pm1, [failed("PT0S", asked), confirmed])).toBe(true);
    expect(may(pm1, [failed("PT0S", visa46), confirmed])).toBe(false);
  });
});

describe("a wait that the network asked for", () => {
  it("is the longest, and a later decline of another card changes nothing of it", () => {
    const mastercard = (adviceCode: string) => ({ network: "mastercard", networkCode: "05", adviceCode });
    const attempts = [
      failed("PT0S", mastercard("28"), pm2),
      failed("P1D", mastercard("24"), pm2),
      failed("P2D", funds, pm1),
    ];
    expect(ask(pm2, attempts, "P2D")).toEqual({
      retry: "allowed",
      notBefore: plus(start, "P6D"),
      reason: "Mastercard 05 (advice 28) asks to wait",
    });
    expect(ask(pm1, attempts, "P2D")).toEqual({ retry: "allowed", reason: "Visa 51 may clear later" });
  });
});

describe("a budget", () => {
  const tries = (count: number, more: Partial<Attempt>) =>
    Array.from({ length: count }, (_, hour) => failed(`PT${hour}H`, funds, pm1, more));

  it("counts everybody's charges of the number, whatever invoice they were for", () => {
    const others = [...tries(10, { paymentId: "pi_9", invoiceId: "in_9" }), ...tries(9, { invoiceId: undefined })];
    expect(may(pm1, others, "P2D")).toBe(true);
    const verdict = ask(pm1, [...others, failed("P1D", funds)], "P2D");
    expect(verdict).toEqual({ retry: "blocked", reason: "the network allows 20 charges of a card in 30 days" });
    expect(may(pm2, [...others, failed("P1D", funds)], "P2D")).toBe(true);
  });

  it.each<[MethodKind, number]>([
    ["sepa-debit", 2],
    ["us-bank-account", 2],
    ["bacs-debit", 2],
    ["au-becs-debit", 2],
    ["acss-debit", 1],
  ])("of a returned %s allows %i more presentations for one invoice", (kind, again) => {
    const account = { methodId: "pm_3", number: "acc:3000", kind };
    const returned = (count: number) =>
      Array.from({ length: count }, (_, week) =>
        failed(`P${7 * week}D`, { providerCode: "insufficient_funds" }, account),
      );
    expect(may(account, returned(again), "P20D")).toBe(true);
    expect(may(account, returned(again + 1), "P20D")).toBe(false);
    expect(may(account, returned(again + 1), "P20D", "in_2")).toBe(true);
    expect(may(account, returned(1), "P181D")).toBe(false);
  });
});

describe("whatever happened before", () => {
  const decline = fc.constantFrom<Decline>(
    visa46,
    funds,
    expired,
    { providerCode: "lost_card" },
    {
      providerCode: "insufficient_funds",
      providerAdvice: "do_not_try_again",
    },
  );
  const history = fc.array(
    fc.record({
      hour: fc.integer({ min: 0, max: 60 * 24 }),
      method: fc.constantFrom(pm1, pm2, { ...pm1, methodId: "pm_9" }),
      invoiceId: fc.constantFrom("in_1", "in_2", undefined),
      decline,
    }),
    { maxLength: 60 },
  );
  const isNever = ({ networkCode, providerCode, providerAdvice }: Decline) =>
    networkCode === "46" || providerCode === "lost_card" || providerAdvice === "do_not_try_again";

  it("no number is charged after never, and no budget is passed in any window", () => {
    fc.assert(
      fc.property(history, (told) => {
        const attempts: Attempt[] = [];
        for (const { hour, method, decline: answer, invoiceId } of told.sort((a, b) => a.hour - b.hour)) {
          const at = plusMs(start, hour * 3_600_000);
          // Others charge as they like; we charge in_1 when we may.
          if (invoiceId === "in_1" && verdictOn(method, { attempts, invoiceId, at }).retry === "blocked") continue;
          const before = attempts.filter((attempt) => attempt.method.number === method.number);
          if (invoiceId === "in_1") {
            expect(before.some((attempt) => isNever(attempt.decline ?? {}))).toBe(false);
            const window = before.filter((attempt) => attempt.at > plusMs(at, -30 * 24 * 3_600_000));
            expect(window.length).toBeLessThan(20);
          }
          attempts.push({ at, method, decline: answer, invoiceId, result: "failed" });
        }
      }),
      { numRuns: 1000 },
    );
  });
});
