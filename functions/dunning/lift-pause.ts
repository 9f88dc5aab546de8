import type { Payments, ProviderInvoice, ProviderSubscription } from "../billing/payments.ts";
import { plus } from "../platform/duration.ts";
import { loadWherever } from "../platform/history.ts";
import { type Instant, plusMs } from "../platform/instant.ts";
import type { Clock } from "../platform/ports/clock.ts";
import type { Item, Store } from "../platform/ports/store.ts";
import type { DunningCase } from "./case.ts";
import { caseKey, parseCase, parseCases } from "./case-store.ts";
import { caseIdOf } from "./open-case.ts";
import { changePause, type PauseRef, parsePause, pauseItem, pauseKey } from "./pause-store.ts";
import { isOwed, lifted, type SubscriptionPause } from "./subscription-pause.ts";

/** What it takes to look at a pause and lift it. */
export interface LiftPorts {
  readonly state: Store;
  readonly payments: Payments;
  readonly clock: Clock;
}

/** How a pause was found, and what was done about it. */
export type Looked =
  /** It stands: these invoices are still owed. */
  | { readonly found: "owed"; readonly invoiceIds: readonly string[] }
  /** Nothing is paused by us any more. `drafts`: the invoices made meanwhile that a person must see to. */
  | { readonly found: "lifted"; readonly drafts: readonly string[] }
  | { readonly found: "merchants" }
  | { readonly found: "none" };

/** Tells a person of drafts, before the pause is said to be lifted for good. */
type TellOfDrafts = (invoiceIds: readonly string[]) => Promise<void>;

/** A renewal's draft is made up to an hour before it is charged, so one of just before the pause belongs to it. */
const draftLeadMs = 60 * 60 * 1000;
/** A lift that was begun is looked at again after so long. */
const liftingTakes = "PT15M";

/**
 * Looks whether a pause is still wanted, and lifts it if not: only one that is ours by the provider's own word, and under a
 * key of its own each time. What was drafted meanwhile comes next: a single draft is the period that the customer has
 * just come back to, and is finalised; several are for a person. Dying anywhere, the next look goes on from there.
 */
export async function lookAtPause(
  ports: LiftPorts,
  ref: PauseRef,
  tell: TellOfDrafts = async () => {},
): Promise<Looked> {
  const item = await ports.state.load(pauseKey(ref));
  if (item === undefined) return { found: "none" };
  const pause = parsePause(item);
  if (pause.by === "unknown") return identify(ports, pause, item);
  if (pause.isMarkLeft) return takeMarkAway(ports, pause, item);
  if (pause.by === "merchant") return rest(ports, pause, item, { found: "merchants" });
  const { owed, truth } = await owedInvoices(ports, pause);
  // What is owed of a subscription that has ended keeps nothing paused.
  if (isOver(truth?.subscription)) return end(ports, pause, []);
  if (owed.length > 0) return rest(ports, pause, item, { found: "owed", invoiceIds: owed });
  const subscription = (truth ?? (await anyInvoice(ports, pause)))?.subscription;
  if (subscription?.pause?.by === "merchant" && pause.unmarked !== true)
    return rest(ports, { ...pause, by: "merchant" }, item, { found: "merchants" });
  const begun = isPaused(subscription) ? await resume(ports, pause) : pause;
  const drafts = isOver(subscription) || begun.lifts === 0 ? [] : await seeToDrafts(ports, begun);
  if (drafts.length > 0) await tell(drafts);
  return end(ports, begun, drafts);
}

const isOver = (subscription: ProviderSubscription | undefined): boolean =>
  subscription?.status === "canceled" || subscription?.status === "incomplete_expired";

/** Where the provider does not say, resuming what is not paused changes nothing. */
const isPaused = (subscription: ProviderSubscription | undefined): boolean =>
  !isOver(subscription) && (subscription === undefined || subscription.pause !== undefined);

/** Reads what is owed from the cases; of an invoice whose case is gone, or was lost, the provider knows better. */
async function owedInvoices(
  { state, payments }: LiftPorts,
  pause: SubscriptionPause,
): Promise<{ readonly owed: readonly string[]; readonly truth: ProviderInvoice | undefined }> {
  const owed: string[] = [];
  let truth: ProviderInvoice | undefined;
  for (const invoiceId of pause.invoiceIds) {
    const dunningCase = await caseOf(state, pause, invoiceId);
    if (dunningCase?.status === "open") {
      owed.push(invoiceId);
      continue;
    }
    truth = await payments.readInvoice(invoiceId);
    const isPaid = truth.status === "paid" || truth.status === "void";
    if (!isPaid && isOwed(dunningCase) !== false) owed.push(invoiceId);
  }
  return { owed, truth };
}

