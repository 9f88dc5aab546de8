import { expect, it } from "vitest";
import { plusMs } from "../../../../functions/platform/instant.ts";
import { budgetUse } from "../../../../local/providers/stripe/budget-use.ts";
import { newMethod, sameNumber } from "../../../../local/providers/stripe/methods.ts";
import { type ChargeRecord, emptyBooks, type MethodRecord } from "../../../../local/providers/stripe/records.ts";

const start = "2026-01-05T06:00:00.000Z";
const dayMs = 86_400_000;

/** Books with charges of those methods, so many days after the start. */
function booksOf(...charged: readonly (readonly [MethodRecord, readonly number[], Partial<ChargeRecord>?])[]) {
  const books = emptyBooks();
  for (const [method, days, changes] of charged) {
    books.methods.set(method.id, method);
    for (const day of days) {
      const id = `ch_${books.charges.size}`;
      books.charges.set(id, {
        ...{ id, paymentIntentId: "pi_1", invoiceId: "in_1", methodId: method.id, amountMinor: 100 },
        ...{ fingerprint: `fp_${method.numberOf}`, createdAt: plusMs(start, day * dayMs), status: "failed" },
        ...{ answeredAt: start, trouble: "generic", refundedMinor: 0, disputeId: null, by: "api" },
        idempotencyKey: null,
        ...changes,
      });
    }
  }
  return books;
}
const mostOf = (books: ReturnType<typeof booksOf>, network: string, days: number | undefined) =>
  budgetUse(books).find((one) => one.network === network && one.days === days)?.most;

it("counts the charges of a number within its network's window, whichever method carried it", () => {
  const visa = newMethod("pm_1", "visa", "SE", start);
  const again = sameNumber(visa, "pm_2", start);
  expect(mostOf(booksOf([visa, [0, 1, 29.9]], [again, [29.95, 31.5]]), "visa", 30)).toBe(4);
});

it("keeps Mastercard's day and month apart, and other numbers too", () => {
  const [one, other] = [newMethod("pm_1", "mastercard", "SE", start), newMethod("pm_2", "mastercard", "SE", start)];
  const books = booksOf([one, [0, 0.2, 0.4, 3, 3.9]], [other, [0]]);
  expect([mostOf(books, "mastercard", 1), mostOf(books, "mastercard", 30)]).toEqual([3, 5]);
});

it("counts a debit by itself, and leaves out what never reached a network", () => {
  const sepa = newMethod("pm_1", "sepa_debit", "DE", start);
  expect(mostOf(booksOf([sepa, [0, 40]], [sepa, [80], { invoiceId: "in_2" }]), "bank debits", undefined)).toBe(2);
  const visa = newMethod("pm_2", "visa", "SE", start);
  expect(mostOf(booksOf([visa, [0, 1], { trouble: "blocked-by-rule" }]), "visa", 30)).toBe(0);
});
