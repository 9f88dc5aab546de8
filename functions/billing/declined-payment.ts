import { type Instant, msBetween } from "../platform/instant.ts";
import type { Invoice } from "./invoice.ts";
import type { KnownCustomer } from "./known-customer.ts";
import type { FailedPayment } from "./payment.ts";

/** How far apart the events of one failed charge may lie when nothing else links them. */
const sameMomentMs = 60 * 60 * 1000;

function invoiceOf(payment: FailedPayment, known: KnownCustomer): string | undefined {
  const named = payment.invoiceId ?? known.paymentLinks.get(payment.paymentId);
  if (named !== undefined) return named;
  return [...known.invoices.values()].find(({ paymentIds }) => paymentIds.includes(payment.paymentId))?.invoiceId;
}

const near = (a: Instant, b: Instant) => Math.abs(msBetween(a, b)) <= sameMomentMs;

/** The only failed invoice of that amount at that time: newer payloads of Stripe name no invoice on a payment. */
function likelyInvoiceOf(payment: FailedPayment, known: KnownCustomer): string | undefined {
  const candidates = [...known.invoices.values()].filter(
    ({ amountDue, failedAt }) =>
      failedAt !== undefined &&
      amountDue.amountMinor === payment.amount.amountMinor &&
      amountDue.currency === payment.amount.currency &&
      near(payment.asOf, failedAt),
  );
  return candidates.length === 1 ? candidates[0]?.invoiceId : undefined;
}

/** The newest failed payment known to have tried to pay the invoice: it carries the decline's code and the card. */
export function declinedPaymentOf(invoice: Invoice, known: KnownCustomer): FailedPayment | undefined {
  return [...known.failedPayments.values()]
    .filter((payment) => (invoiceOf(payment, known) ?? likelyInvoiceOf(payment, known)) === invoice.invoiceId)
    .sort((a, b) => (a.asOf < b.asOf ? -1 : 1))
    .at(-1);
}
