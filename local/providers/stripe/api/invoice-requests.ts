import { type Account, known } from "../account.ts";
import { type ChargeResult, chargeInvoice } from "../charges.ts";
import { finalizeInvoice, markUncollectible, payOutOfBand, voidInvoice } from "../invoices.ts";
import type { InvoiceRecord } from "../records.ts";
import { invoiceShape } from "../shapes/invoice-shape.ts";
import { declineFacts, paymentIntentShape } from "../shapes/payment-shape.ts";
import { listOf, secondsOf } from "../shapes/shape.ts";
import { type Answer, invalid, noSuch, ok, refusal } from "./answers.ts";
import { lookupInvoice, spoken } from "./lookup.ts";

const read = (account: Account, id: string): Answer => {
  const invoice = lookupInvoice(account, id);
  return invoice ? ok(invoice) : noSuch("invoice", id);
};

/** `POST /v1/invoices/:id/pay` */
export function payRequest(account: Account, id: string, form: URLSearchParams, idempotencyKey: string | null): Answer {
  const invoice = account.books.invoices.get(id);
  if (!invoice) return noSuch("invoice", id);
  const refused = refusalToPay(invoice);
  if (refused) return refused;
  if (form.get("paid_out_of_band") === "true") payOutOfBand(account, id);
  else {
    const cardId = form.get("payment_method") ?? undefined;
    if (cardId !== undefined && !account.books.cards.has(cardId)) return noSuch("payment_method", cardId);
    const refusedByBank = answerToCharge(account, invoice, chargeInvoice(account, id, { cardId, idempotencyKey }));
    if (refusedByBank) return refusedByBank;
  }
  return read(account, id);
}

function refusalToPay({ status }: InvoiceRecord): Answer | undefined {
  if (status === "open" || status === "uncollectible") return undefined;
  if (status === "paid") return invalid("Invoice is already paid", "invoice_already_paid");
  return invalid(`You can only pay open invoices. This invoice is ${status}.`, "invoice_not_open");
}

function answerToCharge(account: Account, invoice: InvoiceRecord, result: ChargeResult): Answer | undefined {
  if (result.kind === "paid") return undefined;
  if (result.kind === "no-card")
    return invalid(
      "There is no `default_payment_method` set on this Customer or Invoice. Please set either a `default_payment_method` on the Customer or Invoice.",
    );
  const intent = known(account.books.paymentIntents, invoice.paymentIntentId);
  return refusal(402, {
    ...declineFacts(result.trouble, result.charge.id, result.card),
    payment_intent: paymentIntentShape(intent, account.books, spoken),
  });
}

/** `POST /v1/invoices/:id/mark_uncollectible` */
export function markUncollectibleRequest(account: Account, id: string): Answer {
  const invoice = account.books.invoices.get(id);
  if (!invoice) return noSuch("invoice", id);
  if (invoice.status !== "open")
    return invalid(`You can only mark open invoices as uncollectible. This invoice is ${invoice.status}.`);
  markUncollectible(account, id);
  return read(account, id);
}

/** As many as a page has unless the request says otherwise. */
const usualPage = 10;

/** `GET /v1/invoices`, newest first, page by page. */
export function listRequest(account: Account, form: URLSearchParams): Answer {
  const [subscription, status, after] = [form.get("subscription"), form.get("status"), form.get("starting_after")];
  const createdSince = Number(form.get("created[gte]") ?? 0);
  const found = [...account.books.invoices.values()]
    .filter((invoice) => subscription === null || invoice.subscriptionId === subscription)
    .filter((invoice) => status === null || invoice.status === status)
    .filter((invoice) => secondsOf(invoice.createdAt) >= createdSince)
    .reverse();
  const following = after === null ? found : listedAfter(account, found, after);
  const page = following.slice(0, Number(form.get("limit") ?? usualPage));
  const shown = page.map((invoice) => invoiceShape(account, invoice, spoken));
  return ok({ ...listOf(shown, "/v1/invoices"), has_more: following.length > page.length });
}

/** Those made before an invoice, which need not be of the list any more. */
function listedAfter({ books }: Account, invoices: readonly InvoiceRecord[], id: string): readonly InvoiceRecord[] {
  const ids = [...books.invoices.keys()];
  const place = new Map(ids.map((each, index) => [each, index]));
  const before = place.get(id) ?? ids.length;
  return invoices.filter((invoice) => (place.get(invoice.id) ?? 0) < before);
}

/** `POST /v1/invoices/:id/finalize` */
export function finalizeRequest(account: Account, id: string): Answer {
  const invoice = account.books.invoices.get(id);
  if (!invoice) return noSuch("invoice", id);
  if (invoice.status !== "draft")
    return invalid(`You can only finalize draft invoices. This one is ${invoice.status}.`);
  finalizeInvoice(account, id);
  return read(account, id);
}

/** `POST /v1/invoices/:id/void` */
export function voidRequest(account: Account, id: string): Answer {
  const invoice = account.books.invoices.get(id);
  if (!invoice) return noSuch("invoice", id);
  if (invoice.status !== "open" && invoice.status !== "uncollectible")
    return invalid(`You can only void open or uncollectible invoices. This invoice is ${invoice.status}.`);
  voidInvoice(account, id);
  return read(account, id);
}
