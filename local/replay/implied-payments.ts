import type { MethodKind } from "../../functions/billing/method-kind.ts";
import type { Decline } from "../../functions/billing/payment.ts";
import type {
  AnsweredCharge,
  ChargeOutcome,
  Payments,
  ProviderCharge,
  ProviderInvoice,
  ProviderMethod,
  ProviderSubscription,
} from "../../functions/billing/payments.ts";
import { TerminalError } from "../../functions/platform/errors.ts";
import { type Instant, instantOfMs, msOf } from "../../functions/platform/instant.ts";
import type { Clock } from "../../functions/platform/ports/clock.ts";
import type { ExportedEvent } from "./event-file.ts";
import { type PastInvoice, type PastObjects, type PastSubscription, pastObjects } from "./past-objects.ts";
import type { PaymentTold } from "./past-payments.ts";

type ChargeRequest = Parameters<Payments["payInvoice"]>[0];

/** Answers for a provider that is known only by the events it once sent. */
export interface ImpliedPayments extends Payments {
  /** Takes note of an event that has arrived, as the provider sent it. */
  learn(event: unknown): void;
  knows(invoiceId: string): boolean;
  /** An object as an event carried it; undefined if none has. */
  asSent(id: string): unknown;
  /** Which charge it would be that is asked for now. */
  chargeOf(request: ChargeRequest): AnsweredCharge;
  /** Takes note of what somebody else answered in its place to a charge. */
  answered(request: ChargeRequest, outcome: ChargeOutcome): void;
}

/** A charge of ours, of which no event tells. */
interface OwnCharge {
  readonly at: Instant;
  readonly outcome: ChargeOutcome;
  readonly charge: AnsweredCharge;
  /** When an event had last told the end of something, as far as was known then. */
  readonly restedBefore: Instant;
}

/**
 * Invoices, subscriptions and methods are as the events so far say, changed by what was asked for since, until a later
 * event says otherwise. An event has its say when it happened, however late its copy arrives. A charge finds an open invoice declined for the last reason that is known of its method: had it
 * succeeded then, the events would say so. One that is still under way stays so until an event tells its end.
 */
