import { expect } from "vitest";
import { at, rightOf, toCustomers } from "./case-tests.ts";

const partPaidAt = at(1767693600);
const secondPartAt = at(1767603600 + 12 * 86_400);

rightOf("07-part-is-paid", (report, file) => {
  const inTwoParts = file === "events-in-two-parts.jsonl";
  expect(report.cases).toMatchObject([{ amountMinor: inTwoParts ? 900 : 2900, currency: "EUR" }]);
  const letters = toCustomers(report).filter((letter) => letter.at > partPaidAt);
  expect(letters.length).toBeGreaterThan(0);
  for (const { text, at: sentAt } of letters) {
    expect(text).toContain(inTwoParts && sentAt > secondPartAt ? "€9.00" : "€29.00");
    expect(text).not.toContain("€49.00");
  }
});

rightOf("09-paused-by-the-merchant", (report) => {
  expect(report.calls.filter(({ what }) => /pause|resume/.test(what))).toEqual([]);
  for (const { name, subject, text } of toCustomers(report)) expect(`${name} ${subject} ${text}`).not.toMatch(/paus/i);
});

rightOf("10-draft-of-the-pause", (report, file) => {
  expect(report.calls.map(({ what }) => what)).toContain("resumeSubscription");
  const finalised = report.calls.filter(({ what }) => what === "finalizeInvoice").map(({ id }) => id);
  const told = report.letters.filter(({ name }) => name === "hand-over").map(({ text }) => text);
  for (const draft of file === "events-two-drafts.jsonl" ? ["in_lena2", "in_lena3"] : ["in_lena2"])
    expect(finalised.includes(draft) || told.some((text) => text.includes(draft))).toBe(true);
});

rightOf("11-invoice-of-no-subscription", (report) => {
  for (const { subject, text } of toCustomers(report)) expect(`${subject} ${text}`).not.toMatch(/subscription/i);
  expect(report.calls.filter(({ what }) => /Subscription/.test(what))).toEqual([]);
});

rightOf("13-first-payment-in-old-words", (report, file) => {
  if (file !== "events-subscription-late.jsonl") expect(report.cases).toEqual([]);
  expect([report.charges, toCustomers(report), report.calls, report.parked]).toEqual([[], [], [], 0]);
});

rightOf("14-invoice-of-old-version", (report, file) => {
  const isPaid = file === "events-then-paid.jsonl";
  expect(report.cases).toMatchObject([{ invoiceId: "in_paul", outcome: isPaid ? { kind: "recovered" } : null }]);
  expect(report.parked).toBe(0);
  if (!isPaid) expect(toCustomers(report).length).toBeGreaterThan(0);
});

rightOf("16-closing-invoice", (report) => {
  expect([report.charges, report.letters]).toEqual([[], []]);
});

rightOf("28-upgrade-unpaid-renewals-paid", (report) => {
  expect(report.calls.filter(({ what }) => /pause|cancel/.test(what))).toEqual([]);
});

rightOf("31-two-updates-one-rescue", (report) => {
  expect(report.cases).toMatchObject([{ status: "closed", outcome: { kind: "recovered" } }]);
  expect(report.letters.filter(({ name }) => name === "recovered")).toHaveLength(1);
});

rightOf("34-leaving-at-period-end", (report) => {
  expect(report.calls.filter(({ what }) => what === "pauseSubscription")).toEqual([]);
  for (const { name, text } of toCustomers(report))
    expect(`${name} ${text}`).not.toMatch(/carr(y|ies) on|paus|keeps? running|continues?\b/i);
});
