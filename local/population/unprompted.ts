import { plusMs } from "../../functions/platform/instant.ts";
import { randomFor } from "../engine/random.ts";
import { known } from "../providers/stripe/account.ts";
import { isInFlight, payPart } from "../providers/stripe/charges.ts";
import { deleteCustomer } from "../providers/stripe/customers.ts";
import { payOutOfBand } from "../providers/stripe/invoices.ts";
import { debitSchemes, isDebitKind } from "../providers/stripe/method-kinds.ts";
import { newCard } from "../providers/stripe/methods.ts";
import type { InvoiceRecord } from "../providers/stripe/records.ts";
import { remainingOf } from "../providers/stripe/shapes/invoice-shape.ts";
import type { SimulatedStripe } from "../providers/stripe/simulated-stripe.ts";
import { cancelAtPeriodEnd, cancelSubscription } from "../providers/stripe/subscriptions.ts";
import type { Response } from "./responses.ts";
import type { Surroundings } from "./surroundings.ts";

/** Plans what a customer does about a failed payment without being asked to; by then it may have been settled. */
export function respondUnprompted(world: Surroundings, response: Response, invoice: InvoiceRecord): void {
  if (response.kind === "acts-on-mail" || response.kind === "ignores") return;
  const random = randomFor(world.seed, "unprompted", invoice.id);
  const minutes = response.afterHours * 60 + random.whole(-300, 300);
  world.plan(plusMs(world.stripe.account.clock.now(), minutes * 60_000), () => {
    if (invoice.status === "open" && !isInFlight(world.stripe.account, invoice)) act(world, response, invoice);
  });
}

function act(world: Surroundings, response: Response, invoice: InvoiceRecord): void {
  const { account } = world.stripe;
  if (known(account.books.customers, invoice.customerId).deleted) return;
  if (response.kind === "cancels" && response.thenDeletes) deleteCustomer(account, invoice.customerId);
  else if (response.kind === "cancels" || response.kind === "leaves-at-period-end")
    leave(world, response.kind, invoice);
  else pay(world, response, invoice);
}

function leave({ stripe: { account } }: Surroundings, how: "cancels" | "leaves-at-period-end", invoice: InvoiceRecord) {
  if (invoice.subscriptionId === null) return;
  if (how === "cancels") cancelSubscription(account, invoice.subscriptionId, "cancellation_requested");
  else cancelAtPeriodEnd(account, invoice.subscriptionId);
}

function pay(world: Surroundings, response: Response, invoice: InvoiceRecord): void {
  const { stripe } = world;
  const { kind } = response;
  if (kind === "replaces-card" || kind === "pays-invoice-page") stripe.replaceCard(invoice.customerId, "visa");
  if (kind === "pays-invoice-page") stripe.payHostedInvoice(invoice.id);
  if (kind === "pays-page-with") payWith(stripe, invoice, response);
  if (kind === "confirms") stripe.confirmHostedInvoice(invoice.id);
  if (kind === "tries-page") tryAgain(world, invoice, response.times);
  if (kind === "pays-part") payPercent(stripe, invoice, response.percent);
  if (kind === "pays-by-transfer") payOutOfBand(stripe.account, invoice.id);
}

/** A debit takes only its own currency; who owes another pays by card. */
function payWith(
  stripe: SimulatedStripe,
  { id, currency }: InvoiceRecord,
  { method, keeps }: Extract<Response, { readonly kind: "pays-page-with" }>,
): void {
  const fits = !isDebitKind(method) || debitSchemes[method].currency === currency;
  stripe.payHostedInvoice(id, fits ? method : "visa", keeps);
}

function tryAgain(world: Surroundings, invoice: InvoiceRecord, times: number): void {
  if (invoice.status !== "open" || world.stripe.payHostedInvoice(invoice.id) || times <= 1) return;
  world.plan(plusMs(world.stripe.account.clock.now(), 90_000), () => tryAgain(world, invoice, times - 1));
}

function payPercent({ account }: SimulatedStripe, invoice: InvoiceRecord, percent: number): void {
  // Stripe takes three-decimal amounts only in steps of ten.
  const amountMinor = Math.floor((remainingOf(invoice) * percent) / 1000) * 10;
  const { country } = known(account.books.customers, invoice.customerId);
  if (amountMinor > 0)
    payPart(account, invoice.id, amountMinor, newCard(account.nextId("pm"), "visa", country, account.clock.now()));
}
