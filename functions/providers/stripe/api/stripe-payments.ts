import type Stripe from "stripe";
import type { Payments } from "../../../billing/payments.ts";
import { pauseMark } from "../events/pause-mark.ts";
import { createCardUpdateLink } from "./card-update-link.ts";
import { finalizeInvoice, listDrafts } from "./drafts.ts";
import { payInvoice } from "./pay-invoice.ts";
import { providerInvoice, readInvoice, statusOf } from "./provider-invoice.ts";
import { type StripeConnection, stripeClient } from "./stripe-client.ts";
import { answered, failureOf, isRefusal } from "./stripe-failure.ts";

/** Stripe as a payment provider. */
export function stripePayments(connection: StripeConnection): Payments {
  const client = stripeClient(connection);
  return {
    readInvoice: async (invoiceId) => providerInvoice(await readInvoice(await client(), invoiceId)),
    payInvoice: async (request) => payInvoice(await client(), request),
    createCardUpdateLink: async (request) => createCardUpdateLink(await client(), request),
    pauseSubscription: async (subscriptionId, idempotencyKey) =>
      updateCollection(await client(), subscriptionId, paused(idempotencyKey), idempotencyKey),
    resumeSubscription: async (subscriptionId, idempotencyKey) =>
      updateCollection(await client(), subscriptionId, resumed, idempotencyKey),
    markUncollectible: async (invoiceId, idempotencyKey) =>
      markUncollectible(await client(), invoiceId, idempotencyKey),
    cancelSubscription: async (subscriptionId) => cancelSubscription(await client(), subscriptionId),
    listDrafts: async (subscriptionId) => listDrafts(await client(), subscriptionId),
    finalizeInvoice: async (invoiceId, idempotencyKey) => finalizeInvoice(await client(), invoiceId, idempotencyKey),
  };
}

/**
 * While collection is paused, Stripe goes on making invoices. `keep_as_draft` leaves it open what becomes of them:
 * whoever resumes finalises or deletes the drafts. `void` and `mark_uncollectible` would give that money up for good,
 * even of customers who come back the next day. The mark comes and goes with the pause, so that it is known for ours.
 */
const paused = (idempotencyKey: string): Stripe.SubscriptionUpdateParams => ({
  pause_collection: { behavior: "keep_as_draft" },
  metadata: { [pauseMark]: idempotencyKey },
});
const resumed: Stripe.SubscriptionUpdateParams = { pause_collection: "", metadata: { [pauseMark]: "" } };

async function updateCollection(
  client: Stripe,
  subscriptionId: string,
  params: Stripe.SubscriptionUpdateParams,
  idempotencyKey: string,
): Promise<void> {
  await answered(`Changing the collection of ${subscriptionId}`, () =>
    client.subscriptions.update(subscriptionId, params, { idempotencyKey }),
  );
}

async function markUncollectible(client: Stripe, invoiceId: string, idempotencyKey: string): Promise<void> {
  try {
    await client.invoices.markUncollectible(invoiceId, {}, { idempotencyKey });
  } catch (error) {
    const isOver =
      isRefusal(error) && ["paid", "void", "uncollectible"].includes(statusOf(await readInvoice(client, invoiceId)));
    if (!isOver) throw failureOf(error, `Marking invoice ${invoiceId} uncollectible`);
  }
}

/** Stripe ignores idempotency keys on DELETE: cancelling twice is refused, and then the subscription is looked at. */
async function cancelSubscription(client: Stripe, subscriptionId: string): Promise<void> {
  const doing = `Cancelling subscription ${subscriptionId}`;
  try {
    await client.subscriptions.cancel(subscriptionId);
  } catch (error) {
    const isOver = isRefusal(error) && (await answered(doing, () => hasEnded(client, subscriptionId)));
    if (!isOver) throw failureOf(error, doing);
  }
}

async function hasEnded(client: Stripe, subscriptionId: string): Promise<boolean> {
  const { status } = await client.subscriptions.retrieve(subscriptionId);
  return status === "canceled" || status === "incomplete_expired";
}
