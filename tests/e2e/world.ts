import { setTimeout as sleep } from "node:timers/promises";
import * as z from "zod/mini";
import { systemClock } from "../../functions/platform/aws/system-clock.ts";
import { plusMs } from "../../functions/platform/instant.ts";
import { noFaults } from "../../local/providers/stripe/api/faults.ts";
import { createCustomer, importDefaultMethod } from "../../local/providers/stripe/customers.ts";
import { draftInvoice, finalizeInvoice } from "../../local/providers/stripe/invoices.ts";
import { newCard } from "../../local/providers/stripe/methods.ts";
import { type StripeServer, startStripeServer } from "../../local/providers/stripe/server.ts";
import { type SimulatedStripe, simulatedStripe } from "../../local/providers/stripe/simulated-stripe.ts";
import { importSubscription } from "../../local/providers/stripe/subscriptions.ts";

export const webhookSecret = "whsec_rehearsal";
const copiesOfFailure = 20;
const eventSchema = z.object({ id: z.string(), type: z.string() });

/** A customer, by Stripe's ids. */
export interface Payer {
  readonly email: string;
  readonly customerId: string;
  readonly subscriptionId: string;
  readonly invoiceId: string;
}

export type SayOnBus = (type: string, rawBody: string) => Promise<void>;

/** What the endpoint never hears. */
const onBusAlone: ReadonlySet<string> = new Set(["charge.failed"]);

/** Stripe, and whoever pays through it. */
export interface World {
  readonly stripe: SimulatedStripe;
  readonly server: StripeServer;
  /** From now on events go to this endpoint and are said on the bus, but for some that are only said there. */
  connect(webhookUrl: string, say: SayOnBus): void;
  /** The ids of the events that were said on the bus alone. */
  readonly onlyOnBus: ReadonlySet<string>;
  renewWithoutFunds(name: string): Payer;
  /** For each event `invoice.payment_failed`, sent twenty times at once: every status that was answered. */
  readonly answersToCopies: ReadonlyMap<string, readonly number[]>;
  stop(): Promise<void>;
}

export async function startWorld(): Promise<World> {
  const answersToCopies = new Map<string, number[]>();
  const onlyOnBus = new Set<string>();
  let webhookUrl = "";
  let sayOnBus: SayOnBus = async () => {};
  const stripe = simulatedStripe({
    seed: 7,
    clock: systemClock,
    version: "current",
    webhookSecret,
    habits: { duplicates: 0.2, heldUp: 0 },
    faults: noFaults,
    pagesUrl: "https://stripe.example",
    deliver: async (rawBody, signature) => {
      const { id: eventId, type } = eventSchema.parse(JSON.parse(rawBody));
      if (onBusAlone.has(type)) {
        onlyOnBus.add(eventId);
        await sayOnBus(type, rawBody);
        return 200;
      }
      const copies = type === "invoice.payment_failed" ? copiesOfFailure : 1;
      // Of what is posted twenty times the endpoint hears first, so that one of them is the first of all.
      if (copies === 1) await sayOnBus(type, rawBody);
      const statuses = await Promise.all(
        Array.from({ length: copies }, () => postEvent(webhookUrl, rawBody, signature)),
      );
      if (copies > 1) await sayOnBus(type, rawBody);
      if (copies > 1) answersToCopies.set(eventId, [...(answersToCopies.get(eventId) ?? []), ...statuses]);
      return statuses[0] ?? 0;
    },
  });
  const server = await startStripeServer({ port: 0, stripe });
  const ending = new AbortController();
  const delivering = deliverUntil(ending.signal, stripe);
  return {
    stripe,
    server,
    answersToCopies,
    onlyOnBus,
    connect: (url, say) => {
      webhookUrl = url;
      sayOnBus = say;
    },
    renewWithoutFunds: (name) => renewWithoutFunds(stripe, name),
    stop: async () => {
      ending.abort();
      await delivering;
      await server.close();
    },
  };
}

export async function postEvent(webhookUrl: string, rawBody: string, signature: string): Promise<number> {
  const headers = { "content-type": "application/json", "stripe-signature": signature };
  const answer = await fetch(webhookUrl, { method: "POST", headers, body: rawBody });
  await answer.body?.cancel();
  return answer.status;
}

async function deliverUntil(signal: AbortSignal, { deliveries }: SimulatedStripe): Promise<void> {
  while (!signal.aborted) {
    const nextAt = deliveries.nextAt();
    if (nextAt !== undefined && nextAt <= systemClock.now()) await deliveries.act();
    else await sleep(50);
  }
}

/** A renewal comes, and the card has no funds. */
function renewWithoutFunds({ account }: SimulatedStripe, name: string): Payer {
  const email = `${name.toLowerCase()}@customer.example`;
  const metadata = { time_zone: "Europe/Warsaw" };
  const now = account.clock.now();
  const { id: customerId } = createCustomer(account, {
    name,
    email,
    phone: null,
    country: "PL",
    locale: "en",
    metadata,
  });
  const card = newCard(account.nextId("pm"), "insufficient-funds", "PL", now);
  // Without a day on which wages come, so that no retry succeeds.
  importDefaultMethod(account, customerId, { ...card, trouble: { kind: "insufficient-funds" } });
  const subscription = importSubscription(account, { customerId, price, metadata: {}, anchorAt: plusMs(now, -dayMs) });
  const invoice = draftInvoice(account, subscription, "subscription_cycle");
  finalizeInvoice(account, invoice.id);
  return { email, customerId, subscriptionId: subscription.id, invoiceId: invoice.id };
}

const dayMs = 24 * 60 * 60 * 1000;
const price = {
  id: "price_team",
  productName: "Orbit Team",
  nickname: "Team",
  lineDescription: "1 × Orbit Team (at €49.00 / month)",
  amountMinor: 4900,
  currency: "eur",
  interval: "month",
} as const;
