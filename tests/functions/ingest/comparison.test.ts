import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  advanced,
  askedNext,
  begin,
  type Comparison,
  comparisonItem,
  isTime,
  parseComparison,
  underWayMs,
} from "../../../functions/ingest/comparison.ts";
import { isNews, possibleNews } from "../../../functions/ingest/unknown-invoice.ts";
import { plusMs } from "../../../functions/platform/instant.ts";
import type { ListedInvoice } from "../../../functions/providers/event-reader.ts";

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const claimedAt = "2026-01-05T08:00:00.000Z";
const begunAt = "2026-03-05T08:00:00.000Z";
const later = (ms: number) => plusMs(begunAt, ms);

describe("a comparison", () => {
  it("begins with what owes, and is the first until one was made with the same account", () => {
    const first = begin(undefined, claimedAt, begunAt);
    expect(first).toMatchObject({ status: "open", first: true, since: claimedAt, begunAt });
    expect(begin(first, claimedAt, later(dayMs))).toMatchObject({ first: false, since: later(-2 * underWayMs) });
    expect(begin(first, later(hourMs), later(dayMs))).toMatchObject({ first: true, since: later(hourMs) });
  });

  it("goes through every list to its end, wherever a page ends, and counts everything once", () => {
    const lists = fc.record({
      open: fc.array(fc.nat(50), { maxLength: 6 }),
      paid: fc.array(fc.nat(50), { maxLength: 6 }),
      void: fc.array(fc.nat(50), { maxLength: 6 }),
      uncollectible: fc.array(fc.nat(50), { maxLength: 6 }),
    });
    fc.assert(
      fc.property(lists, (pages) => {
        const asked: string[] = [];
        let comparison: Comparison = begin(undefined, claimedAt, begunAt);
        for (let turn = 0; comparison.endedAt === undefined && turn < 100; turn += 1) {
          const { status, after, createdSince } = askedNext(comparison, 45 * dayMs);
          asked.push(`${status} ${after ?? 0}`);
          expect(createdSince).toBe(status === "open" ? undefined : later(-45 * dayMs));
          const at = Number(after ?? 0);
          const compared = pages[status][at] ?? 0;
          const next = at + 1 < pages[status].length ? String(at + 1) : undefined;
          const page = { counts: { compared, missed: compared, leftAlone: 0 }, next };
          // Between two pages a process may end: what is stored is all that the next one has.
          comparison = parseComparison(comparisonItem("stripe", advanced(comparison, page, later(turn)), 0));
        }
        const sizes = Object.values(pages).map((list) => Math.max(1, list.length));
        const total = Object.values(pages)
          .flat()
          .reduce((sum, count) => sum + count, 0);
        expect(new Set(asked).size).toBe(asked.length);
        expect(asked).toHaveLength(sizes.reduce((sum, size) => sum + size, 0));
        expect(comparison).toMatchObject({ compared: total, missed: total, endedAt: expect.any(String) });
      }),
    );
  });

  it("is not begun while one is under way, nor before a day has passed, unless a person asks", () => {
    const underWay = begin(undefined, claimedAt, begunAt);
    const ended = { ...underWay, endedAt: later(hourMs) };
    const asked = (changes: object) => ({ atOnce: false, claimedAt, now: later(dayMs - 1), ...changes });
    expect(isTime(underWay, asked({ atOnce: true, now: later(9 * dayMs) }))).toBe(false);
    expect(isTime(ended, asked({}))).toBe(false);
    expect(isTime(ended, asked({ now: later(dayMs) }))).toBe(true);
    expect(isTime(ended, asked({ atOnce: true }))).toBe(true);
    expect(isTime(underWay, asked({ claimedAt: later(1) }))).toBe(true);
  });
});

describe("what a listed invoice tells", () => {
  const comparison: Comparison = { ...begin(undefined, claimedAt, begunAt), first: false, since: later(-dayMs) };
  const invoice = (changes: Partial<ListedInvoice>): ListedInvoice => ({
    ...{ invoiceId: "in_1", providerCustomerId: "cus_1", status: "open", wasCharged: true },
    ...{ askedAt: later(-5 * dayMs), settledAt: undefined },
    ...changes,
  });
  const told = (changes: Partial<ListedInvoice>) => possibleNews(invoice(changes), comparison, "P30D");

  it.each([
    ["is owed, and was charged", {}, "failed"],
    ["is sent to be paid by hand, or waits for its first charge", { wasCharged: false }, "none"],
    ["was charged within the hour", { askedAt: later(-hourMs + 1) }, "none"],
    ["was charged an hour ago", { askedAt: later(-hourMs) }, "failed"],
    ["has been owed for thirty days", { askedAt: later(-30 * dayMs) }, "failed"],
    ["has been owed for longer", { askedAt: later(-30 * dayMs - 1) }, "too-old"],
    ["belongs to nobody", { providerCustomerId: undefined }, "none"],
    ["was paid since the last comparison", { status: "paid", settledAt: later(-12 * hourMs) }, "settled"],
    ["was paid before it", { status: "paid", settledAt: later(-dayMs) }, "none"],
    ["was paid within the hour", { status: "paid", settledAt: later(-hourMs + 1) }, "none"],
    ["was voided since", { status: "void", settledAt: later(-2 * hourMs) }, "settled"],
    ["is settled, nobody says when", { status: "uncollectible" }, "none"],
  ] as const)("that %s", (_, changes, news) => {
    expect(told(changes)).toBe(news);
  });

  const open = invoice({});
  const paid = invoice({ status: "paid", settledAt: later(-12 * hourMs) });
  const voided = invoice({ status: "void", settledAt: later(-12 * hourMs) });
  const first = { ...comparison, first: true };

  it.each([
    ["owed, and unknown", "failed", open, undefined, comparison, true],
    ["owed, and known as open only", "failed", open, { status: "open" }, comparison, true],
    ["owed, and known to have failed", "failed", open, { status: "open", failedAt: begunAt }, comparison, false],
    ["owed, and known as paid: the list is older", "failed", open, { status: "paid" }, comparison, false],
    ["owed, and known as a draft", "failed", open, { status: "draft" }, comparison, true],
    ["paid, and unknown", "settled", paid, undefined, comparison, true],
    ["paid, and unknown on the first day", "settled", paid, undefined, first, false],
    ["paid, and known as open", "settled", paid, { status: "open", failedAt: begunAt }, first, true],
    ["paid, and known as given up", "settled", paid, { status: "uncollectible" }, comparison, true],
    ["paid, and known as paid", "settled", paid, { status: "paid" }, comparison, false],
    ["void, and unknown", "settled", voided, undefined, comparison, false],
    ["void, and known as open", "settled", voided, { status: "open" }, comparison, true],
    ["void, and known as paid", "settled", voided, { status: "paid" }, comparison, false],
  ] as const)("is news if it is %s", (_, news, listed, known, which, expected) => {
    expect(isNews(news, listed, known, which)).toBe(expected);
  });
});
