import type { Instant } from "../platform/instant.ts";
import type { BillingFact } from "./billing-event.ts";
import { type Invoice, invoiceStatuses } from "./invoice.ts";
import { replaces, type Stamp, stampOf } from "./stamp.ts";

type InvoiceFact = Extract<BillingFact, { type: "invoice" }>;
type Snapshot = Omit<Invoice, "asOf" | "asOfEvent" | "failedAt">;

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
  if (stored === undefined)
    return { ...snapshot, paymentIds: union(snapshot.paymentIds, []), failedAt, ...stampOf(stamp) };
  const further = rankOf(snapshot.status) - rankOf(stored.status);
  const newer = further > 0 || (further === 0 && replaces(stamp, stored));
  const merged: Invoice = {
    ...(newer ? { ...snapshot, ...stampOf(stamp) } : stored),
    attemptCount: Math.max(stored.attemptCount, snapshot.attemptCount),
    failedAt: earliest(stored.failedAt, failedAt),
    paymentIds: union(stored.paymentIds, snapshot.paymentIds),
  };
  return sameInvoice(stored, merged) ? stored : merged;
}

function sameInvoice(a: Invoice, b: Invoice): boolean {
  return (
    a.asOf === b.asOf &&
    a.asOfEvent === b.asOfEvent &&
    a.attemptCount === b.attemptCount &&
    a.failedAt === b.failedAt &&
    a.paymentIds.length === b.paymentIds.length
  );
}
