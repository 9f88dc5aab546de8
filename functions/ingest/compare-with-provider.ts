import * as z from "zod/mini";
import { customerPartition } from "../billing/customer-partition.ts";
import { factPlace } from "../billing/fact-place.ts";
import { parseKnownCustomer } from "../billing/known-customer.ts";
import { payerIdOf } from "../billing/payer.ts";
import type { BillingPolicy } from "../billing/policy-slice.ts";
import type { ProviderRecords } from "../billing/provider-records.ts";
import { durationMs } from "../platform/duration.ts";
import { messageOf, TerminalError } from "../platform/errors.ts";
import { loadWherever } from "../platform/history.ts";
import { type Instant, plusMs } from "../platform/instant.ts";
import type { Clock } from "../platform/ports/clock.ts";
import type { Log } from "../platform/ports/log.ts";
import type { Item, Store } from "../platform/ports/store.ts";
import { saveUnlessStale } from "../platform/save-unless-stale.ts";
import type { EventReader, ListedInvoice } from "../providers/event-reader.ts";
import { eventReaderOf } from "../providers/translators.ts";
import { claimAccount } from "./claim-account.ts";
import {
  advanced,
  askedNext,
  begin,
  type Comparison,
  comparisonItem,
  comparisonKey,
  isTime,
  parseComparison,
} from "./comparison.ts";
import { accept } from "./inbox.ts";
import type { AccountClaim } from "./taken-account.ts";
import { isNews, possibleNews } from "./unknown-invoice.ts";

export interface ComparePorts {
  readonly inbox: Store;
  readonly state: Store;
  readonly records: ProviderRecords;
  readonly policy: Pick<BillingPolicy, "provider">;
  readonly clock: Clock;
  readonly log: Log;
  /** After so long no further page is begun; the function's timeout leaves the one in hand the time to end. */
  readonly budgetMs?: number;
}

/** What came of one run. */
export interface Compared {
  /** Whether nothing is left to compare until tomorrow. */
  readonly ended: boolean;
  /** Of the comparison that went on or ended: invoices looked at so far, and those of which no event told. */
  readonly compared: number;
  readonly missed: number;
}

/** Of the five minutes that the function has. */
const usualBudgetMs = 240_000;

const askedSchema = z.object({
  /** Do not wait for tomorrow. */
  now: z.optional(z.boolean()),
  /** From now on this stage works for the account of the present key. */
  claim: z.optional(z.boolean()),
});

/** One run while it goes on. */
interface Run {
  readonly ports: ComparePorts;
  readonly provider: string;
  readonly reader: EventReader;
  readonly until: Instant;
}

/**
 * Compares, once a day, what is open or lately settled at the provider with what is known here, and takes what no event told
 * as if an event had. It goes on page by page where the run before ended, whatever ended it, and writes nothing of what is
 * known. Whoever calls it by hand may say `{"now":true}`, or `{"claim":true}` after the stage has got the key of another account.
 * @throws ConfigurationError without a key, or with one of another account than the stage works for; RetryableError if the
 *   provider does not answer or asks to be asked less: the next run goes on.
 */
export function createCompareWithProvider(ports: ComparePorts): (asked: unknown) => Promise<Compared> {
  const provider = ports.policy.provider.name;
  const reader = eventReaderOf(provider);
  return async (event) => {
    const asked = askedSchema.safeParse(event).data ?? {};
    const claim = await claimAccount(ports, provider, asked.claim === true);
    const item = await current(ports, provider, claim, asked.now === true);
    const until = plusMs(ports.clock.now(), ports.budgetMs ?? usualBudgetMs);
    const { endedAt, compared, missed } = await goOn({ ports, provider, reader, until }, item);
    return { ended: endedAt !== undefined, compared, missed };
  };
}

/** The comparison that is under way, a new one if it is time, or the last one. */
async function current(ports: ComparePorts, provider: string, claim: AccountClaim, atOnce: boolean): Promise<Item> {
  const item = await ports.state.load(comparisonKey(provider));
  const last = item && parseComparison(item);
  const now = ports.clock.now();
  if (item !== undefined && last !== undefined && !isTime(last, { ...claim, atOnce, now })) return item;
  return ports.state.save(comparisonItem(provider, begin(last, claim.claimedAt, now), item?.rev ?? 0));
}

