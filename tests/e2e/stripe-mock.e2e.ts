import { deepEqual, equal, match, ok, rejects } from "node:assert/strict";
import { stripePayments } from "../../functions/providers/stripe/api/stripe-payments.ts";
import { stripeRecords } from "../../functions/providers/stripe/api/stripe-records.ts";

const keyed = (key: string) => ({ providerApiKey: async () => key });

/** A `fetch` that remembers which requests were refused: the adapter reads meaning into refusals and goes on. */
function watchedFetch() {
  const refusals: string[] = [];
  const watched: typeof fetch = async (input, init) => {
    const answer = await fetch(input, init);
    if (!answer.ok) refusals.push(`${init?.method} ${input}: ${answer.status} ${await answer.clone().text()}`);
    return answer;
  };
  return { refusals, fetch: watched };
}

/**
 * Calls every method of the Stripe adapter against stripe-mock, which checks each request against Stripe's OpenAPI and
 * answers with the example objects in it.
 * @param apiUrl where stripe-mock listens, such as `http://localhost:12111`.
 * @returns one line for each check that held.
 * @throws AssertionError at the first that did not.
 */
export async function checkStripeAdapter(apiUrl: string): Promise<string[]> {
  const { refusals, fetch } = watchedFetch();
  const payments = stripePayments({ providerKey: keyed("sk_test_123"), apiUrl, fetch, timeoutMs: 5_000 });
  const passed: string[] = [];
  const check = async (what: string, run: () => Promise<void>) => {
    await run();
    deepEqual(refusals, [], `${what}: stripe-mock refused a request`);
    passed.push(`Stripe adapter: ${what}`);
  };

  await check("reads an invoice", async () => {
    const { invoiceId, amountRemaining } = await payments.readInvoice("in_check");
    equal(invoiceId, "in_check");
    match(amountRemaining.currency, /^[A-Z]{3}$/);
  });
  for (const methodId of [undefined, "pm_check", "card_check"])
    await check(`charges an invoice with ${methodId ?? "the default card"}`, async () => {
      const request = { invoiceId: "in_check", idempotencyKey: `check-${methodId}`, methodId };
      match((await payments.payInvoice(request)).result, /^(paid|processing|not-open)$/);
    });
  await check("opens the customer portal at the card form", async () => {
    const request = { providerCustomerId: "cus_check", returnUrl: "https://orbit.example/back", locale: "sv-SE" };
    match((await payments.createCardUpdateLink(request)).url, /^https:/);
  });
  await check("pauses a subscription", () => payments.pauseSubscription("sub_check", "check-pause"));
  await check("resumes a subscription", () => payments.resumeSubscription("sub_check", "check-resume"));
  await check("marks an invoice uncollectible", () => payments.markUncollectible("in_check", "check-end"));
  await check("lists the drafts of a subscription", async () => {
    for (const { amount } of await payments.listDrafts("sub_check")) match(amount.currency, /^[A-Z]{3}$/);
  });
  await check("finalises a draft", () => payments.finalizeInvoice("in_check", "check-finalize"));
  await check("cancels a subscription", () => payments.cancelSubscription("sub_check", "check-cancel"));
  const records = stripeRecords({ providerKey: keyed("sk_test_123"), apiUrl, fetch, timeoutMs: 5_000 });
  await check("reads whose key it is", async () => {
    equal((await records.account()).mode, "test");
  });
  await check("lists invoices page by page", async () => {
    const asked = { status: "paid", createdSince: "2026-01-05T08:00:00.000Z", after: "in_check" } as const;
    ok((await records.listInvoices(asked)).invoices.length > 0);
  });
  const kinds = ["charge", "credit_note", "customer", "dispute", "invoice", "payment_intent", "payment_method"];
  for (const type of [...kinds, "refund", "subscription"])
    await check(`reads a ${type} as it is`, async () => {
      await records.read({ type, id: `${type}_check` });
    });
  await check("names the key when it is refused, over Node's own HTTP client", () => {
    const refused = stripePayments({ providerKey: keyed("nonsense"), apiUrl });
    return rejects(refused.readInvoice("in_check"), { name: "ConfigurationError", message: /API key/ });
  });
  return passed;
}