async function caseOf(
  state: Store,
  { customerId, provider }: SubscriptionPause,
  invoiceId: string,
): Promise<DunningCase | undefined> {
  const load = (turn: number) => loadWherever(state, caseKey(customerId, caseIdOf(provider, invoiceId, turn)));
  const item = (await load(2)) ?? (await load(1));
  return item && parseCase(item);
}

/** A pause that only events tell of may stand for no invoice of ours: one of the subscription's cases has one. */
async function anyInvoice(
  { state, payments }: LiftPorts,
  { customerId, subscriptionId }: SubscriptionPause,
): Promise<ProviderInvoice | undefined> {
  const cases = parseCases(await state.query(caseKey(customerId, "").pk));
  const ofIt = [...cases.values()].find((dunningCase) => dunningCase.subscriptionId === subscriptionId);
  return ofIt && payments.readInvoice(ofIt.invoiceId);
}

/** Asks the provider whose pause it is; one that is ours is looked at again at once. */
async function identify(ports: LiftPorts, pause: SubscriptionPause, item: Item): Promise<Looked> {
  const found = (await anyInvoice(ports, pause))?.subscription?.pause;
  if (found === undefined) {
    await ports.state.save(pauseItem({ pause: lifted(pause, ports.clock.now()) }, item.rev, ports.clock.now()));
    return { found: "none" };
  }
  if (found.by === "merchant") return rest(ports, { ...pause, by: "merchant" }, item, { found: "merchants" });
  const now = ports.clock.now();
  await ports.state.save(pauseItem({ pause: { ...pause, by: "us" }, lookAt: now }, item.rev, now));
  return { found: "owed", invoiceIds: pause.invoiceIds };
}

/** Resuming what is not paused changes nothing but the mark. */
async function takeMarkAway(ports: LiftPorts, pause: SubscriptionPause, item: Item): Promise<Looked> {
  const found = (await anyInvoice(ports, pause))?.subscription?.pause;
  if (found === undefined)
    await ports.payments.resumeSubscription(pause.subscriptionId, `${keyOf(pause)}:mark:${pause.liftedAt}`);
  return rest(ports, { ...pause, isMarkLeft: undefined }, item, { found: "none" });
}

const keyOf = ({ provider, subscriptionId, since }: SubscriptionPause): string =>
  `${provider}-${subscriptionId}:pause:${since}`;

/** That it is begun is saved before it is, and with it the key. */
async function resume({ state, payments, clock }: LiftPorts, pause: SubscriptionPause): Promise<SubscriptionPause> {
  const now = clock.now();
  const begin = (before: SubscriptionPause | undefined) => before && { ...before, lifts: before.lifts + 1 };
  const begun = (await changePause(state, pause, { now, lookAt: plus(now, liftingTakes) }, begin)) ?? pause;
  await payments.resumeSubscription(begun.subscriptionId, `${keyOf(begun)}:resume:${begun.lifts}`);
  return begun;
}

/** Finalises a single draft; several are given back, for a person. */
async function seeToDrafts({ payments, clock }: LiftPorts, pause: SubscriptionPause): Promise<readonly string[]> {
  const from = plusMs(pause.since, -draftLeadMs);
  const until = pause.liftedAt ?? clock.now();
  const made = (await payments.listDrafts(pause.subscriptionId)).filter(
    ({ createdAt }) => createdAt >= from && createdAt <= until,
  );
  const [only, ...others] = made;
  if (only === undefined) return [];
  if (others.length > 0) return made.map(({ invoiceId }) => invoiceId);
  await payments.finalizeInvoice(only.invoiceId, `${keyOf(pause)}:draft:${only.invoiceId}`);
  return [];
}

/** Lifted, unless somebody has asked for the pause again meanwhile: then it is looked at again. */
async function end(ports: LiftPorts, begun: SubscriptionPause, drafts: readonly string[]): Promise<Looked> {
  const { state, clock } = ports;
  const now = clock.now();
  const item = await state.load(pauseKey(begun));
  if (item === undefined) return { found: "lifted", drafts };
  const current = parsePause(item);
  if (current.askedAt !== begun.askedAt)
    return rest(ports, current, item, { found: "owed", invoiceIds: current.invoiceIds });
  await state.save(pauseItem({ pause: lifted(current, now) }, item.rev, now));
  return { found: "lifted", drafts };
}

/** Saved as it is, to be looked at again in its time. */
async function rest(
  { state, clock }: LiftPorts,
  pause: SubscriptionPause,
  item: Item,
  looked: Looked,
): Promise<Looked> {
  const now: Instant = clock.now();
  await state.save(pauseItem({ pause }, item.rev, now));
  return looked;
}

/** Puts the next look off to its usual time, without asking anybody. */
export const leavePause = async ({ state, clock }: Pick<LiftPorts, "state" | "clock">, item: Item): Promise<void> => {
  await state.save(pauseItem({ pause: parsePause(item) }, item.rev, clock.now()));
};
