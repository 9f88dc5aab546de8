import { plusMs } from "../../../functions/platform/instant.ts";
import { randomFor } from "../../engine/random.ts";
import type { Account } from "./account.ts";
import type { InvoiceRecord } from "./records.ts";

const hourMs = 3_600_000;
/** docs.stripe.com/billing/revenue-recovery/smart-retries: the recommended default is 8 tries within two weeks. */
const triesAtMost = 8;

/** After its last try has failed Stripe takes automatic collection off the invoice, and tells so with that charge. */
export function giveUpAfterLast(account: Account, invoice: InvoiceRecord): void {
  const { retriedByStripe = false } = account.books.subscriptions.get(invoice.subscriptionId ?? "") ?? {};
  if (!retriedByStripe || !invoice.autoAdvance || invoice.nextAttemptAt !== null) return;
  invoice.autoAdvance = false;
  invoice.hasUsedUpRetries = true;
}

/** Writes down when Stripe tries next by itself, for subscriptions that a rule of the company lets it retry. */
export function expectRetry(account: Account, invoice: InvoiceRecord): void {
  const subscription = account.books.subscriptions.get(invoice.subscriptionId ?? "");
  const goesOn = subscription?.retriedByStripe === true && invoice.attemptCount <= triesAtMost;
  if (!goesOn || !invoice.autoAdvance || invoice.status !== "open") {
    invoice.nextAttemptAt = null;
    return;
  }
  const random = randomFor(account.seed, "smart retry", invoice.id, invoice.attemptCount);
  invoice.nextAttemptAt = plusMs(account.clock.now(), random.whole(20, 60) * hourMs);
  account.calendar.add(invoice.nextAttemptAt, { kind: "retry", id: invoice.id });
}
