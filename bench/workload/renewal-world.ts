import type { DynamoDBRecord } from "aws-lambda";
import { type Instant, instantOfMs, msOf, plusMs } from "../../functions/platform/instant.ts";
import { stripePayments } from "../../functions/providers/stripe/api/stripe-payments.ts";
import { stripeRecords } from "../../functions/providers/stripe/api/stripe-records.ts";
import type { ActName, FunctionName, SweepBoxName } from "../../lib/functions.ts";
import type { Actor } from "../../local/engine/actor.ts";
import { agenda } from "../../local/engine/order-of-acts.ts";
import { noMailFaults, outbox } from "../../local/engine/outbox.ts";
import { sesEvent } from "../../local/engine/ses-event.ts";
import { streamingStore } from "../../local/engine/streaming-store.ts";
import { timetable } from "../../local/engine/timetable.ts";
import { virtualClock } from "../../local/engine/virtual-clock.ts";
import { priceOf } from "../../local/population/prices.ts";
import { known } from "../../local/providers/stripe/account.ts";
import { noFaults } from "../../local/providers/stripe/api/faults.ts";
import { importCustomer, importDefaultMethod } from "../../local/providers/stripe/customers.ts";
import { isCard, newCard } from "../../local/providers/stripe/methods.ts";
import { secondsOf } from "../../local/providers/stripe/shapes/shape.ts";
import { signatureHeader } from "../../local/providers/stripe/signature.ts";
import { type SimulatedStripe, simulatedStripe } from "../../local/providers/stripe/simulated-stripe.ts";
import { importSubscription } from "../../local/providers/stripe/subscriptions.ts";
import { actBehind, sweepBoxBehind } from "../../local/world/act-behind.ts";
import { type Deployment, deploy } from "../../local/world/deployment.ts";
import { webhookRequest } from "../../local/world/http-requests.ts";
import { sandboxSecrets, sandboxWebhookSecret } from "../../local/world/sandbox-secrets.ts";
import type { Stores } from "../../local/world/stores.ts";
import { sweepActor } from "../../local/world/sweep-actor.ts";
import { sweepWorkflow } from "../../local/world/sweep-workflow.ts";
import { watchedStore } from "../../local/world/watched-store.ts";
import { workflowActor } from "../../local/world/workflow-actor.ts";
import { usualWorld } from "../../local/world/world-options.ts";
import policy from "../../retention.config.ts";
import { onTheWire, withTrueIds } from "./on-the-wire.ts";

/** Who pays, and what goes wrong. */
export interface RenewalStory {
  /** Customers with one monthly subscription each; their renewals are spread over the month. */
  readonly payers: number;
  /** Every how many-th renewal fails, for want of funds; 0: none does. */
  readonly failsEvery: number;
  /** Of the failed ones, every how many-th is never paid; 0: each is, three days later, with a new card. */
  readonly lostEvery: number;
  /** Which events reach the endpoint; the others never happened as far as it knows. */
  readonly hears?: (type: string) => boolean;
}

/** Told of each call of a function, in whose place it runs the call. */
export type Around = <T>(name: FunctionName, run: () => Promise<T>) => Promise<T>;

/** The deployed functions over given stores, and a Stripe that renews subscriptions and tells of it in events of true size. */
export interface RenewalWorld {
  now(): Instant;
  playTo(until: Instant): Promise<void>;
  /** Events accepted so far. */
  readonly events: number;
  /** Renewals charged so far, and how many of them failed. */
  readonly renewals: { readonly charged: number; readonly failed: number };
  readonly letters: number;
  /** Transitions of all executions so far, as Step Functions charges them: the start, and each state entered. */
  transitions(): Promise<number>;
  /** Plans a sweep as its schedule does every minute, also when nothing is due. */
  planSweep(): Promise<unknown>;
  /** Lines the functions have logged, and their bytes as JSON. */
  readonly logged: { readonly lines: number; readonly bytes: number };
  stop(): Promise<void>;
}

const start: Instant = "2026-01-05T06:00:00.000Z";
const dayMs = 86_400_000;
const seed = 7;