export function impliedPayments(clock: Clock, events: readonly ExportedEvent[] = []): ImpliedPayments {
  const past = upToNow(pastObjects(), clock, events);
  const own = new Map<string, OwnCharge[]>();
  const ended = new Map<string, Instant>();
  const pauses = new Map<string, { readonly at: Instant; readonly isOn: boolean }>();

  const invoiceNamed = (invoiceId: string): PastInvoice => {
    const invoice = past.invoices.get(invoiceId);
    if (invoice) return invoice;
    throw new TerminalError(`The events so far say nothing of invoice ${invoiceId}.`);
  };
  const subscriptionOf = ({ subscriptionId }: PastInvoice) => past.subscriptions.get(subscriptionId ?? "");
  const customerOf = ({ customerId }: PastInvoice) => past.customers.get(customerId ?? "");
  const methodNamed = (methodId: string | undefined): ProviderMethod | undefined => {
    if (methodId === undefined) return undefined;
    const { detached, ...method } = past.methods.get(methodId) ?? {
      methodId,
      kind: kindOfId(methodId),
      detached: false,
    };
    return detached ? undefined : method;
  };
  const ownOf = (invoiceId: string) => own.get(invoiceId) ?? [];

  /** The method that the provider would charge by itself: the invoice's own, the subscription's, the customer's. */
  const chosenBy = (invoice: PastInvoice): string | undefined =>
    invoice.defaultMethodId ?? subscriptionOf(invoice)?.defaultMethodId ?? customerOf(invoice)?.defaultMethodId;
  const lastTold = (invoiceId: string): PaymentTold | undefined => lastOf(past.paymentsOf(invoiceId));
  const methodCharged = ({ invoiceId, methodId }: ChargeRequest): string | undefined =>
    methodId ?? chosenBy(invoiceNamed(invoiceId)) ?? lastTold(invoiceId)?.method?.methodId;
  const chargeOf = (request: ChargeRequest): AnsweredCharge => {
    const methodId = methodCharged(request);
    const kind = methodNamed(methodId)?.kind ?? lastTold(request.invoiceId)?.kind;
    return { at: clock.now(), paymentId: lastTold(request.invoiceId)?.paymentId, methodId, kind };
  };

  const underWay = (invoiceId: string): ProviderInvoice["paymentInProgress"] => {
    const rested = past.restedAt(invoiceId) ?? "";
    const told = past.paymentsOf(invoiceId).findLast(({ state, at }) => state === "under-way" && at > rested);
    const ours = ownOf(invoiceId).findLast((each) => each.outcome.result === "processing" && !hasEnded(each, rested));
    if (ours !== undefined && (told === undefined || told.at < ours.at)) {
      const { kind = "other", paymentId } = ours.charge;
      return { kind, since: ours.at, paymentId };
    }
    return told && { kind: told.method?.kind ?? told.kind ?? "other", since: told.at, paymentId: told.paymentId };
  };

  const readInvoice = async (invoiceId: string): Promise<ProviderInvoice> => {
    const invoice = invoiceNamed(invoiceId);
    const subscription = subscriptionOf(invoice);
    const { status, amountRemaining, amountPaid, chargedAutomatically, autoAdvance, shown } = invoice;
    const failure = lastFailure(past.paymentsOf(invoiceId), ownOf(invoiceId));
    const isFirst = isFirstOfSubscription(invoice, subscription);
    return {
      invoiceId,
      status,
      amountRemaining,
      amountPaid,
      ...shown,
      ...failure,
      chargedAutomatically,
      autoAdvance,
      firstOfSubscription: isFirst,
      ofSubscriptionChange: invoice.billingReason === "subscription_update" && !isFirst,
      lastAttempt: lastAttempt(past.paymentsOf(invoiceId), ownOf(invoiceId)),
      paymentInProgress: status === "open" ? underWay(invoiceId) : undefined,
      paidWith: status === "paid" ? paidWith(invoice, past.paymentsOf(invoiceId), ownOf(invoiceId)) : undefined,
      subscription: subscription && subscriptionNow(subscription),
      customerDefault: methodNamed(customerOf(invoice)?.defaultMethodId),
      subscriptionDefault: methodNamed(subscription?.defaultMethodId),
      invoiceDefault: methodNamed(invoice.defaultMethodId),
    };
  };

  /** A subscription that we ended lives on where a later event shows it, or an invoice of a later period. */
  const isEnded = ({ subscriptionId, asOf }: PastSubscription): boolean => {
    const endedAt = ended.get(subscriptionId);
    if (endedAt === undefined || asOf > endedAt) return false;
    const invoices = [...past.invoices.all()].map(([, invoice]) => invoice);
    return !invoices.some((each) => each.subscriptionId === subscriptionId && each.createdAt > endedAt);
  };

  /** Of a pause, the later word counts: ours, or what an event says of it. */
  const subscriptionNow = (subscription: PastSubscription): ProviderSubscription => {
    const { asOf, customerId: _customer, defaultMethodId: _method, ...told } = subscription;
    const said = isEnded(subscription) ? { ...told, status: "canceled" as const } : told;
    const ours = pauses.get(said.subscriptionId);
    if (ours === undefined) return said;
    const changedAt = past.pauseChangedAt(said.subscriptionId) ?? (said.pause === undefined ? "" : asOf);
    if (changedAt > ours.at) return said;
    return { ...said, pause: ours.isOn ? { by: "us" } : undefined };
  };

  /** The reason that is known of this method; of no other's, unless nobody says whose it was. */
  const declineOf = (invoiceId: string, methodId: string | undefined): Decline => {
    const ofMethod = past.paymentsWith(methodId ?? "");
    const ofNone = past.paymentsOf(invoiceId).filter(({ method }) => method === undefined || methodId === undefined);
    const known = lastOf(ofMethod.filter(hasDecline)) ?? lastOf(ofNone.filter(hasDecline));
    return known?.decline ?? { providerCode: "generic_decline" };
  };

  /** Nothing can be charged: nobody has ever charged anything for it, and no level names a method. */
  const isWithoutMethod = (invoice: PastInvoice, request: ChargeRequest): boolean => {
    const methodId = methodCharged(request);
    if (methodId !== undefined) return past.methods.get(methodId)?.detached === true;
    return customerOf(invoice) !== undefined && past.paymentsOf(invoice.invoiceId).length === 0;
  };

  const answered = ({ invoiceId }: ChargeRequest, outcome: ChargeOutcome) => {
    const invoice = past.invoices.get(invoiceId);
    if (invoice === undefined) return;
    const charge = outcome.result === "not-open" ? {} : (outcome.charge ?? {});
    own.set(invoiceId, [
      ...ownOf(invoiceId),
      { at: clock.now(), outcome, charge, restedBefore: past.restedAt(invoiceId) ?? "" },
    ]);
    if (outcome.result !== "paid") return;
    const { amount, amountRemaining, amountPaid } = invoice;
    past.invoices.change(invoiceId, {
      status: "paid",
      paidAt: clock.now(),
      amountPaid: { ...amount, amountMinor: amountPaid.amountMinor + amountRemaining.amountMinor },
      amountRemaining: { ...amount, amountMinor: 0 },
    });
  };

  const payInvoice = async (request: ChargeRequest): Promise<ChargeOutcome> => {
    const { invoiceId } = request;
    const invoice = invoiceNamed(invoiceId);
    if (invoice.status !== "open") return { result: "not-open", status: invoice.status };
    const charge = chargeOf(request);
    if (underWay(invoiceId) !== undefined) return { result: "processing", charge };
    const decline = isWithoutMethod(invoice, request)
      ? { providerCode: "no_payment_method" }
      : declineOf(invoiceId, charge.methodId);
    const needsCustomer = decline.providerCode === "authentication_required";
    const outcome: ChargeOutcome = { result: needsCustomer ? "needs-customer" : "declined", decline, charge };
    answered(request, outcome);
    return outcome;
  };

  return {
    learn: past.learn,
    asSent: past.asSent,
    knows: (invoiceId) => past.invoices.get(invoiceId) !== undefined,
    chargeOf,
    answered,
    readInvoice,
    payInvoice,
    createCardUpdateLink: async ({ returnUrl }) => ({ url: returnUrl }),
    pauseSubscription: async (subscriptionId) => {
      pauses.set(subscriptionId, { at: clock.now(), isOn: true });
    },
    resumeSubscription: async (subscriptionId) => {
      pauses.set(subscriptionId, { at: clock.now(), isOn: false });
    },
    markUncollectible: async (invoiceId) => {
      if (invoiceNamed(invoiceId).status === "open") past.invoices.change(invoiceId, { status: "uncollectible" });
    },
    cancelSubscription: async (subscriptionId) => {
      ended.set(subscriptionId, clock.now());
    },
    listDrafts: async (subscriptionId) =>
      [...past.invoices.all()]
        .filter(([, invoice]) => invoice.subscriptionId === subscriptionId && invoice.status === "draft")
        .map(([invoiceId, { amount, createdAt }]) => ({ invoiceId, amount, createdAt }))
        .sort((a, b) => (a.createdAt < b.createdAt ? -1 : 1)),
    finalizeInvoice: async (invoiceId) => {
      if (invoiceNamed(invoiceId).status === "draft") past.invoices.change(invoiceId, { status: "open" });
    },
  };
}

