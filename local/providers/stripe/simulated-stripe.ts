import type { Clock } from "../../../functions/platform/ports/clock.ts";
import type { Actor } from "../../engine/actor.ts";
import { type Account, known, openAccount } from "./account.ts";
import type { Faults } from "./api/faults.ts";
import type { PortalVisit } from "./api/portal-sessions.ts";
import { type StripeApi, stripeApi } from "./api/stripe-api.ts";
import { type CardKind, newCard } from "./cards.ts";
import { chargeInvoice } from "./charges.ts";
import { replaceDefaultCard } from "./customers.ts";
import { type Deliver, type Deliveries, type DeliveryHabits, deliveries } from "./deliveries.ts";
import { finalizeInvoice } from "./invoices.ts";
import type { CardRecord } from "./records.ts";
import type { ShapeVersion } from "./shapes/shape.ts";
import { renew } from "./subscriptions.ts";

/**
 * A Stripe without network, money or retries of its own: it renews subscriptions, charges the default card once,
 * answers the API and tells the endpoint what happened.
 */
export interface SimulatedStripe extends StripeApi {
  readonly account: Account;
  /** The events on their way to the endpoint. */
  readonly deliveries: Deliveries;
  /** Renews subscriptions and finalises their invoices when it is time. */
  readonly calendar: Actor;
  /** Visits to the billing portal by session id. */
  readonly visits: ReadonlyMap<string, PortalVisit>;
  /** The customer puts in another card, which becomes the default. Nothing is charged by that. */
  replaceCard(customerId: string, kind: CardKind): CardRecord;
  /**
   * The customer pays an open invoice on its hosted page: with another card, which stays no more than a card used
   * once, or with the one on file. @returns whether it was paid.
   */
  payHostedInvoice(invoiceId: string, otherCard?: CardKind): boolean;
}

/** What the world outside does when Stripe charges a renewal by itself. */
export interface RenewalHooks {
  /** The moment at which life happens to a card. */
  beforeCharge(invoiceId: string): void;
  afterCharge(invoiceId: string): void;
}

export interface SimulatedStripeOptions {
  readonly seed: number;
  readonly clock: Clock;
  /** Which shape events come in. */
  readonly version: ShapeVersion;
  readonly webhookSecret: string;
  readonly deliver: Deliver;
  readonly habits: DeliveryHabits;
  readonly faults: Faults;
  /** Where Stripe's own pages are drawn. */
  readonly pagesUrl: string;
  readonly hooks?: RenewalHooks;
}

export function simulatedStripe(options: SimulatedStripeOptions): SimulatedStripe {
  const { seed, clock, version, webhookSecret: secret, habits, deliver, faults, pagesUrl } = options;
  const queue = deliveries({ seed, clock, secret, habits, deliver });
  const account = openAccount({ seed, clock, version, pagesUrl, onEvent: queue.enqueue });
  const visits = new Map<string, PortalVisit>();
  return {
    ...stripeApi({ account, visits, faults }),
    account,
    deliveries: queue,
    calendar: calendarOf(account, options.hooks),
    visits,
    replaceCard: (customerId, kind) => {
      const { country } = known(account.books.customers, customerId);
      const card = newCard(account.nextId("pm"), kind, country, clock.now());
      replaceDefaultCard(account, customerId, card);
      return card;
    },
    payHostedInvoice: (invoiceId, otherCard) => {
      const { status, customerId } = known(account.books.invoices, invoiceId);
      if (status !== "open") return false;
      const cardId = otherCard && cardUsedOnce(account, customerId, otherCard);
      return chargeInvoice(account, invoiceId, { cardId, idempotencyKey: null }).kind === "paid";
    },
  };
}

function cardUsedOnce(account: Account, customerId: string, kind: CardKind): string {
  const { country } = known(account.books.customers, customerId);
  const card = newCard(account.nextId("pm"), kind, country, account.clock.now());
  account.books.cards.set(card.id, card);
  return card.id;
}

function calendarOf(account: Account, hooks: RenewalHooks | undefined): Actor {
  const { calendar } = account;
  return {
    name: "billing calendar",
    nextAt: calendar.nextAt,
    act: async () => {
      const job = calendar.take();
      if (job?.kind === "renew") renew(account, job.id);
      if (job?.kind !== "finalize") return;
      hooks?.beforeCharge(job.id);
      finalizeInvoice(account, job.id);
      hooks?.afterCharge(job.id);
    },
  };
}
