import { expect, it } from "vitest";
import type { DunningCase } from "../../../functions/dunning/case.ts";
import { type LetterSent, type ProviderBooks, summarize, type WorldCounts } from "../../../local/views/summary.ts";
import { summaryTable } from "../../../local/views/summary-table.ts";

const at = "2026-02-01T00:00:00.000Z";

const dunningCase = (
  caseId: string,
  amountMinor: number,
  currency: string,
  outcome?: DunningCase["outcome"],
  decline?: DunningCase["decline"],
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
  decline,
  attempts: [],
  done: {},
  epoch: 1,
  startedEpoch: 1,
  paused: false,
  timeline: [],
});

const noFunds = { providerCode: "insufficient_funds", networkCode: "51" };
const lost = { providerCode: "lost_card" };
const cases = [
  dunningCase("a", 4900, "EUR", { kind: "recovered", at, how: "retry" }, noFunds),
  dunningCase("b", 1900, "EUR", { kind: "recovered", at, how: "new-card", afterMessage: "payment-failed" }, lost),
  {
    ...dunningCase("f", 900, "EUR", { kind: "recovered", at, how: "retry-after-message" }, noFunds),
    lastMessage: "payment-failed",
  },
  dunningCase("c", 7900, "JPY", { kind: "lost", at }, lost),
  dunningCase("d", 5900, "KWD", { kind: "cancelled", at }),
  dunningCase("e", 1000, "EUR", undefined, noFunds),
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

/** Of one invoice a part was refunded, another is not in the books. */
const provider: ProviderBooks = {
  moneyOf: (invoiceId) =>
    ({ in_a: { paidMinor: 4900, backMinor: 1000 }, in_b: { paidMinor: 1500, backMinor: 0 } })[invoiceId],
  firstDecline: (invoiceId) => (invoiceId === "in_b" ? { providerCode: "rule" } : undefined),
  budgets: [{ network: "visa", days: 30, allowed: 20, most: 9 }],
};
const letter = (name: LetterSent["name"], day: number, customerId = "stripe-cus_1"): LetterSent => ({
  ...{ name, customerId, sentAt: `2026-01-${String(day).padStart(2, "0")}T09:00:00.000Z` },
});
const letters = [
  letter("payment-failed", 5),
  letter("payment-reminder", 11),
  letter("hand-over", 11),
  letter("payment-urgent", 12),
  letter("payment-failed", 20, "stripe-cus_2"),
  letter("ended", 30),
];

const summary = summarize({ seed: 7, from: "2026-01-05T06:00:00.000Z", until: at }, cases, letters, {
  ...{ counts, provider },
});

it("counts each case once, by its end", () => {
  expect(summary).toMatchObject({
    ...{ failed: 6, recovered: 3, recoveredShare: 0.5, lost: 1, cancelled: 1, voided: 0, open: 1 },
  });
  expect(summary.recoveredBy).toMatchObject({
    retry: 1,
    "retry-after-message": 1,
    "new-card": 1,
    "by-hand": 0,
    outside: 0,
  });
  expect(summary.recoveredAfterMessage).toBe(1);
});

it("tells what stood in the way, and how often it was overcome", () => {
  expect(summary.byDeclineClass).toEqual([
    { declineClass: "insufficient-funds", failed: 3, recovered: 2 },
    { declineClass: "fraud", failed: 1, recovered: 0 },
    { declineClass: "merchant-rule", failed: 1, recovered: 1 },
    { declineClass: "unknown", failed: 1, recovered: 0 },
  ]);
});

it("keeps currencies apart; recovered is what was paid, and net of what went back", () => {
  expect(summary.money).toEqual([
    {
      ...{ currency: "EUR", failedMinor: 8700, recoveredMinor: 7300, givenBackMinor: 1000, netMinor: 6300 },
      ...{ lostMinor: 0, openMinor: 1000 },
    },
    {
      ...{ currency: "JPY", failedMinor: 7900, recoveredMinor: 0, givenBackMinor: 0, netMinor: 0 },
      ...{ lostMinor: 7900, openMinor: 0 },
    },
    {
      ...{ currency: "KWD", failedMinor: 5900, recoveredMinor: 0, givenBackMinor: 0, netMinor: 0 },
      ...{ lostMinor: 5900, openMinor: 0 },
    },
  ]);
});

it("says how many of each message were sent, none of most", () => {
  expect(summary.messages).toMatchObject({ "payment-failed": 2, ended: 1, recovered: 0 });
});

it("says how often one payer was written to within seven days; the company's own people do not count", () => {
  // The first payer: two letters within six days, one on the seventh, one weeks later.
  expect(summary.lettersPerWeek).toEqual({ most: 2, mean: 1.25 });
});

it("is a table of at most 100 columns, with money as its currency is written", () => {
  const table = summaryTable(summary);
  expect(Math.max(...table.split("\n").map((line) => line.length))).toBeLessThanOrEqual(100);
  expect(table).toContain("Orbit, 1,200 customers, 5 January 2026 to 1 February 2026, seed 7");
  expect(table).toMatch(/recovered +3 +50\.0%/);
  expect(table).toMatch(/insufficient funds +3 +2 +66\.7%/);
  expect(table).toMatch(/JPY +¥7,900 +¥0 +¥0 +¥0 +¥7,900 +¥0/);
  expect(table).toMatch(/KWD\s+KWD\s5\.900/);
  expect(table).toMatch(/visa, 30 days +9 +of 20/);
});

it("has nothing to divide by when nothing happened", () => {
  const none = summarize({ seed: 1, from: at, until: at }, [], [], {
    counts: { ...counts, renewalCharges: 0, failedRenewalCharges: 0 },
    provider: { moneyOf: () => undefined, firstDecline: () => undefined, budgets: [] },
  });
  expect(none.recoveredShare).toBe(0);
  expect(summaryTable(none)).not.toMatch(/NaN|Infinity/);
});
