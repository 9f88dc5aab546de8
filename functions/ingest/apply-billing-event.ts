import { settleAccounts } from "../billing/account-store.ts";
import type { BillingEvent } from "../billing/billing-event.ts";
import { customerPartition } from "../billing/customer-partition.ts";
import { factPlace } from "../billing/fact-place.ts";
import { firstCharges } from "../billing/first-charges.ts";
import { fold } from "../billing/fold.ts";
import { newCustomer } from "../billing/fold-customer.ts";
import { eventForFormer, formerPartitionOf } from "../billing/former-partition.ts";
import { type KnownCustomer, parseKnownCustomer } from "../billing/known-customer.ts";
import { changedItems } from "../billing/known-customer-items.ts";
import { invoicePlacesOf, isOfSettled, placesOf, withLook } from "../billing/past-facts.ts";
import { payerIdOf } from "../billing/payer.ts";
import type { BillingPolicy, HistoryPolicy } from "../billing/policy-slice.ts";
import type { Reconciled, Reconciler } from "../billing/reconciler.ts";
import { decideAnew } from "../platform/decide-anew.ts";
import { plus } from "../platform/duration.ts";
import { historyKey, inHistory, isHistory } from "../platform/history.ts";
import type { Instant } from "../platform/instant.ts";
import type { Clock } from "../platform/ports/clock.ts";
import type { Log } from "../platform/ports/log.ts";
import type { Item, Store } from "../platform/ports/store.ts";
import { moveAll, movesOf } from "./payer-history.ts";

/** What it takes to apply a billing event. */
export interface ApplyPorts {
  readonly state: Store;
  readonly policy: Pick<BillingPolicy, "provider" | "history">;
  readonly clock: Clock;
  readonly log: Log;
  /** What the capabilities make of new facts. */
  readonly reconcilers: readonly Reconciler[];
}

/** One partition as it was read, and what of the event it must hear. */
interface Hearing {
  readonly items: readonly Item[];
  readonly before: KnownCustomer;
  /** The same with what must be remembered of the payer from the beginning. */
  readonly begun: KnownCustomer;
  readonly event: BillingEvent;
  readonly heldElsewhere: readonly Item[];
}

/** So many past things move with one event; a payer who has more from before takes them along with the next ones. */
const movesPerEvent = 12;

/** What history holds of the things that an event speaks of and that are not current, with what others have of them. */
async function settledBy(ports: ApplyPorts, pk: string, items: readonly Item[], event: BillingEvent): Promise<Item[]> {
  const current = new Set(items.map(({ sk }) => sk));
  const load = async (places: readonly string[]) => {
    const keys = places.filter((sk) => !current.has(sk)).map((sk) => historyKey({ pk, sk }));
    return (await Promise.all(keys.map((key) => ports.state.load(key)))).filter((item) => item !== undefined);
  };
  const named = await load(placesOf(event));
  const linked = invoicePlacesOf(event, parseKnownCustomer(payerIdOf(event), [...items, ...named]));
  const facts = [...named, ...(await load(linked.filter((place) => named.every(({ sk }) => sk !== place))))];
  if (facts.length === 0) return [];
  const invoices = [...parseKnownCustomer(payerIdOf(event), facts).invoices.values()];
  const links = event.facts.flatMap((fact) =>
    fact.type === "payment-of-invoice" && invoices.some(({ invoiceId }) => invoiceId === fact.invoiceId)
      ? [factPlace.paymentLink(fact.paymentId)]
      : [],
  );
  const things = invoices
    .filter(({ failedAt }) => failedAt !== undefined)
    .flatMap(({ invoiceId }) => ports.reconcilers.flatMap((one) => one.placesFor(event.provider, invoiceId)));
  return [...facts, ...(await load([...links, ...things]))];
}

/** The place of an item that was read from history, or that belongs to an invoice from there, is there. */
function inItsPlace(item: Item, known: KnownCustomer, history: HistoryPolicy, now: Instant): Item {
  return isOfSettled(item.sk, known) ? inHistory(item, plus(now, history.keptFor)) : withLook(item, known, history);
}

/** Folds and saves what changed: facts first, then what follows from them, so that nothing speaks of an unsaved fact. */
async function foldAndSave(ports: ApplyPorts, hearing: Hearing): Promise<Reconciled[]> {
  const { items, before, begun, event, heldElsewhere } = hearing;
  const known = fold(begun, event);
  const now = ports.clock.now();
  const { history } = ports.policy;
  const reconciled = ports.reconcilers.map((one) => one.reconcile({ items, heldElsewhere, before, known, now }));
  const changed = [...changedItems(before, known), ...reconciled.flatMap((one) => one.items)];
  for (const item of changed) await ports.state.save(inItsPlace(item, known, history, now));
  // Of a change that is saved, and by whoever saved it: what is applied again tells of nothing new.
  for (const charge of firstCharges(before, known)) ports.log.info("first-charge", { ...charge });
  if (known.customer?.accountsToTell !== undefined) await settleAccounts(ports, known.customerId);
  const saved = new Set(changed.map(({ sk }) => sk));
  const current = items.filter(({ pk }) => !isHistory(pk));
  const moves = movesOf({ items: current, known }, ports.reconcilers, history, now);
  await moveAll(ports.state, moves.filter(({ item }) => !saved.has(item.sk)).slice(0, movesPerEvent), history, now);
  return reconciled;
}

/** A payer's partition, and what history holds of the things that an event speaks of. */
async function itemsFor(ports: ApplyPorts, customerId: string, event: BillingEvent): Promise<Item[]> {
  const pk = customerPartition(customerId);
  const items = await ports.state.query(pk);
  return [...items, ...(await settledBy(ports, pk, items, event))];
}

/** The cases that stayed in another partition go on there, and hear of what is theirs. */
async function foldFormer(ports: ApplyPorts, formerly: string, event: BillingEvent): Promise<Reconciled[]> {
  const items = await itemsFor(ports, formerly, event);
  const before = parseKnownCustomer(formerly, items);
  const news = eventForFormer(before, event);
  if (news.facts.length === 0) return [];
  return foldAndSave(ports, { items, before, begun: before, event: news, heldElsewhere: [] });
}

async function foldOnce(ports: ApplyPorts, payerId: string, event: BillingEvent): Promise<Reconciled[]> {
  const { state } = ports;
  const items = await itemsFor(ports, payerId, event);
  const before = parseKnownCustomer(payerId, items);
  const formerly = await formerPartitionOf(state, event, before.customer);
  if (formerly === undefined) return foldAndSave(ports, { items, before, begun: before, event, heldElsewhere: [] });
  const elsewhere = await foldFormer(ports, formerly, event);
  const heldElsewhere = await itemsFor(ports, formerly, event);
  const begun = { ...before, customer: before.customer ?? { ...newCustomer(event), formerly } };
  return [...elsewhere, ...(await foldAndSave(ports, { items, before, begun, event, heldElsewhere }))];
}

/**
 * Folds a billing event into what is known of its payer, lets the capabilities move what they hold, and wakes what they
 * want woken. Dying anywhere and running again ends in the same state.
 */
export async function applyBillingEvent(ports: ApplyPorts, event: BillingEvent): Promise<void> {
  const reconciled = await decideAnew(() => foldOnce(ports, payerIdOf(event), event));
  for (const { wake } of reconciled) await wake();
}
