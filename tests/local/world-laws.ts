import type { DunningCase } from "../../functions/dunning/case.ts";
import { plus } from "../../functions/platform/duration.ts";
import { type Instant, msBetween, plusMs } from "../../functions/platform/instant.ts";
import { standsAgainst } from "../../local/providers/stripe/api/stands-against.ts";
import type { Books, InvoiceRecord } from "../../local/providers/stripe/records.ts";
import type { World } from "../../local/world/world.ts";
import { paidTooMuch } from "./books-laws.ts";

/** Messages that ask for money: none may leave the house once the invoice is paid. */
const askingNames = [
  "payment-failed",
  "payment-reminder",
  "payment-urgent",
  "pause-warning",
  "paused",
  "final-notice",
] as const;
const asking: ReadonlySet<string> = new Set(askingNames);

/** Long enough for the whole ladder, for the way to the next good hour, and for every repetition in between. */
const ladderTakes = "P40D";

/** What must hold in every world, whatever went wrong in it; one sentence for each thing that does not. */
export function brokenLaws(world: World): string[] {
  return [
    ...casesWithoutEnd(world),
    ...outcomesThatAreNotTrue(world),
    ...doubleCharges(world),
    ...chargesInVain(world),
    ...doubleMessages(world),
    ...mailAfterPayment(world),
    ...strandedMachinery(world),
  ];
}

const invoiceOf = ({ embedded }: World, { invoiceId }: DunningCase) =>
  embedded.stripe.account.books.invoices.get(invoiceId);

/** Where the company itself is in charge a case waits for it, and for as long as a payment is on its way. */
function casesWithoutEnd(world: World): string[] {
  const { account } = world.embedded.stripe;
  const old = world.dunningCases().filter(({ openedAt, invoiceId }) => {
    const endsBy = plusMs(plus(openedAt, ladderTakes), msInFlight(account.books, invoiceId));
    return endsBy < world.now() && standsAgainst(account, invoiceId) === undefined;
  });
  return old
    .filter(({ status, outcome }) => status !== "closed" || outcome === undefined)
    .map(({ caseId, openedAt, status }) => `Case ${caseId}, opened at ${openedAt}, is ${status}.`);
}

/** How long payments of an invoice were on their way, and half as long again: a ladder that was held climbs on by days. */
function msInFlight({ charges }: Books, invoiceId: string): number {
  const flights = [...charges.values()].filter((charge) => charge.invoiceId === invoiceId);
  return 1.5 * flights.reduce((sum, { createdAt, answeredAt }) => sum + msBetween(createdAt, answeredAt ?? farAway), 0);
}
const farAway: Instant = "2100-01-01T00:00:00.000Z";

/** An invoice that credit alone has settled is paid, as Stripe says, and brought no money. */
function endOf(invoice: InvoiceRecord | undefined): InvoiceRecord["status"] | "credited" | "unknown" {
  if (invoice === undefined) return "unknown";
  const { status, paidMinor, paidOutOfBand } = invoice;
  return status === "paid" && paidMinor === 0 && !paidOutOfBand ? "credited" : status;
}

/** Closed cases say what the provider says. */
function outcomesThatAreNotTrue(world: World): string[] {
  const truth = {
    recovered: ["paid"],
    lost: ["uncollectible", "void"],
    voided: ["void", "credited"],
    cancelled: ["open", "uncollectible", "void"],
  };
  return world.dunningCases().flatMap((dunningCase) => {
    const { caseId, outcome, status } = dunningCase;
    const actual = endOf(invoiceOf(world, dunningCase));
    if (status !== "closed" || outcome === undefined || truth[outcome.kind].includes(actual)) return [];
    return [`Case ${caseId} is ${outcome.kind}, its invoice is ${actual}.`];
  });
}

function doubleCharges({ embedded }: World): string[] {
  const { books } = embedded.stripe.account;
  const keys = [...books.charges.values()].flatMap(({ idempotencyKey }) => idempotencyKey ?? []);
  return [...paidTooMuch(books), ...repeated(keys).map((key) => `The key ${key} charged twice.`)];
}

/** A card that its bank has refused for good is not charged for the same invoice again, unless Stripe itself does. */
function chargesInVain({ embedded }: World): string[] {
  const refused = new Set<string>();
  return [...embedded.stripe.account.books.charges.values()].flatMap((charge) => {
    const { id, invoiceId, methodId, trouble, idempotencyKey } = charge;
    if (trouble !== "lost" && trouble !== "stolen" && trouble !== "authentication-required") return [];
    const both = `${invoiceId} ${methodId}`;
    const inVain = idempotencyKey !== null && refused.has(both);
    refused.add(both);
    return inVain ? [`Charge ${id} tried card ${methodId} again, which its bank had refused for good.`] : [];
  });
}

const doubleMessages = ({ embedded }: World): string[] =>
  repeated(embedded.outbox.sent.map(({ email }) => email.messageKey)).map((key) => `Message ${key} was sent twice.`);

function mailAfterPayment(world: World): string[] {
  const paidAt = new Map<string, Instant | null | undefined>(
    world.dunningCases().map((dunningCase) => [dunningCase.caseId, invoiceOf(world, dunningCase)?.paidAt]),
  );
  return world.mails().flatMap(({ caseId, name, messageKey, sentAt }) => {
    const paid = paidAt.get(caseId ?? "");
    if (!paid || !asking.has(name) || sentAt <= paid) return [];
    return [`Message ${messageKey} was sent at ${sentAt}, after the invoice was paid at ${paid}.`];
  });
}

function strandedMachinery({ embedded }: World): string[] {
  const { failed } = embedded.engine.status();
  const { log } = embedded.tally;
  const parked = log.count("event-parked") + log.count("item-parked");
  const due = embedded.state.earliestDue();
  return [
    ...failed.map(({ name, error }) => `Execution ${name} failed: ${error}`),
    ...(parked > 0 ? [`${parked} items were parked.`] : []),
    ...(due !== undefined && plus(due, "P1D") < embedded.clock.now() ? [`Something is due since ${due}.`] : []),
  ];
}

function repeated(values: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].filter(([, count]) => count > 1).map(([value]) => value);
}
