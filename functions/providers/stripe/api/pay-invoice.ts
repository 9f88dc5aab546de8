import type Stripe from "stripe";
import type { ChargeOutcome, Payments } from "../../../billing/payments.ts";
import { isWithoutCard, outcomeOfAnswer, outcomeOfError, outcomeOfState } from "./charge-outcome.ts";
import { readInvoice, withPayments } from "./provider-invoice.ts";
import { failureOf, isRefusal } from "./stripe-failure.ts";

/** Charges an invoice. A decline is an answer; so is finding that there was nothing to charge. */
export async function payInvoice(
  client: Stripe,
  { invoiceId, idempotencyKey, methodId }: Parameters<Payments["payInvoice"]>[0],
): Promise<ChargeOutcome> {
  const params = { off_session: true, expand: withPayments, ...meansOfPayment(methodId) };
  try {
    return outcomeOfAnswer(await client.invoices.pay(invoiceId, params, { idempotencyKey }));
  } catch (error) {
    const outcome = outcomeOfError(error) ?? (await outcomeOfRefusal(client, invoiceId, error));
    if (outcome !== undefined) return outcome;
    throw failureOf(error, `Charging invoice ${invoiceId}`);
  }
}

/** What is of the time before payment methods is charged as a source. */
function meansOfPayment(methodId: string | undefined): Stripe.InvoicePayParams {
  if (methodId === undefined) return {};
  return methodId.startsWith("pm_") ? { payment_method: methodId } : { source: methodId };
}

async function outcomeOfRefusal(client: Stripe, invoiceId: string, error: unknown): Promise<ChargeOutcome | undefined> {
  if (!isRefusal(error)) return undefined;
  const outcome = outcomeOfState(await readInvoice(client, invoiceId));
  if (outcome?.result === "paid") return { result: "not-open", status: "paid" };
  if (outcome !== undefined) return outcome;
  return isWithoutCard(error) ? { result: "declined", decline: { providerCode: "no_payment_method" } } : undefined;
}
