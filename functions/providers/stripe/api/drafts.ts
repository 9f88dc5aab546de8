import type Stripe from "stripe";
import type { DraftInvoice } from "../../../billing/payments.ts";
import { instantOfSeconds } from "../../../platform/instant.ts";
import { moneyOfStripe } from "../events/stripe-money.ts";
import { readInvoice, statusOf } from "./provider-invoice.ts";
import { answered, failureOf, isRefusal } from "./stripe-failure.ts";

/** More drafts than a subscription gathers in years; the rest is a matter for a person anyway. */
const atMost = 100;

/** The drafts of a subscription, oldest first. */
export async function listDrafts(client: Stripe, subscriptionId: string): Promise<readonly DraftInvoice[]> {
  const { data } = await answered(`Listing the drafts of ${subscriptionId}`, () =>
    client.invoices.list({ subscription: subscriptionId, status: "draft", limit: atMost }),
  );
  return [...data].sort((a, b) => a.created - b.created).map(draftOf);
}

const draftOf = ({ id, amount_due, currency, created }: Stripe.Invoice): DraftInvoice => ({
  invoiceId: id,
  amount: moneyOfStripe(amount_due, currency),
  createdAt: instantOfSeconds(created),
});

/** `auto_advance`: the drafts of a pause would stay open without ever being charged. */
export async function finalizeInvoice(client: Stripe, invoiceId: string, idempotencyKey: string): Promise<void> {
  try {
    await client.invoices.finalizeInvoice(invoiceId, { auto_advance: true }, { idempotencyKey });
  } catch (error) {
    const isFinal = isRefusal(error) && statusOf(await readInvoice(client, invoiceId)) !== "draft";
    if (!isFinal) throw failureOf(error, `Finalising invoice ${invoiceId}`);
  }
}
