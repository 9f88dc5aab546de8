import type { Decline } from "../../functions/billing/payment.ts";
import { budgetUse } from "../providers/stripe/budget-use.ts";
import { declineReasons, networkCodesOf, ofBank, ofCard, returnReasons } from "../providers/stripe/decline-reasons.ts";
import { isCard, isDebit } from "../providers/stripe/methods.ts";
import type { Books, ChargeRecord, InvoiceRecord } from "../providers/stripe/records.ts";
import { dueOf } from "../providers/stripe/shapes/invoice-shape.ts";
import type { ProviderBooks } from "./summary.ts";

/** Why a charge that failed was declined, in the codes that Stripe gave for it. */
function declineOf({ methods }: Books, { trouble, methodId }: ChargeRecord): Decline | undefined {
  const method = methods.get(methodId);
  if (trouble === undefined || method === undefined) return undefined;
  if (isDebit(method)) return { providerCode: returnReasons[ofBank(trouble)].code };
  const kind = ofCard(trouble);
  if (kind === "blocked-by-rule") return { providerCode: "rule" };
  const network = isCard(method) ? { network: method.brand, ...networkCodesOf(kind, method.brand) } : {};
  return { providerCode: declineReasons[kind].declineCode, ...network };
}

/** The simulated Stripe's books as a summary reads them. */
export function providerBooks(books: Books): ProviderBooks {
  const chargesOf = Map.groupBy(books.charges.values(), ({ invoiceId }) => invoiceId);
  return {
    budgets: budgetUse(books),
    firstDecline: (invoiceId) => {
      const failed = chargesOf.get(invoiceId)?.find(({ trouble }) => trouble !== undefined);
      return failed && declineOf(books, failed);
    },
    moneyOf: (invoiceId) => {
      const invoice = books.invoices.get(invoiceId);
      if (invoice === undefined) return undefined;
      const charges = chargesOf.get(invoiceId) ?? [];
      const backMinor = charges.reduce((sum, charge) => sum + wentBack(books, charge), creditedOutside(books, invoice));
      return { paidMinor: invoice.paidOutOfBand ? dueOf(invoice) : invoice.paidMinor, backMinor };
    },
  };
}

/** Refunded, credit notes that gave money back included, or taken back by the bank. */
function wentBack({ disputes }: Books, { refundedMinor, disputeId }: ChargeRecord): number {
  const dispute = disputes.get(disputeId ?? "");
  return refundedMinor + (dispute === undefined || dispute.status === "won" ? 0 : dispute.amountMinor);
}

/** Credited after the payment without a refund of Stripe's. */
const creditedOutside = ({ creditNotes }: Books, { id }: InvoiceRecord): number =>
  [...creditNotes.values()]
    .filter(({ invoiceId, afterPayment, refundId }) => invoiceId === id && afterPayment && refundId === null)
    .reduce((sum, { amountMinor }) => sum + amountMinor, 0);
