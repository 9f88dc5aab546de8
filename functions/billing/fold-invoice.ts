import type { Instant } from "../platform/instant.ts";
import type { BillingFact } from "./billing-event.ts";
import { type Invoice, invoiceStatuses } from "./invoice.ts";
import { replaces, type Stamp, stampOf } from "./stamp.ts";

type InvoiceFact = Extract<BillingFact, { type: "invoice" }>;
type Snapshot = Omit<
  Invoice,
  "asOf" | "asOfEvent" | "failedAt" | "owed" | "paidBeforeMinor" | "lastFailure" | "firstPaidAt"
>;

const earliest = (a: Instant | undefined, b: Instant | undefined): Instant | undefined =>
  a === undefined || (b !== undefined && b < a) ? b : a;

const rankOf = (status: Invoice["status"]): number => invoiceStatuses.indexOf(status);

function union(a: readonly string[], b: readonly string[]): string[] {
  return [...new Set([...a, ...b])].sort();
}

/**
 * Folds a snapshot of an invoice. Its status only moves forward (draft, open, uncollectible, void, paid), whatever
 * the times say, so that a stale `open` never reopens what was paid.
 */
export function foldInvoice(
  stored: Invoice | undefined,
  snapshot: Snapshot,
  charge: InvoiceFact["charge"],
  stamp: Stamp,
): Invoice {
  const failedAt = charge === "failed" ? stamp.at : undefined;
  const remembered = {
    owed: newestOwed(stored?.owed, snapshot, stamp.at),
    ...failures(stored, snapshot, failedAt),
    firstPaid: firstPayment(stored?.firstPaid, snapshot, stamp.at),
  };
  if (stored === undefined)
    return { ...snapshot, paymentIds: union(snapshot.paymentIds, []), ...remembered, ...stampOf(stamp) };
  const further = rankOf(snapshot.status) - rankOf(stored.status);
  const newer = further > 0 || (further === 0 && replaces(stamp, stored, lessOwed(snapshot, stored)));
  const merged: Invoice = {
    ...(newer ? { ...snapshot, ...stampOf(stamp) } : stored),
    attemptCount: Math.max(stored.attemptCount, snapshot.attemptCount),
    ...remembered,
    paymentIds: union(stored.paymentIds, snapshot.paymentIds),
  };
  return sameInvoice(stored, merged) ? stored : merged;
}

/** Of two snapshots of one second the one further along: less remains to be paid. */
const lessOwed = ({ amountRemaining: now }: Snapshot, { amountRemaining: before }: Invoice): number =>
  now === undefined || before === undefined ? 0 : before.amountMinor - now.amountMinor;

/** What an open invoice asks for is remembered apart, so that it is the same whatever else is heard of first. */
function newestOwed(
  stored: Invoice["owed"],
  { status, amountRemaining, amountDue }: Snapshot,
  asOf: Instant,
): Invoice["owed"] {
  const amount = amountRemaining ?? amountDue;
  if (status !== "open" || (stored !== undefined && stored.asOf > asOf)) return stored;
  const isLess = stored === undefined || amount.amountMinor < stored.amount.amountMinor;
  return stored?.asOf === asOf && !isLess ? stored : { amount, asOf };
}

/** What the first and the newest failed charge tell, each once and for all. */
function failures(
  stored: Invoice | undefined,
  { amountPaid, autoAdvance, attemptCount: charges }: Snapshot,
  failedAt: Instant | undefined,
) {
  const { failedAt: first, paidBeforeMinor, lastFailure } = stored ?? {};
  if (failedAt === undefined) return { failedAt: first, paidBeforeMinor, lastFailure };
  const isFirst = first === undefined || failedAt < first;
  const paid = amountPaid?.amountMinor;
  const together = first === failedAt ? lower(paidBeforeMinor, paid) : paidBeforeMinor;
  const stopped = autoAdvance === false;
  return {
    failedAt: earliest(first, failedAt),
    paidBeforeMinor: isFirst ? paid : together,
    lastFailure: newestFailure(lastFailure, { at: failedAt, charges, stopped }),
  };
}

const lower = (a: number | undefined, b: number | undefined): number | undefined =>
  a === undefined || b === undefined ? (a ?? b) : Math.min(a, b);

type Failure = NonNullable<Invoice["lastFailure"]>;

function newestFailure(stored: Failure | undefined, failure: Failure): Failure {
  if (stored === undefined || failure.at > stored.at) return failure;
  if (failure.at < stored.at) return stored;
  const charges = Math.max(failure.charges, stored.charges);
  const stopped = failure.stopped || stored.stopped;
  return charges === stored.charges && stopped === stored.stopped ? stored : { at: stored.at, charges, stopped };
}

function firstPayment(
  stored: Invoice["firstPaid"],
  { status, attemptCount: charges }: Snapshot,
  at: Instant,
): Invoice["firstPaid"] {
  if (status !== "paid" || (stored !== undefined && stored.at < at)) return stored;
  return stored?.at === at && stored.charges >= charges ? stored : { at, charges };
}

function sameInvoice(a: Invoice, b: Invoice): boolean {
  return (
    a.asOf === b.asOf &&
    a.asOfEvent === b.asOfEvent &&
    a.attemptCount === b.attemptCount &&
    a.failedAt === b.failedAt &&
    a.owed?.asOf === b.owed?.asOf &&
    a.owed?.amount.amountMinor === b.owed?.amount.amountMinor &&
    a.paidBeforeMinor === b.paidBeforeMinor &&
    a.lastFailure?.at === b.lastFailure?.at &&
    a.lastFailure?.charges === b.lastFailure?.charges &&
    a.firstPaid?.at === b.firstPaid?.at &&
    a.firstPaid?.charges === b.firstPaid?.charges &&
    a.lastFailure?.stopped === b.lastFailure?.stopped &&
    a.paymentIds.length === b.paymentIds.length
  );
}
