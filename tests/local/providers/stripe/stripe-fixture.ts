import { plus } from "../../../../functions/platform/duration.ts";
import type { Instant } from "../../../../functions/platform/instant.ts";
import { agenda } from "../../../../local/engine/order-of-acts.ts";
import { virtualClock } from "../../../../local/engine/virtual-clock.ts";
import type { StripeEvent } from "../../../../local/providers/stripe/account.ts";
import { type Faults, noFaults } from "../../../../local/providers/stripe/api/faults.ts";
import { createCustomer } from "../../../../local/providers/stripe/customers.ts";
import type { Deliver, DeliveryHabits } from "../../../../local/providers/stripe/deliveries.ts";
import type { CardKind } from "../../../../local/providers/stripe/methods.ts";
import type { Price } from "../../../../local/providers/stripe/records.ts";
import type { ShapeVersion } from "../../../../local/providers/stripe/shapes/shape.ts";
import { simulatedStripe } from "../../../../local/providers/stripe/simulated-stripe.ts";
import { subscribe } from "../../../../local/providers/stripe/subscriptions.ts";

export const start: Instant = "2026-01-31T10:00:00.000Z";
export const webhookSecret = "whsec_test";

export const team: Price = {
  id: "price_team_eur",
  productName: "Orbit Team",
  nickname: "Team",
  lineDescription: "1 × Orbit Team (at €49.00 / month)",
  amountMinor: 4900,
  currency: "eur",
  interval: "month",
};

interface Options {
  readonly seed?: number;
  readonly version?: ShapeVersion;
  readonly faults?: Faults;
  readonly habits?: DeliveryHabits;
  readonly deliver?: Deliver;
}

/** A simulated Stripe on a clock of its own, with the tidiest delivery unless told otherwise. */
export function stripeAt(options: Options = {}) {
  const clock = virtualClock(start);
  const delivered: StripeEvent["body"][] = [];
  const stripe = simulatedStripe({
    seed: options.seed ?? 1,
    clock,
    version: options.version ?? "current",
    webhookSecret,
    deliver:
      options.deliver ??
      (async (rawBody) => {
        delivered.push(JSON.parse(rawBody));
        return 202;
      }),
    habits: options.habits ?? { duplicates: 0, heldUp: 0 },
    faults: options.faults ?? noFaults,
    pagesUrl: "http://localhost:8787",
  });
  const { playTo } = agenda(clock, [stripe.calendar, stripe.deliveries]);
  return { stripe, delivered, advanceTo: playTo, advance: (duration: string) => playTo(plus(clock.now(), duration)) };
}

/** A customer with a good card and a subscription whose first invoice was paid. */
export function subscriber(world: ReturnType<typeof stripeAt>) {
  const { stripe } = world;
  const customer = createCustomer(stripe.account, {
    name: "Ada Lovelace",
    email: "ada@example.com",
    phone: null,
    country: "GB",
    locale: "en",
    metadata: { account_id: "acc_1" },
  });
  stripe.replaceCard(customer.id, "visa");
  const subscription = subscribe(stripe.account, customer.id, team, {});
  return { customer, subscription };
}

/** A subscriber whose card became one of that kind right before the renewal, which was declined. */
export async function declinedRenewal(kind: CardKind, options: Options = {}) {
  const world = stripeAt(options);
  const { customer, subscription } = subscriber(world);
  await world.advanceTo("2026-02-28T10:30:00.000Z");
  world.stripe.replaceCard(customer.id, kind);
  await world.advanceTo("2026-02-28T10:59:00.000Z");
  const deliveredBefore = world.delivered.length;
  await world.advanceTo("2026-02-28T12:00:00.000Z");
  return { world, customer, subscription, invoiceId: subscription.latestInvoiceId ?? "", deliveredBefore };
}

/** Asks the API as the client library does. */
export async function ask(
  world: ReturnType<typeof stripeAt>,
  method: string,
  path: string,
  form: Record<string, string> = {},
  idempotencyKey?: string,
) {
  const response = await world.stripe.fetch(`https://api.stripe.com${path}`, {
    method,
    headers: {
      authorization: "Bearer sk_test",
      "content-type": "application/x-www-form-urlencoded",
      ...(idempotencyKey !== undefined && { "idempotency-key": idempotencyKey }),
    },
    ...(method === "POST" && { body: new URLSearchParams(form).toString() }),
  });
  return { status: response.status, body: await response.json() };
}