/** The past as it has become by the time it is asked about. @param events oldest first. */
function upToNow(past: PastObjects, clock: Clock, events: readonly ExportedEvent[]): PastObjects {
  let learned = 0;
  const catchUp = () => {
    for (let next = events[learned]; next !== undefined && next.createdAt <= clock.now(); next = events[learned]) {
      learned += 1;
      past.learn(JSON.parse(next.rawBody));
    }
    return past;
  };
  return {
    get invoices() {
      return catchUp().invoices;
    },
    get subscriptions() {
      return catchUp().subscriptions;
    },
    get customers() {
      return catchUp().customers;
    },
    get methods() {
      return catchUp().methods;
    },
    paymentsOf: (invoiceId) => catchUp().paymentsOf(invoiceId),
    paymentsWith: (methodId) => catchUp().paymentsWith(methodId),
    restedAt: (invoiceId) => catchUp().restedAt(invoiceId),
    pauseChangedAt: (subscriptionId) => catchUp().pauseChangedAt(subscriptionId),
    asSent: (id) => catchUp().asSent(id),
    learn: past.learn,
  };
}

/** In the words of before 2018-10-31 the first invoice's reason is that of a change: only its subscription tells. */
function isFirstOfSubscription(
  { billingReason, inOldWords }: PastInvoice,
  subscription: PastSubscription | undefined,
): boolean {
  if (billingReason === "subscription_create") return true;
  const hasNotBegun = subscription?.status === "incomplete" || subscription?.status === "incomplete_expired";
  return inOldWords && billingReason === "subscription_update" && hasNotBegun;
}

