import type { DunningCase } from "./case.ts";

const draftsKey = "person:drafts";

/**
 * The case with a person asked about invoices that were drafted while its subscription was paused, once. One draft is
 * the period that the customer has just come back to; of several only the company knows which to ask for.
 */
export function withDrafts(dunningCase: DunningCase, invoiceIds: readonly string[]): DunningCase {
  if (invoiceIds.length === 0 || dunningCase.done[draftsKey] !== undefined) return dunningCase;
  const reason = `${invoiceIds.length} invoices were drafted while the subscription was paused, and wait to be finalised or deleted: ${invoiceIds.join(", ")}`;
  return { ...dunningCase, handOver: { key: draftsKey, reason } };
}
