import type { MethodKind } from "../billing/method-kind.ts";
import type { ProviderInvoice, ProviderSubscription } from "../billing/payments.ts";
import { plus } from "../platform/duration.ts";
import { earlier, type Instant } from "../platform/instant.ts";
import { type Act, type DunningCase, pendingCharge, type Waits } from "./case.ts";
import { messageOfKey } from "./ladder.ts";
import { inFlightUntil, lookAgainAt } from "./payment-in-flight.ts";
import type { Situation } from "./situation.ts";

/** What the provider's own word, just read, makes of an act that is due. */
export type Ruling =
  | { readonly rule: "proceed" }
  /** The invoice or its subscription is settled: that is the outcome, and the act is needless. */
  | { readonly rule: "record"; readonly settled: Settled }
  /** Nothing is done until then, and then it is looked at again. */
  | {
      readonly rule: "hold";
      readonly why: Waits["why"];
      readonly until: Instant;
      readonly reason: string;
      /** What a person should know meanwhile. */
      readonly forPerson?: string | undefined;
    }
  /** Not this, and not later: the next step of the ladder is looked at. */
  | { readonly rule: "pass-over"; readonly reason: string };

export type Settled =
  | {
      readonly kind: "paid";
      readonly by: ProviderInvoice["paidWith"];
      readonly amountPaid: ProviderInvoice["amountPaid"];
    }
  | { readonly kind: "void" | "uncollectible" | "draft" }
  | { readonly kind: "cancelled" };

/** The act that is due, and what it is about. */
interface Question {
  readonly act: Act;
  readonly key: string;
  readonly dunningCase: DunningCase;
  readonly truth: ProviderInvoice;
}

const proceed: Ruling = { rule: "proceed" };

/**
 * Decides about an act on what the provider says this moment. What it did not say decides nothing. Pure.
 * Order: what is settled; a payment under way, which holds everything; the merchant, who is in charge of their own
 * customers; then what the act itself rests on.
 */
export function decideOnTruth(question: Question, situation: Situation): Ruling {
  const { dunningCase } = question;
  if (dunningCase.status !== "open") return ofLastWord(question, situation);
  return (
    settledOnce(question) ??
    paymentUnderWay(question, situation) ??
    merchantInCharge(question, situation) ??
    beforeTheCustomer(question, situation) ??
    aboutPause(question, situation) ??
    proceed
  );
}

/** A word of thanks is for what is paid, and the last word of a loss for what is not. */
function ofLastWord({ act, key, truth, dunningCase }: Question, { policy }: Situation): Ruling {
  if (act !== "notify") return proceed;
  if (messageOfKey(key, policy) === "recovered")
    return truth.status === "open" ? { rule: "pass-over", reason: "the invoice is open again" } : proceed;
  const isLoss = dunningCase.outcome?.kind === "lost";
  return isLoss && truth.status === "paid" ? { rule: "record", settled: paidOf(truth) } : proceed;
}

const paidOf = ({ paidWith, amountPaid }: ProviderInvoice): Settled => ({ kind: "paid", by: paidWith, amountPaid });

const isOver = ({ status }: ProviderSubscription): boolean => status === "canceled" || status === "incomplete_expired";

/** An end that we began ourselves, and of which nobody knows how far it came, is carried out to its end. */
function settledOnce({ act, truth, dunningCase }: Question): Ruling | undefined {
  const { status, subscription } = truth;
  const isOurs = act === "close" && dunningCase.ending !== undefined;
  if (status === "paid") return { rule: "record", settled: paidOf(truth) };
  if (status === "void" || status === "draft") return { rule: "record", settled: { kind: status } };
  if (isOurs) return undefined;
  if (status === "uncollectible") return { rule: "record", settled: { kind: status } };
  return subscription !== undefined && isOver(subscription)
    ? { rule: "record", settled: { kind: "cancelled" } }
    : undefined;
}

/** How long our own memory of a debit is believed, where the provider says nothing at all of it. */
const rememberedFor = "P60D";

interface UnderWay {
  readonly kind: MethodKind;
  readonly since: Instant;
}

/** The provider's word; where it says nothing of any payment, our own memory of what we started. */
function underWay({ truth, dunningCase }: Question, { now }: Situation): UnderWay | undefined {
  const { paymentInProgress: told, lastAttempt } = truth;
  const pending = pendingCharge(dunningCase);
  const waited = dunningCase.waits?.why === "payment" ? dunningCase.waits.since : undefined;
  if (told !== undefined) return { kind: told.kind, since: told.since ?? pending?.at ?? waited ?? now };
  if (pending === undefined || lastAttempt !== undefined || now >= plus(pending.at, rememberedFor)) return undefined;
  return { kind: pending.charge?.kind ?? dunningCase.methodKind ?? "other", since: pending.at };
}

