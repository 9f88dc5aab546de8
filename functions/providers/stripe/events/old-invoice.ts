import * as z from "zod/mini";
import type { InvoiceStatus } from "../../../billing/invoice.ts";
import { maybe, text, unixTime } from "./fields.ts";

/**
 * What invoices said before API version 2018-11-08 in the place of `status`
 * (`https://docs.stripe.com/changelog/2018-11-08`), and before `created` and `collection_method` had these names.
 */
export const invoiceOfOldWords = {
  date: maybe(unixTime),
  billing: text,
  paid: maybe(z.boolean()),
  forgiven: maybe(z.boolean()),
  closed: maybe(z.boolean()),
  attempted: maybe(z.boolean()),
};
type OldWords = z.infer<z.ZodMiniObject<typeof invoiceOfOldWords>>;

/**
 * How an invoice stands that has no status. One that was closed is no longer collected by itself, but owed; one that
 * nobody has asked for yet is a draft.
 */
export function statusInOldWords({ paid, forgiven, closed, attempted }: OldWords): InvoiceStatus {
  if (paid) return "paid";
  if (forgiven) return "uncollectible";
  return attempted || closed ? "open" : "draft";
}

/** Whether the provider goes on collecting it by itself: what was closed is as if `auto_advance` were false today. */
export const advancesInOldWords = ({ closed }: OldWords): boolean | undefined =>
  closed === undefined ? undefined : !closed;
