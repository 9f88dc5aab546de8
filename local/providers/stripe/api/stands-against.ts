import type { Account } from "../account.ts";
import type { ApiChange } from "../records.ts";

/** What the company itself has arranged for an invoice or a subscription, so that nobody else should act on it. */
export function standsAgainst({ books }: Account, id: string): ApiChange["against"] {
  const invoice = books.invoices.get(id);
  const subscription = books.subscriptions.get(invoice?.subscriptionId ?? id);
  if (subscription?.pause?.by === "merchant") return "pause";
  // Invoices that were there before the company switched keep their way.
  if ((invoice ?? subscription)?.collectionMethod === "send_invoice") return "invoicing";
  const isStopped = invoice?.status === "open" && !invoice.autoAdvance && !invoice.hasUsedUpRetries;
  return isStopped ? "stopped" : undefined;
}