/** Nothing is said, charged, paused or given up while money may be on its way. */
function paymentUnderWay(question: Question, situation: Situation): Ruling | undefined {
  const flight = underWay(question, situation);
  if (flight === undefined) return undefined;
  const { kind, since } = flight;
  const { now } = situation;
  const started = `a payment (${kind}) was started on ${since.slice(0, 10)} and nobody knows yet how it ends`;
  const isLate = now >= inFlightUntil(kind, since);
  return {
    rule: "hold",
    why: "payment",
    until: lookAgainAt(kind, since, now),
    reason: started,
    forPerson: isLate ? `${started}, which is longer than such a payment takes; see at the provider` : undefined,
  };
}

/** Looked at every day at first, later every week: a merchant may take months. */
const rhythmOf = (since: Instant, now: Instant): string => (now < plus(since, "P30D") ? "P1D" : "P7D");

function merchantInCharge({ act, truth, dunningCase }: Question, { context, now }: Situation): Ruling | undefined {
  // What we gave up ourselves is collected no more, which is nobody's wish: the end goes on where it stopped.
  if (act === "close" && dunningCase.ending !== undefined && truth.status === "uncollectible") return undefined;
  const reason = merchantsWish(truth, context.stopsByItself ?? false);
  if (reason === undefined) return undefined;
  const since = dunningCase.waits?.why === "merchant" ? dunningCase.waits.since : now;
  const next = plus(now, rhythmOf(since, now));
  const resumesAt = truth.subscription?.pause?.resumesAt;
  const until = resumesAt !== undefined && resumesAt > now ? earlier(next, resumesAt) : next;
  return { rule: "hold", why: "merchant", until, reason };
}

/**
 * What the merchant has done that makes collecting theirs; undefined if nothing.
 * @param stopsByItself the provider stopped collecting together with its last failed charge: then nobody wished it.
 */
function merchantsWish(truth: ProviderInvoice, stopsByItself: boolean): string | undefined {
  if (truth.chargedAutomatically === false)
    return "the merchant is in charge: the invoice is sent now, and the customer pays it by hand";
  if (truth.subscription?.chargedAutomatically === false)
    return "the merchant is in charge: the subscription's invoices are sent now, and the customer pays them by hand";
  if (truth.subscription?.pause?.by === "merchant")
    return "the merchant is in charge: they have paused the collection of the subscription";
  if (truth.autoAdvance === false && !stopsByItself)
    return "the merchant is in charge: they have stopped the automatic collection of the invoice";
  return undefined;
}

/** A first payment is made in front of the customer, who sees it fail; the provider ends it within a day. */
function beforeTheCustomer({ truth }: Question, { now }: Situation): Ruling | undefined {
  // Before API version 2018-10-31 the first invoice too was said to be of a change of the subscription.
  const isIncomplete = truth.subscription?.status === "incomplete" && truth.ofSubscriptionChange !== false;
  const isFirst = truth.firstOfSubscription === true || isIncomplete;
  if (!isFirst) return undefined;
  const reason = "the first payment of a subscription is made in front of the customer";
  return { rule: "hold", why: "first-payment", until: plus(now, "PT6H"), reason };
}

function aboutPause({ act, key, truth, dunningCase }: Question, { policy }: Situation): Ruling | undefined {
  const speaksOfPause = act === "pause" || act === "warn-of-pause";
  const spared = sparedBecause(truth, dunningCase);
  if (speaksOfPause && spared !== undefined) return { rule: "pass-over", reason: spared.reason };
  const { subscription } = truth;
  if (act === "warn-of-pause" && subscription?.pause !== undefined)
    return { rule: "pass-over", reason: "the subscription is paused already" };
  if (act !== "notify" || messageOfKey(key, policy) !== "paused") return undefined;
  if (subscription !== undefined && subscription.pause === undefined)
    return { rule: "pass-over", reason: "the subscription is not paused" };
  return spared === undefined ? undefined : { rule: "pass-over", reason: spared.reason };
}

/** Why the subscription of an invoice is not paused, and nothing is said of a pause; undefined if it may be. */
export function sparedBecause(
  truth: Pick<ProviderInvoice, "ofSubscriptionChange" | "subscription">,
  dunningCase: Pick<DunningCase, "ofSubscriptionChange">,
): DunningCase["spared"] {
  const { subscription } = truth;
  const isChange = truth.ofSubscriptionChange ?? dunningCase.ofSubscriptionChange ?? false;
  if (isChange && (subscription?.status === "active" || subscription?.status === "trialing"))
    return { why: "paid-renewals", reason: "it is for a change of a subscription whose renewals are paid" };
  const endsAt = subscription?.endsAt;
  return endsAt === undefined ? undefined : { why: "leaving", reason: `the customer leaves on ${endsAt.slice(0, 10)}` };
}
