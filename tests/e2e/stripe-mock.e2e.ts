import { deepEqual, equal, ok, rejects } from "node:assert/strict";
import { stripePayments } from "../../functions/platform/stripe/stripe-payments.ts";

/**
 * Calls every method of the Stripe adapter against stripe-mock, which checks each request against Stripe's OpenAPI and
 * answers with the example objects in it.
 * @param apiUrl where stripe-mock listens, such as `http://localhost:12111`.
 * @returns one line for each check that held.
 * @throws AssertionError at the first that did not.
 */
export async function checkStripeAdapter(apiUrl: string): Promise<string[]> {
  const providerKey = { providerApiKey: async () => "sk_test_123" };
  const payments = stripePayments({ providerKey, apiUrl, timeoutMs: 5_000 });
  const passed: string[] = [];
  const check = async (what: string, run: () => Promise<void>) => {
    await run();
    passed.push(`Stripe adapter: ${what}`);
  };

  await check("reads an invoice", async () => {
    const invoice = await payments.readInvoice("in_check");
    equal(invoice.invoiceId, "in_check");
    ok(/^[A-Z]{3}$/.test(invoice.amountRemaining.currency));
  });
  await check("charges an invoice, with the default card and with a chosen one", async () => {
    const request = { invoiceId: "in_check", idempotencyKey: "check-1" };
    for (const cardId of [undefined, "pm_check", "card_check"]) {
      const outcome = await payments.payInvoice({
        ...request,
        idempotencyKey: `${request.idempotencyKey}-${cardId}`,
        cardId,
      });
      ok(["paid", "processing", "not-open"].includes(outcome.result), outcome.result);
    }
  });
  await check("opens the customer portal at the card form", async () => {
    const request = { providerCustomerId: "cus_check", returnUrl: "https://orbit.example/back", locale: "sv-SE" };
    ok((await payments.createCardUpdateLink(request)).url.startsWith("https://"));
  });
  await check("pauses and resumes collection", async () => {
    equal(await payments.pauseSubscription("sub_check", "check-2"), undefined);
    equal(await payments.resumeSubscription("sub_check", "check-3"), undefined);
  });
  await check("marks an invoice uncollectible", async () => {
    equal(await payments.markUncollectible("in_check", "check-4"), undefined);
  });
  await check("cancels a subscription", async () => {
    equal(await payments.cancelSubscription("sub_check", "check-5"), undefined);
  });
  await check("names the key when Stripe refuses it", async () => {
    const refused = stripePayments({ providerKey: { providerApiKey: async () => "nonsense" }, apiUrl });
    await rejects(refused.readInvoice("in_check"), { name: "ConfigurationError", message: /API key/ });
  });
  deepEqual(new Set(passed).size, passed.length);
  return passed;
}
