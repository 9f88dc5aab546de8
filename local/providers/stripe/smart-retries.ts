import { type Account, known } from "./account.ts";
import { chargeInvoice, defaultMethodOf, isInFlight } from "./charges.ts";
import { lastingTroubles } from "./decline-reasons.ts";
import { emitInvoice } from "./invoice-events.ts";
import { fingerprintOf, isDebit } from "./methods.ts";
import type { InvoiceRecord } from "./records.ts";
import { expectRetry } from "./retry-schedule.ts";

/** ACH and SEPA allow a debit to be presented twice more for want of funds. */
const presentationsAtMost = 3;

/** Stripe's own next try has come. What cannot be charged again waits for another method. */
export function retryBySchedule(account: Account, invoiceId: string): void {
  const invoice = known(account.books.invoices, invoiceId);
  if (invoice.status !== "open" || invoice.nextAttemptAt === null || !invoice.autoAdvance) return;
  if (invoice.nextAttemptAt > account.clock.now() || isInFlight(account, invoice)) return;
  if (canBeTried(account, invoice)) {
    chargeInvoice(account, invoiceId, { methodId: undefined, by: "stripe", idempotencyKey: null });
    return;
  }
  const previous = { attempt_count: invoice.attemptCount };
  invoice.attemptCount += 1;
  expectRetry(account, invoice);
  emitInvoice(account, invoice, "updated", previous);
}

function canBeTried(account: Account, invoice: InvoiceRecord): boolean {
  const { books } = account;
  const methodId = defaultMethodOf(account, invoice);
  if (methodId === null) return false;
  const method = known(books.methods, methodId);
  const ofNumber = [...books.charges.values()].filter(({ fingerprint }) => fingerprint === fingerprintOf(method));
  if (ofNumber.some(({ trouble }) => trouble !== undefined && lastingTroubles.has(trouble))) return false;
  const ofInvoice = ofNumber.filter(({ invoiceId }) => invoiceId === invoice.id);
  if (isDebit(method)) return ofInvoice.length < presentationsAtMost;
  return ofInvoice.at(-1)?.trouble !== "authentication-required";
}
