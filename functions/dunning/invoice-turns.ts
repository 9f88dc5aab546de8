import type { Invoice } from "../billing/invoice.ts";
import { plus } from "../platform/duration.ts";

/** An invoice as one case sees it: until it was first paid, or since its payment came back. */
export interface InvoiceTurn {
  readonly turn: 1 | 2;
  readonly invoice: Invoice;
  /** There is none after it. */
  readonly isLast: boolean;
}

/** A payment that failed within a day of another that succeeded is of the same turn: two were tried at once. */
const cameBackAfter = "P1D";

/** A stale word of an earlier failure knows of fewer charges than the payment. */
const cameBack = (firstPaid: NonNullable<Invoice["firstPaid"]>, { at, charges }: NonNullable<Invoice["lastFailure"]>) =>
  at >= plus(firstPaid.at, cameBackAfter) && charges >= firstPaid.charges;

/**
 * The turns of an invoice. A debit may come back days after it succeeded: then the provider asks for the invoice once more,
 * and tells of a failed charge later than of the payment. One that comes back time and again stays in its second turn. The
 * same whatever is heard of first.
 */
export function turnsOf(invoice: Invoice): InvoiceTurn[] {
  const { firstPaid, lastFailure, asOf, status } = invoice;
  if (firstPaid === undefined || lastFailure === undefined || !cameBack(firstPaid, lastFailure))
    return [{ turn: 1, invoice, isLast: true }];
  const isOpenAgain = status === "paid" && asOf < lastFailure.at;
  const first = { ...invoice, status: "paid", paidAt: firstPaid.at, amountPaid: undefined } as const;
  const second = {
    ...invoice,
    status: isOpenAgain ? "open" : status,
    failedAt: lastFailure.at,
    paidBeforeMinor: 0,
  } as const;
  return [
    { turn: 1, invoice: first, isLast: false },
    { turn: 2, invoice: isOpenAgain ? { ...second, paidAt: undefined } : second, isLast: true },
  ];
}