/** The one of the latest time; of one time, the one that arrived last. */
function lastOf<T extends { readonly at: Instant }>(told: readonly T[]): T | undefined {
  return told.reduce<T | undefined>(
    (last, each) => (last === undefined || each.at >= last.at ? each : last),
    undefined,
  );
}

const hasDecline = ({ decline }: PaymentTold): boolean => decline !== undefined;
function lastFailure(
  told: readonly PaymentTold[],
  own: readonly OwnCharge[],
): Pick<ProviderInvoice, "lastDecline" | "cardBrand" | "cardLast4"> {
  const failed = lastOf(told.filter(hasDecline));
  const ours = lastOf(own.filter(({ outcome }) => "decline" in outcome));
  const cards = { cardBrand: failed?.brand, cardLast4: failed?.method?.last4 };
  if (ours !== undefined && (failed === undefined || failed.at < ours.at) && "decline" in ours.outcome)
    return { lastDecline: ours.outcome.decline, ...cards };
  return failed === undefined ? {} : { lastDecline: failed.decline, ...cards };
}

function lastAttempt(told: readonly PaymentTold[], own: readonly OwnCharge[]): ProviderCharge | undefined {
  const theirs = lastOf(told);
  const ours = lastOf(own.filter(({ outcome }) => outcome.result !== "not-open"));
  if (ours !== undefined && (theirs === undefined || theirs.at < ours.at)) return chargeIn(ours.charge);
  return theirs && chargeIn({ ...theirs, methodId: theirs.method?.methodId });
}

function paidWith(
  { paidAt }: PastInvoice,
  told: readonly PaymentTold[],
  own: readonly OwnCharge[],
): ProviderCharge | undefined {
  const ours = own.find(({ outcome }) => outcome.result === "paid");
  if (ours !== undefined) return chargeIn(ours.charge);
  const theirs = lastOf(told.filter(({ state }) => state === "over"));
  return theirs ? chargeIn({ ...theirs, methodId: theirs.method?.methodId }) : { at: paidAt };
}

const chargeIn = ({ chargeId, paymentId, at, methodId }: ProviderCharge): ProviderCharge => ({
  chargeId,
  paymentId,
  at,
  methodId,
});

/** Whether the end told for `rested` is that of a charge of ours: of the second in which we asked, only news is. */
const hasEnded = ({ at, restedBefore }: OwnCharge, rested: Instant): boolean =>
  rested > restedBefore && rested >= wholeSecond(at);

/** The provider's clock has whole seconds. */
const wholeSecond = (at: Instant): Instant => instantOfMs(Math.floor(msOf(at) / 1000) * 1000);

/** Of a method that no event has shown, its id tells whether it is of the time before payment methods. */
const kindOfId = (methodId: string): MethodKind => (methodId.startsWith("pm_") ? "other" : "legacy-source");
