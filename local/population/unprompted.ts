import { plusMs } from "../../functions/platform/instant.ts";
import { randomFor } from "../engine/random.ts";
import { known } from "../providers/stripe/account.ts";
import { deleteCustomer } from "../providers/stripe/customers.ts";
import { payOutOfBand } from "../providers/stripe/invoices.ts";
import type { InvoiceRecord } from "../providers/stripe/records.ts";
import { cancelSubscription } from "../providers/stripe/subscriptions.ts";
import type { Response } from "./responses.ts";
import type { Surroundings } from "./surroundings.ts";

/** Plans what a customer does about a failed payment without being asked to; by then it may have been settled. */
export function respondUnprompted(world: Surroundings, response: Response, invoice: InvoiceRecord): void {
  if (response.kind === "acts-on-mail" || response.kind === "ignores") return;
  const random = randomFor(world.seed, "unprompted", invoice.id);
  const minutes = response.afterHours * 60 + random.whole(-300, 300);
  world.plan(plusMs(world.stripe.account.clock.now(), minutes * 60_000), () => {
    if (invoice.status === "open") act(world, response, invoice);
  });
}

function act({ stripe }: Surroundings, response: Response, invoice: InvoiceRecord): void {
  const { account } = stripe;
  const customer = known(account.books.customers, invoice.customerId);
  if (customer.deleted) return;
  if (response.kind === "replaces-card" || response.kind === "pays-invoice-page")
    stripe.replaceCard(customer.id, "visa");
  if (response.kind === "pays-invoice-page") stripe.payHostedInvoice(invoice.id);
  if (response.kind === "pays-by-transfer") payOutOfBand(account, invoice.id);
  if (response.kind !== "cancels") return;
  if (response.thenDeletes) deleteCustomer(account, customer.id);
  else if (invoice.subscriptionId !== null)
    cancelSubscription(account, invoice.subscriptionId, "cancellation_requested");
}
