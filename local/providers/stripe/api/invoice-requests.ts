import { type Account, known } from "../account.ts";
import { type ChargeResult, chargeInvoice, isInFlight } from "../charges.ts";
import { finalizeByHand, markUncollectible, payOutOfBand, setAutoAdvance, voidInvoice } from "../invoices.ts";
import type { InvoiceRecord } from "../records.ts";
import { declineFacts, paymentIntentShape } from "../shapes/payment-shape.ts";
import { secondsOf } from "../shapes/shape.ts";
import { type Answer, invalid, noSuch, ok, refusal } from "./answers.ts";
import { listed, pageOf } from "./lists.ts";
import { lookupInvoice, spoken } from "./lookup.ts";

const read = (account: Account, id: string): Answer => {
  const invoice = lookupInvoice(account, id);
  return invoice ? ok(invoice) : noSuch("invoice", id);
};

/** `GET /v1/invoices`, the newest first; of its filters the subscription, the customer, the status and the age. */
export function listInvoices(account: Account, form: URLSearchParams): Answer {
  const asks = (name: string, value: string | null) => [null, value].includes(form.get(name));
  const seconds = (name: string, otherwise: number) => Number(form.get(name) ?? otherwise);
  const [from, until] = [seconds("created[gte]", 0), seconds("created[lte]", Number.MAX_SAFE_INTEGER)];
  const fits = ({ subscriptionId, customerId, status, createdAt }: InvoiceRecord) =>
    asks("subscription", subscriptionId) &&
    asks("customer", customerId) &&
    asks("status", status) &&
    secondsOf(createdAt) >= from &&
    secondsOf(createdAt) <= until;
  const page = pageOf([...account.books.invoices.values()].reverse(), form, fits);
  if (page === undefined) return noSuch("invoice", form.get("starting_after") ?? "");
  return listed(page, ({ id }) => lookupInvoice(account, id), "/v1/invoices");
}

/** `POST /v1/invoices/:id`, of which only `auto_advance` is understood. */
export function updateInvoice(account: Account, id: string, form: URLSearchParams): Answer {
  const invoice = account.books.invoices.get(id);
  if (!invoice) return noSuch("invoice", id);
  const autoAdvance = form.get("auto_advance");
  if (autoAdvance !== null && invoice.status !== "draft" && invoice.status !== "open")
    return invalid(`You can only update auto_advance on draft and open invoices. This invoice is ${invoice.status}.`);
  if (autoAdvance !== null) setAutoAdvance(account, id, autoAdvance === "true");
  return read(account, id);
}

/** `POST /v1/invoices/:id/finalize` */
export function finalizeRequest(account: Account, id: string, form: URLSearchParams): Answer {
  const invoice = account.books.invoices.get(id);
  if (!invoice) return noSuch("invoice", id);
  if (invoice.status !== "draft")
    return invalid("This invoice is already finalized, you can't re-finalize a non-draft invoice.");
  const asked = form.get("auto_advance");
  finalizeByHand(account, id, asked === null ? undefined : asked === "true");
  return read(account, id);
}

/** `POST /v1/invoices/:id/pay` */
export function payRequest(account: Account, id: string, form: URLSearchParams, idempotencyKey: string | null): Answer {
  const invoice = account.books.invoices.get(id);
  if (!invoice) return noSuch("invoice", id);
  const refused = refusalToPay(account, invoice);
  if (refused) return refused;
  if (form.get("paid_out_of_band") === "true") payOutOfBand(account, id);
  else {
    const methodId = form.get("payment_method") ?? form.get("source") ?? undefined;
    const method = account.books.methods.get(methodId ?? "");
    if (methodId !== undefined && method === undefined) return noSuch("payment_method", methodId);
    if (method !== undefined && method.customerId !== invoice.customerId) return notTheirs;
    const result = chargeInvoice(account, id, { methodId, by: "api", idempotencyKey });
    const refusedByBank = answerToCharge(account, invoice, result);
    if (refusedByBank) return refusedByBank;
  }
  return read(account, id);
}

const notTheirs = invalid(
  "The payment method you provided is not attached to a customer so cannot be used to pay this invoice. Please attach it to the customer first.",
);

const inFlight = invalid(
  "This PaymentIntent's payment_method could not be updated because it has a status of processing.",
  "payment_intent_unexpected_state",
);

function refusalToPay(account: Account, invoice: InvoiceRecord): Answer | undefined {
  const { status } = invoice;
  if (status === "open" || status === "uncollectible") return isInFlight(account, invoice) ? inFlight : undefined;
  if (status === "paid") return invalid("Invoice is already paid", "invoice_already_paid");
  return invalid(`You can only pay open invoices. This invoice is ${status}.`, "invoice_not_open");
}

function answerToCharge(account: Account, invoice: InvoiceRecord, result: ChargeResult): Answer | undefined {
  if (result.kind === "paid" || result.kind === "processing") return undefined;
  if (result.kind === "in-flight") return inFlight;
  if (result.kind === "no-method")
    return invalid(
      "There is no `default_payment_method` set on this Customer or Invoice. Please set either a `default_payment_method` on the Customer or Invoice.",
    );
  const intent = known(account.books.paymentIntents, invoice.paymentIntentId);
  return refusal(402, {
    ...declineFacts(result.trouble, result.charge.id, result.method),
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

/** `POST /v1/invoices/:id/void` */
export function voidRequest(account: Account, id: string): Answer {
  const invoice = account.books.invoices.get(id);
  if (!invoice) return noSuch("invoice", id);
  if (invoice.status !== "open" && invoice.status !== "uncollectible")
    return invalid(`You can only void open or uncollectible invoices. This invoice is ${invoice.status}.`);
  if (isInFlight(account, invoice)) return inFlight;
  voidInvoice(account, id);
  return read(account, id);
}
