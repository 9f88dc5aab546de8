import { describe, expect } from "vitest";
import { at, decisionsOf, filesOf, fileTest, inTheWorldOf, played, rightOf, toCustomers } from "./case-tests.ts";

const hostedInvoice = "https://invoice.stripe.com/i/acct_x/live_in_eva";

describe("03-bank-asks-customer-to-confirm", () => {
  for (const file of filesOf("03-bank-asks-customer-to-confirm"))
    fileTest("03-bank-asks-customer-to-confirm", file, async () => {
      await inTheWorldOf("03-bank-asks-customer-to-confirm", file, async ({ world, toTheEnd }) => {
        const report = await toTheEnd();
        const letters = toCustomers(report);
        expect(letters.length).toBeGreaterThan(0);
        for (const { text } of letters) {
          if (text.includes(hostedInvoice)) continue;
          const token = /update-payment\?token=([\w.-]+)/.exec(text)?.[1] ?? "";
          const request = { headers: {}, pathParameters: {}, queryStringParameters: { token }, isBase64Encoded: false };
          const page = await world.portal({ ...request, requestContext: { http: { method: "GET" } } });
          expect(`${page.body}${page.headers["location"]}`).toContain(hostedInvoice);
        }
      });
    });
});

rightOf("04-debit-must-not-be-repeated", (report) => {
  expect(report.cases).toHaveLength(1);
  expect(report.charges).toEqual([]);
  expect(toCustomers(report).length).toBeGreaterThan(0);
});

rightOf("05-letter-about-a-bank-debit", (report) => {
  const letters = toCustomers(report);
  expect(letters.length).toBeGreaterThan(0);
  for (const { text } of letters) {
    expect(text).toContain("3000");
    expect(text).not.toMatch(/\bcards?\b/i);
  }
});

const paidOnDayNine = at(1768402800);

rightOf("06-debit-in-flight", (report, file) => {
  expect(report.cases).toMatchObject([{ status: "closed", outcome: { kind: "recovered" } }]);
  expect(report.calls).toEqual([]);
  expect(toCustomers(report).filter((letter) => letter.at < paidOnDayNine)).toEqual([]);
  expect(report.charges.length).toBe(file === "events.jsonl" ? 1 : 0);
});

const failing = /payment-(failed|reminder|urgent)|pause-warning|paused|final-notice|ended/;

rightOf("06-last-debit-in-flight", (report, file) => {
  const last = report.charges.find(({ result }) => result === "processing");
  expect(last).toBeDefined();
  expect(report.charges.at(-1)).toBe(last);
  // Of the ladder's eight charges a SEPA debit may be presented again twice.
  expect(report.charges).toHaveLength(file === "events.jsonl" ? 2 : 8);
  const since = last?.at ?? "";
  expect(report.letters.filter((letter) => letter.at >= since && failing.test(letter.name))).toEqual([]);
  expect(report.calls.filter((call) => call.at >= since)).toEqual([]);
  expect(report.cases).toMatchObject([{ outcome: null }]);
});

rightOf("12-blocked-by-a-rule", async (report) => {
  expect(report.charges).toEqual([]);
  const first = await played("12-blocked-by-a-rule", "events-charge-id-later.jsonl");
  expect(decisionsOf(report)).toEqual(decisionsOf(first.report));
});

rightOf("22-subscription-keeps-old-card", (report) => {
  const february = "in_abel2";
  const asked = toCustomers(report).find(({ invoiceIds }) => invoiceIds.includes(february))?.at ?? "9999";
  const charged = report.charges.filter(({ invoiceId, methodId }) => invoiceId === february && methodId === "pm_abel2");
  expect(charged.some((charge) => charge.at < asked)).toBe(true);
});

rightOf("23-two-cards-in-one-second", async (report) => {
  const chosen = at(1767866401);
  const since = report.charges.filter((charge) => charge.at > chosen);
  expect(new Set(since.map(({ methodId }) => methodId))).toEqual(new Set(["pm_cleo3"]));
  const first = await played("23-two-cards-in-one-second", "events-in-order.jsonl");
  expect(decisionsOf(report)).toEqual(decisionsOf(first.report));
});

rightOf("24-another-purchase", (report) => {
  expect(report.charges.length).toBeGreaterThanOrEqual(3);
  expect(new Set(report.charges.map(({ methodId }) => methodId))).toEqual(new Set(["pm_dirk1"]));
  for (const { text } of toCustomers(report)) {
    expect(text).toContain("4242");
    expect(text).not.toContain("9979");
  }
});

const deletedAt = at(1767776400);

rightOf("30-updater-after-deletion", (report, file) => {
  // Until it is heard of, nobody knows.
  const since = file === "events.jsonl" ? deletedAt : at(1767862860);
  expect(report.charges.filter((charge) => charge.at >= since)).toEqual([]);
  expect(report.letters.filter((letter) => letter.at >= since)).toEqual([]);
});

rightOf("33-metadata-of-other-types", (report) => {
  expect(report.parked).toBe(0);
  expect(report.charges.map(({ methodId }) => methodId)).toContain("pm_lars2");
});
