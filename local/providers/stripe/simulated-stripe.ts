import type { Clock } from "../../../functions/platform/ports/clock.ts";
import type { Actor } from "../../engine/actor.ts";
import { type Account, type BillingJob, known, openAccount } from "./account.ts";
import type { Faults } from "./api/faults.ts";
import type { PortalVisit } from "./api/portal-sessions.ts";
import { type StripeApi, stripeApi } from "./api/stripe-api.ts";
import { answerDebit, chargeInvoice, confirmPayment, isInFlight } from "./charges.ts";
import { returnDebit } from "./corrections.ts";
import { replaceDefaultMethod } from "./customers.ts";
import { type Deliver, type Deliveries, type DeliveryHabits, deliveries } from "./deliveries.ts";
import { fallDue, finalizeInvoice } from "./invoices.ts";
import { type CardKind, type ChosenKind, newCard, newMethod } from "./methods.ts";
import type { CardRecord, MethodRecord } from "./records.ts";
import type { ShapeVersion } from "./shapes/shape.ts";
import { retryBySchedule } from "./smart-retries.ts";
import { endPause, expireFirst, expireUpdate, renew } from "./subscriptions.ts";

/**
 * A Stripe without network and money: it renews subscriptions, charges what they draw from, retries by itself where a
 * rule says so, answers the API and tells the endpoint what happened.
 */
export interface SimulatedStripe extends StripeApi {
  readonly account: Account;
  /** The events on their way to the endpoint. */
  readonly deliveries: Deliveries;
  /** Does what Stripe and the banks do by themselves, when it is time. */
  readonly calendar: Actor;
  /** Visits to the billing portal by session id. */
  readonly visits: ReadonlyMap<string, PortalVisit>;
  /** The customer puts in another card, which becomes the default. Nothing is charged by that. */
  replaceCard(customerId: string, kind: CardKind): CardRecord;
  /** The same with a method of any kind. */
  replaceMethod(customerId: string, kind: ChosenKind): MethodRecord;
  /**
   * The customer pays an open invoice on its hosted page: with another method, which stays no more than one used once
   * unless `keeps` makes it the default, or with the one on file. @returns whether it was paid.
   */
  payHostedInvoice(invoiceId: string, other?: ChosenKind, keeps?: boolean): boolean;
  /** The customer confirms on the hosted page what the bank asked for. @returns whether there was anything to confirm. */
  confirmHostedInvoice(invoiceId: string): boolean;
}

/** What the world outside does when Stripe charges a renewal by itself. */
export interface RenewalHooks {
  /** The moment at which life happens to a card. */
  beforeCharge(invoiceId: string): void;
  /** The bank has answered, which takes days where it is a debit. */
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
      replaceDefaultMethod(account, customerId, card);
      return card;
    },
    replaceMethod: (customerId, kind) => {
      const method = methodFor(account, customerId, kind);
      replaceDefaultMethod(account, customerId, method);
      return method;
    },
    payHostedInvoice: (invoiceId, other, keeps = false) => {
      const { status, customerId } = known(account.books.invoices, invoiceId);
      if (status !== "open") return false;
      const method = other && methodFor(account, customerId, other);
      if (method) account.books.methods.set(method.id, method);
      const request = { methodId: method?.id, by: "customer", idempotencyKey: null } as const;
      const isPaid = chargeInvoice(account, invoiceId, request).kind === "paid";
      if (isPaid && method && keeps) replaceDefaultMethod(account, customerId, method);
      return isPaid;
    },
    confirmHostedInvoice: (invoiceId) => confirmPayment(account, invoiceId),
  };
}

const methodFor = (account: Account, customerId: string, kind: ChosenKind): MethodRecord =>
  newMethod(account.nextId("pm"), kind, known(account.books.customers, customerId).country, account.clock.now());

function calendarOf(account: Account, hooks: RenewalHooks | undefined): Actor {
  const { calendar } = account;
  return {
    name: "billing calendar",
    nextAt: calendar.nextAt,
    act: async () => {
      const job = calendar.take();
      if (job !== undefined) jobs[job.kind](account, job.id, hooks);
    },
  };
}

type Job = (account: Account, id: string, hooks: RenewalHooks | undefined) => void;

const jobs: Readonly<Record<BillingJob["kind"], Job>> = {
  renew,
  finalize: chargeRenewal,
  "answer-debit": hearOfDebit,
  "return-debit": returnDebit,
  retry: retryBySchedule,
  "end-pause": endPause,
  "expire-first": expireFirst,
  "expire-update": expireUpdate,
  "fall-due": fallDue,
};

function chargeRenewal(account: Account, invoiceId: string, hooks: RenewalHooks | undefined): void {
  hooks?.beforeCharge(invoiceId);
  finalizeInvoice(account, invoiceId);
  if (!isInFlight(account, known(account.books.invoices, invoiceId))) hooks?.afterCharge(invoiceId);
}

function hearOfDebit(account: Account, chargeId: string, hooks: RenewalHooks | undefined): void {
  answerDebit(account, chargeId);
  const { by, invoiceId } = known(account.books.charges, chargeId);
  const { attemptCount } = known(account.books.invoices, invoiceId);
  if (by === "stripe" && attemptCount === 1) hooks?.afterCharge(invoiceId);
}
