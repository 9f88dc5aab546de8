import { plus } from "../../functions/platform/duration.ts";
import type { Instant } from "../../functions/platform/instant.ts";
import { spentWith } from "../../local/providers/stripe/budget-use.ts";
import { lastingTroubles } from "../../local/providers/stripe/decline-reasons.ts";
import type { ApiChange, Books, ChargeRecord, InvoiceRecord } from "../../local/providers/stripe/records.ts";
import { dueOf } from "../../local/providers/stripe/shapes/invoice-shape.ts";
import { isOver } from "../../local/providers/stripe/subscription-status.ts";

/** By when an event has surely been applied: it may be held up, refused a few times, and wait for the sweep. */
const heardWithin = "PT3H";
/** By when what follows from a payment has surely been done. */
const doneWithin = "P3D";

/**
 * What must hold by the provider's own books in every world, whatever Holdfast believes; one sentence for each thing that
 * does not.
 */
export const brokenBooks = (books: Books, now: Instant): string[] => [
  ...chargedAfterNever(books),
  ...passedBudgets(books),
  ...paidTooMuch(books),
  ...askedInFlight(books),
  ...againstTheCompany(books),
  ...pausedThoughPaid(books, now),
];

const chargesOf = ({ charges }: Books) => [...charges.values()];

/**
 * A number that was refused for good is not charged again through the API, for whatever invoice and by whatever method
 * carries it. What a customer has to confirm or to replace counts as long as nothing of that number has been paid since.
 */
export function chargedAfterNever(books: Books): string[] {
  const never = new Map<string, Instant>();
  return chargesOf(books).flatMap((charge) => {
    const since = never.get(charge.fingerprint);
    const inVain = charge.by === "api" && since !== undefined && plus(since, heardWithin) < charge.createdAt;
    if (charge.status === "succeeded") never.delete(charge.fingerprint);
    if (charge.trouble !== undefined && isForGood(charge)) keepFirst(never, charge.fingerprint, charge.answeredAt);
    return inVain ? [`Charge ${charge.id} tried ${charge.fingerprint}, which was refused for good at ${since}.`] : [];
  });
}

const isForGood = ({ trouble }: ChargeRecord): boolean =>
  trouble !== undefined &&
  (lastingTroubles.has(trouble) || trouble === "authentication-required" || trouble === "expired");

function keepFirst(times: Map<string, Instant>, name: string, at: Instant | null): void {
  if (at !== null && !times.has(name)) times.set(name, at);
}

/**
 * Nothing is charged through the API beyond a network's budget, for which everybody's charges of the number count: the
 * provider's and the customer's too. What those two do by themselves nobody can hold back.
 */
export function passedBudgets(books: Books): string[] {
  return chargesOf(books).flatMap((charge) => {
    if (charge.by !== "api") return [];
    const spent = spentWith(books, charge).find(({ charges, allowed }) => charges > allowed);
    if (spent === undefined) return [];
    return [`Charge ${charge.id} was number ${spent.charges} of its number in ${spent.window}, not ${spent.allowed}.`];
  });
}

/** What came in, or is on its way, is never more than was owed. */
export function paidTooMuch(books: Books): string[] {
  const byInvoice = Map.groupBy(chargesOf(books), ({ invoiceId }) => invoiceId);
  return [...byInvoice].flatMap(([invoiceId, charges]) => {
    const invoice = books.invoices.get(invoiceId);
    const taken = charges
      .filter(({ status }) => status !== "failed")
      .reduce((sum, { amountMinor }) => sum + amountMinor, 0);
    if (invoice === undefined || taken <= dueOf(invoice)) return [];
    return [`Of invoice ${invoiceId}, over ${dueOf(invoice)}, ${taken} were taken.`];
  });
}

/**
 * While a payment of an invoice is on its way, nothing is asked for it, nor is its subscription paused or ended on its
 * account: another invoice that is owed may be the reason.
 */
export function askedInFlight(books: Books): string[] {
  const flights = chargesOf(books).filter(({ createdAt, answeredAt }) => answeredAt !== createdAt);
  return books.changes.flatMap((change) => {
    if (!isAgainstPayment(change)) return [];
    const flight = flights.find((charge) => concerns(books, change, charge) && isDuring(change.at, charge));
    return flight ? [`${change.request} was asked at ${change.at}, while ${flight.id} was on its way.`] : [];
  });
}

/** Anything but lifting a pause. */
const isAgainstPayment = ({ request, form }: ApiChange): boolean =>
  /\/v1\/(invoices|subscriptions)\//.test(request) && !/(^|&)pause_collection=(&|$)/.test(form);

function concerns({ invoices }: Books, { id, at }: ApiChange, { invoiceId }: ChargeRecord): boolean {
  if (id === invoiceId) return true;
  if (id !== invoices.get(invoiceId)?.subscriptionId) return false;
  return ![...invoices.values()].some((one) => one.subscriptionId === id && one.id !== invoiceId && wasOwed(one, at));
}

/** What was given up at that very moment was owed until then. */
const wasOwed = ({ finalizedAt, paidAt, voidedAt, uncollectibleAt }: InvoiceRecord, at: Instant): boolean =>
  finalizedAt !== null &&
  finalizedAt < at &&
  [paidAt, voidedAt, uncollectibleAt].every((end) => end === null || end >= at);

/** From a minute after it was started, since whoever asks has looked a moment before. */
const isDuring = (at: Instant, { createdAt, answeredAt }: ChargeRecord): boolean =>
  at > plus(createdAt, "PT1M") && (answeredAt === null || at < answeredAt);

/** Where the company has paused, sends invoices or has stopped Stripe, it is in charge. */
export const againstTheCompany = ({ changes }: Books): string[] =>
  changes.flatMap(({ request, at, against, form }) =>
    against === undefined || form.startsWith("auto_advance=")
      ? []
      : [`${request} was asked at ${at}, although the company had arranged otherwise: ${against}.`],
  );

/** Whoever owes nothing is not paused by us for longer than it takes to notice. */
export function pausedThoughPaid({ subscriptions, invoices }: Books, now: Instant): string[] {
  const bySubscription = Map.groupBy(invoices.values(), ({ subscriptionId }) => subscriptionId);
  return [...subscriptions.values()].flatMap((subscription) => {
    const billed = (bySubscription.get(subscription.id) ?? []).filter(({ status }) => status !== "draft");
    const calmSince = billed.map(endedAt).reduce(later, subscription.pause?.since);
    const isOurs = subscription.pause?.by === "api" && !isOver(subscription);
    const isPaid = billed.every(({ status }) => status === "paid" || status === "void");
    if (!isOurs || !isPaid || calmSince === undefined || plus(calmSince, doneWithin) >= now) return [];
    return [`Subscription ${subscription.id} owes nothing since ${calmSince} and is still paused.`];
  });
}

const endedAt = ({ paidAt, voidedAt }: InvoiceRecord): Instant | undefined => paidAt ?? voidedAt ?? undefined;

const later = (one: Instant | undefined, other: Instant | undefined): Instant | undefined =>
  one === undefined || (other !== undefined && other > one) ? other : one;
