import { type Invoice, invoiceStatuses } from "../billing/invoice.ts";
import { durationMs } from "../platform/duration.ts";
import { type Instant, plusMs } from "../platform/instant.ts";
import type { ListedInvoice } from "../providers/event-reader.ts";
import { type Comparison, underWayMs } from "./comparison.ts";

/**
 * What a listed invoice may tell that is not known here. `failed`: it is owed, and no case knows of it, if a charge of it really
 * failed. `settled`: it is over, and here it is not. `too-old`: it is owed for so long that nobody is to be written to now.
 */
export type News = "failed" | "settled" | "too-old" | "none";

/**
 * What a listed invoice tells at most, before anybody looks what is known of it. Pure.
 * @param failedWithin an unpaid invoice is taken up only if it was first charged within this time.
 */
export function possibleNews(invoice: ListedInvoice, comparison: Comparison, failedWithin: string): News {
  const { status, providerCustomerId, wasCharged, askedAt, settledAt } = invoice;
  if (providerCustomerId === undefined) return "none";
  if (status !== "open") return settledAt !== undefined && isOfThisTime(settledAt, comparison) ? "settled" : "none";
  if (!wasCharged || mayBeUnderWay(askedAt, comparison)) return "none";
  return askedAt < plusMs(comparison.begunAt, -durationMs(failedWithin)) ? "too-old" : "failed";
}

/** Whether it is news, with what is known of the invoice here, in history too. Pure. */
export function isNews(
  news: "failed" | "settled",
  { status }: ListedInvoice,
  known: Pick<Invoice, "status" | "failedAt"> | undefined,
  { first }: Comparison,
): boolean {
  // What was paid before anybody listened is nobody's news, and what was never owed here need not be given up.
  if (known === undefined) return news === "failed" || (status === "paid" && !first);
  const isFurther = rankOf(known.status) < rankOf(status);
  return news === "failed" ? known.failedAt === undefined && (isFurther || known.status === "open") : isFurther;
}

const rankOf = (status: Invoice["status"]): number => invoiceStatuses.indexOf(status);

/** Its event may be on its way still: the next comparison will tell. */
const mayBeUnderWay = (at: Instant, { begunAt }: Comparison): boolean => at > plusMs(begunAt, -underWayMs);

const isOfThisTime = (at: Instant, comparison: Comparison): boolean =>
  at > comparison.since && !mayBeUnderWay(at, comparison);
