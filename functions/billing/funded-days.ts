import { localDateOf } from "../timing/local-time.ts";
import type { Invoice } from "./invoice.ts";

/** Enough to know somebody by; the newest count. */
const rememberedAtMost = 6;

/**
 * Days of the month on which an earlier failed payment of this payer went through after all, in the payer's zone: money
 * had come. A first charge that succeeds says only when the provider bills.
 */
export function fundedDays(invoices: Iterable<Invoice>, timeZone: string): readonly number[] {
  const paid = [...invoices].flatMap(({ failedAt, paidAt, paidOutOfBand }) =>
    failedAt !== undefined && paidAt !== undefined && paidAt > failedAt && !paidOutOfBand ? [paidAt] : [],
  );
  const days = paid
    .sort()
    .slice(-rememberedAtMost)
    .map((at) => Number(localDateOf(at, timeZone).slice(-2)));
  return [...new Set(days)].sort((a, b) => a - b);
}
