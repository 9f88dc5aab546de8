import { afterEach, expect, it } from "vitest";
import { stripePayments } from "../../../../functions/providers/stripe/api/stripe-payments.ts";
import { type StripeServer, startStripeServer } from "../../../../local/providers/stripe/server.ts";
import { declinedRenewal } from "./stripe-fixture.ts";

let server: StripeServer;
afterEach(() => server.close());

it("serves the adapter over HTTP: reads, charges, is declined, and is paid with another card", async () => {
  const { world, customer, invoiceId } = await declinedRenewal("insufficient-funds");
  server = await startStripeServer({ port: 0, stripe: world.stripe });
  const payments = stripePayments({ providerKey: { providerApiKey: async () => "sk_test" }, apiUrl: server.url });
  expect(await payments.readInvoice(invoiceId)).toMatchObject({
    status: "open",
    amountRemaining: { amountMinor: 4900, currency: "EUR" },
    lastDecline: { providerCode: "insufficient_funds", networkCode: "51", network: "visa" },
    cardBrand: "Visa",
    cardLast4: "9995",
  });
  const declined = await payments.payInvoice({ invoiceId, idempotencyKey: "case:1" });
  expect(declined).toMatchObject({ result: "declined", decline: { providerCode: "insufficient_funds" } });
  world.stripe.replaceCard(customer.id, "mastercard");
  expect(await payments.payInvoice({ invoiceId, idempotencyKey: "case:2" })).toMatchObject({ result: "paid" });
  const { url } = await payments.createCardUpdateLink({
    providerCustomerId: customer.id,
    returnUrl: "https://orbit.example",
    locale: "sv",
  });
  expect(world.stripe.visits.get(url.split("/").at(-1) ?? "")).toMatchObject({ customerId: customer.id, locale: "sv" });
});
