import { expect, it } from "vitest";
import type { DunningCase } from "../../../functions/dunning/case.ts";
import { summarize, type WorldCounts } from "../../../local/views/summary.ts";
import { summaryTable } from "../../../local/views/summary-table.ts";

const at = "2026-02-01T00:00:00.000Z";

const dunningCase = (
  caseId: string,
  amountMinor: number,
  currency: string,
  outcome?: DunningCase["outcome"],
): DunningCase => ({
  caseId,
  customerId: "stripe-cus_1",
  provider: "stripe",
  providerCustomerId: "cus_1",
  invoiceId: `in_${caseId}`,
  amount: { amountMinor, currency },
  openedAt: at,
  status: outcome ? "closed" : "open",
  outcome,
  attempts: [],
  done: {},
  epoch: 1,
  startedEpoch: 1,
  paused: false,
  timeline: [],
});

const cases = [
  dunningCase("a", 4900, "EUR", { kind: "recovered", at, how: "retry" }),
  dunningCase("b", 1900, "EUR", { kind: "recovered", at, how: "new-card", afterMessage: "payment-failed" }),
  dunningCase("c", 7900, "JPY", { kind: "lost", at }),
  dunningCase("d", 5900, "KWD", { kind: "cancelled", at }),
  dunningCase("e", 1000, "EUR"),
];

const counts: WorldCounts = {
  customers: 1200,
  renewalCharges: 50,
  failedRenewalCharges: 5,
  eventsAccepted: 1234,
  eventsRepeated: 5,
  eventsRefused: 1,
  eventsParked: 0,
  stepsRun: 40,
  stepsFailed: 2,
  applyFailed: 0,
};

const summary = summarize(
  { seed: 7, from: "2026-01-05T06:00:00.000Z", until: at },
  cases,
  ["payment-failed", "ended"],
  counts,
);

it("counts each case once, by its end", () => {
  expect(summary).toMatchObject({
    failed: 5,
    recovered: 2,
    recoveredShare: 0.4,
    lost: 1,
    cancelled: 1,
    voided: 0,
    open: 1,
  });
  expect(summary.recoveredBy).toEqual({ retry: 1, "new-card": 1, "by-hand": 0, outside: 0 });
  expect(summary.recoveredAfterMessage).toBe(1);
});

it("keeps currencies apart, and what failed is what became of it", () => {
  expect(summary.money).toEqual([
    { currency: "EUR", failedMinor: 7800, recoveredMinor: 6800, lostMinor: 0, openMinor: 1000 },
    { currency: "JPY", failedMinor: 7900, recoveredMinor: 0, lostMinor: 7900, openMinor: 0 },
    { currency: "KWD", failedMinor: 5900, recoveredMinor: 0, lostMinor: 5900, openMinor: 0 },
  ]);
});

it("says how many of each message were sent, none of most", () => {
  expect(summary.messages).toMatchObject({ "payment-failed": 1, ended: 1, recovered: 0 });
});

it("is a table of at most 100 columns, with money as its currency is written", () => {
  const table = summaryTable(summary);
  expect(Math.max(...table.split("\n").map((line) => line.length))).toBeLessThanOrEqual(100);
  expect(table).toContain("Orbit, 1,200 customers, 5 January 2026 to 1 February 2026, seed 7");
  expect(table).toMatch(/recovered +2 +40\.0%/);
  expect(table).toMatch(/JPY +¥7,900 +¥0 +¥7,900 +¥0/);
  expect(table).toMatch(/KWD\s+KWD\s5\.900/);
});

it("has nothing to divide by when nothing happened", () => {
  const none = summarize({ seed: 1, from: at, until: at }, [], [], {
    ...counts,
    renewalCharges: 0,
    failedRenewalCharges: 0,
  });
  expect(none.recoveredShare).toBe(0);
  expect(summaryTable(none)).not.toMatch(/NaN|Infinity/);
});