/** Until its time is over, nothing is left, or another run that is under way has saved first: then that one goes on. */
async function goOn(run: Run, begun: Item): Promise<Comparison> {
  const { ports, provider, until } = run;
  let item: Item | undefined = begun;
  let comparison = parseComparison(begun);
  while (item !== undefined && comparison.endedAt === undefined && ports.clock.now() < until) {
    comparison = await nextPage(run, comparison);
    item = await saveUnlessStale(ports.state, comparisonItem(provider, comparison, item.rev));
    if (item !== undefined && comparison.endedAt !== undefined) tellEnd(ports, provider, comparison);
  }
  return comparison;
}

function tellEnd({ log }: ComparePorts, provider: string, { compared, missed, leftAlone, first }: Comparison): void {
  log.info("comparison-ended", { provider, compared, missed, leftAlone, first });
}

/** Compares a page, or as much of it as there is time for. */
async function nextPage(run: Run, comparison: Comparison): Promise<Comparison> {
  const { ports, reader, until } = run;
  const lookBackMs = durationMs(ports.policy.provider.comparison.lookBack);
  const { invoices, next } = await ports.records.listInvoices(askedNext(comparison, lookBackMs));
  const counts = { compared: 0, missed: 0, leftAlone: 0 };
  for (const raw of invoices) {
    const invoice = reader.listed(raw);
    const came = await compareOne(run, comparison, invoice);
    counts.compared += 1;
    if (came !== "nothing") counts[came] += 1;
    const now = ports.clock.now();
    if (now >= until && raw !== invoices.at(-1)) return advanced(comparison, { counts, next: invoice.invoiceId }, now);
  }
  return advanced(comparison, { counts, next }, ports.clock.now());
}

type Came = "nothing" | "missed" | "leftAlone";

/** One that cannot be read holds up no other. */
async function compareOne(run: Run, comparison: Comparison, invoice: ListedInvoice): Promise<Came> {
  const { ports, provider } = run;
  try {
    return await tellNews(run, comparison, invoice);
  } catch (error) {
    if (!(error instanceof TerminalError)) throw error;
    ports.log.error("invoice-not-compared", { provider, invoiceId: invoice.invoiceId, reason: messageOf(error) });
    return "nothing";
  }
}

async function tellNews(run: Run, comparison: Comparison, invoice: ListedInvoice): Promise<Came> {
  const { ports, provider, reader } = run;
  const news = possibleNews(invoice, comparison, ports.policy.provider.comparison.failedWithin);
  if (news === "too-old") return "leftAlone";
  if (news === "none" || !isNews(news, invoice, await knownOf(run, invoice), comparison)) return "nothing";
  const { invoiceId, status } = invoice;
  const read = await ports.records.read({ type: "invoice", id: invoiceId });
  if (news === "failed" && !reader.hasFailed(read)) return "nothing";
  await tell(run, read, news);
  const facts = { provider, invoiceId, status };
  if (comparison.first) ports.log.info("invoice-taken-up", facts);
  else ports.log.warn("event-missed", facts);
  return "missed";
}

async function knownOf({ ports, provider }: Run, { invoiceId, providerCustomerId = "" }: ListedInvoice) {
  const payerId = payerIdOf({ provider, providerCustomerId });
  const place = { pk: customerPartition(payerId), sk: factPlace.invoice(invoiceId) };
  const item = await loadWherever(ports.state, place);
  return item && parseKnownCustomer(payerId, [item]).invoices.get(invoiceId);
}

/**
 * Puts into the inbox the events that would have told of an invoice: from there on they are events like all others, which
 * nothing loses. The one that makes the invoice known comes last: dying before it leaves the invoice for the next run.
 * Of one that failed, nothing may be known of its customer, its subscription and its charges either.
 */
async function tell({ ports, provider, reader }: Run, invoice: unknown, news: "failed" | "settled"): Promise<void> {
  const surroundings: unknown[] = [];
  for (const reference of news === "failed" ? reader.surroundingsOf(invoice) : [])
    surroundings.push(await ports.records.read(reference));
  for (const { envelope, raw } of reader.toldBy({ invoice, surroundings, at: ports.clock.now() })) {
    const item = accept({ provider, ...envelope, raw: Buffer.from(JSON.stringify(raw)) }, ports.clock.now());
    await saveUnlessStale(ports.inbox, item);
  }
}