/** @param around sees every call of a function. */
export async function renewalWorld(story: RenewalStory, stores: Stores, around: Around): Promise<RenewalWorld> {
  const clock = virtualClock(start);
  const counted = { events: 0, charged: 0, failed: 0, lines: 0, bytes: 0 };
  const line = (event: string, facts: object) => {
    counted.lines += 1;
    counted.bytes += Buffer.byteLength(JSON.stringify({ ...facts, event }));
  };
  const log = { info: line, warn: line, error: line };
  const accepted: DynamoDBRecord[] = [];
  const inbox = watchedStore(streamingStore(stores.inbox, (record) => void accepted.push(record)));
  const state = watchedStore(stores.state);
  const deeds = timetable<() => void>();

  const deliver = async (rawBody: string) => {
    if (!(story.hears?.(typeOf(rawBody)) ?? true)) return 200;
    const body = onTheWire(rawBody);
    const header = signatureHeader(body, sandboxWebhookSecret, secondsOf(clock.now()));
    const { statusCode } = await around("receive", () => functions.receive(webhookRequest(body, header)));
    for (const record of accepted.splice(0)) {
      counted.events += 1;
      await around("apply-event", () => functions["apply-event"]({ Records: [record] }));
    }
    return statusCode;
  };
  const stripe: SimulatedStripe = simulatedStripe({
    ...{ seed, clock, version: "current", webhookSecret: sandboxWebhookSecret, deliver, faults: noFaults },
    habits: { duplicates: 0, heldUp: 0 },
    pagesUrl: "https://stripe.example",
    hooks: {
      beforeCharge: (invoiceId) => {
        counted.charged += 1;
        const fails = story.failsEvery > 0 && counted.charged % story.failsEvery === 0;
        prepareCard(stripe, invoiceId, fails);
      },
      afterCharge: (invoiceId) => {
        if (known(stripe.account.books.invoices, invoiceId).status !== "open") return;
        counted.failed += 1;
        if (story.lostEvery > 0 && counted.failed % story.lostEvery === 0) return;
        deeds.add(plusMs(clock.now(), 3 * dayMs), () => payAnew(stripe, invoiceId));
      },
    },
  });
  const steps = await workflowActor({
    ...{ definition: usualWorld.workflow, seed, clock },
    runTask: (box, input) => around(actBehind(box), () => actsOf(functions)[actBehind(box)](input)),
  });
  const mail = outbox({
    ...{ seed, clock, faults: noMailFaults },
    publish: (event) => around("record-delivery", () => functions["record-delivery"](sesEvent(event))),
    deliver: () => {},
  });
  const started = new Set<string>();
  const secrets = sandboxSecrets();
  const functions: Deployment = deploy({
    ...{ inbox, state, secrets, linkKey: secrets, policy, clock, log },
    payments: stripePayments({ providerKey: secrets, fetch: withTrueIds(stripe.fetch) }),
    records: stripeRecords({ providerKey: secrets, fetch: withTrueIds(stripe.fetch) }),
    mailer: mail.mailer,
    workflows: {
      startDunning: (execution) => {
        started.add(`${execution.caseId}-${execution.epoch}`);
        return steps.workflows.startDunning(execution);
      },
    },
    publicUrl: "https://billing.orbit.example",
  });
  const people: Actor = { name: "people", nextAt: deeds.nextAt, act: async () => deeds.take()?.() };
  const boxesOf = (all: Deployment): Record<SweepBoxName, (input: unknown) => Promise<unknown>> => all;
  const sweepBox = (box: string, input: unknown) =>
    around(sweepBoxBehind(box), () => boxesOf(functions)[sweepBoxBehind(box)](input));
  const sweep = sweepActor([inbox, state], await sweepWorkflow({ seed, start: clock.now(), runTask: sweepBox }));
  const plan = agenda(clock, [stripe.calendar, people, stripe.deliveries, steps, mail, sweep]);
  for (let payer = 0; payer < story.payers; payer++) arrive(stripe, payer, story.payers);
  return {
    now: clock.now,
    playTo: plan.playTo,
    get events() {
      return counted.events;
    },
    get renewals() {
      return { charged: counted.charged, failed: counted.failed };
    },
    get letters() {
      return mail.sent.length;
    },
    transitions: async () => {
      const histories = await Promise.all([...started].map((name) => steps.engine.history(name)));
      return histories.reduce((sum, states) => sum + 1 + states.length, 0);
    },
    planSweep: () => around("plan-sweep", () => functions["plan-sweep"]()),
    get logged() {
      return { lines: counted.lines, bytes: counted.bytes };
    },
    stop: async () => {
      await steps.engine.stop();
      await stores.stop();
    },
  };
}

const actsOf = (functions: Deployment): Record<ActName, (input: unknown) => Promise<unknown>> => functions;

const typeOf = (rawBody: string): string => /"type":"([a-z_.]+)"\}$/.exec(rawBody)?.[1] ?? "";

/** A customer of two years, whose next renewal falls on a day of the month and an hour of its own. */
function arrive({ account }: SimulatedStripe, number: number, of: number): void {
  const anchorAt = instantOfMs(msOf(start) + Math.floor(((number + 1) / (of + 1)) * 27 * dayMs) - 731 * dayMs);
  const customer = importCustomer(
    account,
    {
      ...{ name: `Ada Nowak ${number}`, email: `ada.nowak.${number}@mail.example`, phone: null },
      ...{ country: "PL", locale: "pl", metadata: { account_id: `acct-${number}`, time_zone: "Europe/Warsaw" } },
    },
    anchorAt,
  );
  importDefaultMethod(account, customer.id, newCard(account.nextId("pm"), "visa", "PL", start));
  importSubscription(account, {
    ...{ customerId: customer.id, price: priceOf("Team", "eur", "month"), metadata: {}, anchorAt },
  });
}

/** The card on file never expires here, and answers as the story says. */
function prepareCard({ account: { books, clock } }: SimulatedStripe, invoiceId: string, fails: boolean): void {
  const { customerId } = known(books.invoices, invoiceId);
  const card = known(books.methods, known(books.customers, customerId).defaultMethodId);
  if (!isCard(card)) throw new TypeError("Everybody pays by card here.");
  card.expYear = new Date(clock.now()).getUTCFullYear() + 3;
  card.trouble = fails ? { kind: "insufficient-funds" } : undefined;
}

/** The customer puts in another card, unless the invoice has been seen to meanwhile, and pays with it. */
function payAnew(stripe: SimulatedStripe, invoiceId: string): void {
  const { status, customerId } = known(stripe.account.books.invoices, invoiceId);
  if (status !== "open") return;
  stripe.replaceCard(customerId, "mastercard");
  stripe.payHostedInvoice(invoiceId);
}
