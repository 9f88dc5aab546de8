import { stripePayments } from "../../../../functions/providers/stripe/api/stripe-payments.ts";
import { stripeRecords } from "../../../../functions/providers/stripe/api/stripe-records.ts";
import { createCustomer } from "../../../../local/providers/stripe/customers.ts";
import { subscribe } from "../../../../local/providers/stripe/subscriptions.ts";
import { stripeAt, team } from "../../../local/providers/stripe/stripe-fixture.ts";
import { paidStory, startedAtSeconds, stripeEvent } from "../../ingest/inbox-of-test.ts";
import { stripeSignature } from "../../ingest/webhook-request.ts";
import { type Misfortune, type ProviderUnderTest, providerContract } from "../contract.ts";

const [created, intentFailed, invoiceFailed, cardReplaced, paid] = paidStory;

const chargeFailed = stripeEvent("evt_charge", "charge.failed", 9, {
  ...{ id: "ch_1", object: "charge", customer: "cus_1", amount: 4900, currency: "eur", status: "failed" },
  ...{ created: startedAtSeconds + 9, payment_intent: "pi_1", payment_method: "pm_1", failure_code: "card_declined" },
  outcome: { reason: "insufficient_funds", network_decline_code: "51", type: "issuer_declined" },
  payment_method_details: {
    type: "card",
    card: { brand: "visa", last4: "4242", exp_month: 5, exp_year: 2027, country: "SE", network: "visa" },
  },
});
const pastDue = stripeEvent("evt_subscription", "customer.subscription.updated", 11, {
  ...{ id: "sub_1", object: "subscription", customer: "cus_1", status: "past_due" },
  items: {
    data: [
      {
        ...{ quantity: 1, current_period_end: startedAtSeconds + 2_678_400 },
        price: {
          id: "price_1",
          nickname: "Team",
          unit_amount: 4900,
          currency: "eur",
          recurring: { interval: "month", interval_count: 1 },
        },
      },
    ],
  },
});
const story = [created, chargeFailed, intentFailed, invoiceFailed, pastDue, cardReplaced, paid].flatMap(
  (event) => event ?? [],
);

/** As the client library sees each: an answer, or none. */
const answers: Readonly<Record<Misfortune, () => Response>> = {
  "refuses the key": () => refusal(401, "invalid_request_error"),
  "does not answer": () => {
    throw new TypeError("fetch failed: connect ETIMEDOUT");
  },
  "asks to be asked less": () => refusal(429, "invalid_request_error"),
  "fails inside": () => refusal(500, "api_error"),
};
const refusal = (status: number, type: string): Response =>
  Response.json({ error: { type, message: "No." } }, { status });

async function stripeUnderTest(): Promise<ProviderUnderTest> {
  const world = stripeAt();
  const { stripe } = world;
  const { account } = stripe;
  const facts = { name: "Ada", email: "ada@mail.example", phone: null, country: "PL", locale: "pl", metadata: {} };
  const customer = createCustomer(account, facts);
  const card = stripe.replaceCard(customer.id, "visa");
  const subscription = subscribe(account, customer.id, team, {});
  card.trouble = { kind: "insufficient-funds" };
  await world.advance("P30D");
  let next: Misfortune | undefined;
  const connection = {
    providerKey: { providerApiKey: async () => "sk_test_1" },
    fetch: async (input: string | URL | Request, init?: RequestInit) => {
      const misfortune = next;
      next = undefined;
      return misfortune === undefined ? stripe.fetch(input, init) : answers[misfortune]();
    },
  };
  return {
    payments: stripePayments(connection),
    records: stripeRecords(connection),
    customerId: customer.id,
    subscriptionId: subscription.id,
    invoiceId: subscription.latestInvoiceId ?? "",
    mendCard: () => {
      card.trouble = undefined;
    },
    charges: () => account.books.charges.size,
    strike: (misfortune) => {
      next = misfortune;
    },
  };
}

providerContract({
  name: "stripe",
  secret: "whsec_contract",
  sign: (rawBody, secret, at) => ({ "stripe-signature": stripeSignature(rawBody, secret, at) }),
  toleranceMs: 300_000,
  story,
  meaningless: stripeEvent("evt_nothing", "climate.order.delivered", 0, { id: "climorder_1" }),
  provider: stripeUnderTest,
});
