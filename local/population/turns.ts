import { plusMs } from "../../functions/platform/instant.ts";
import { type Random, randomFor } from "../engine/random.ts";
import { known } from "../providers/stripe/account.ts";
import { attachMethod, makeDefault } from "../providers/stripe/customers.ts";
import { billOnce } from "../providers/stripe/invoices.ts";
import { sameNumber } from "../providers/stripe/methods.ts";
import type { InvoiceRecord, PauseBehavior, SubscriptionRecord } from "../providers/stripe/records.ts";
import { isOver } from "../providers/stripe/subscription-status.ts";
import {
  cancelAtPeriodEnd,
  pauseCollection,
  setCollectionMethod,
  setOwnMethod,
  touchSubscription,
  upgrade,
} from "../providers/stripe/subscriptions.ts";
import type { Fates } from "./fates.ts";
import { familyOf } from "./method-family.ts";
import { dearerThan } from "./prices.ts";
import type { Response } from "./responses.ts";
import type { Surroundings } from "./surroundings.ts";

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** What befalls people whose charge fails, and where it is noted. */
export interface Fortune {
  readonly fates: Fates;
  onFailed(invoice: InvoiceRecord, response: Response): void;
}

/** What may happen in the life of a subscription, each on some day of the first two months, and how likely it is. */
interface Turn {
  readonly name: string;
  readonly chance: number;
  readonly take: (world: Surroundings, subscription: SubscriptionRecord, random: Random, fortune: Fortune) => void;
}

const turns: readonly Turn[] = [
  { name: "leaves", chance: 0.04, take: leaves },
  { name: "upgrades", chance: 0.06, take: upgrades },
  { name: "is paused by the company", chance: 0.03, take: isPaused },
  { name: "is switched to invoices", chance: 0.01, take: isSwitched },
  { name: "buys something once", chance: 0.03, take: buysOnce },
  { name: "puts the same number in again", chance: 0.03, take: putsInAgain },
  { name: "changes twice within a second", chance: 0.03, take: changesTwice },
  { name: "loses its own method", chance: 0.02, take: losesOwnMethod },
];

/** Writes down what will happen to a subscription besides being paid. */
export function expectTurns(world: Surroundings, subscription: SubscriptionRecord, fortune: Fortune): void {
  for (const { name, chance, take } of turns) {
    const random = randomFor(world.seed, "turn", name, subscription.id);
    if (!random.chance(chance)) continue;
    world.plan(plusMs(world.stripe.account.clock.now(), random.whole(2 * dayMs, 60 * dayMs)), () => {
      const { deleted } = known(world.stripe.account.books.customers, subscription.customerId);
      if (!isOver(subscription) && !deleted) take(world, subscription, random, fortune);
    });
  }
}

function leaves(world: Surroundings, { id }: SubscriptionRecord, random: Random): void {
  const { account } = world.stripe;
  cancelAtPeriodEnd(account, id);
  if (random.chance(0.2))
    world.plan(plusMs(account.clock.now(), random.whole(1, 5) * dayMs), () => cancelAtPeriodEnd(account, id, false));
}

/** One in three such charges fails, and the customer deals with it as with any other. */
function upgrades(world: Surroundings, subscription: SubscriptionRecord, random: Random, fortune: Fortune): void {
  const { account } = world.stripe;
  const price = dearerThan(subscription.price);
  if (price === undefined || subscription.status !== "active" || subscription.pause !== null) return;
  const difference = (price.amountMinor - subscription.price.amountMinor) * random.unit();
  const amountMinor = Math.max(10, Math.floor(difference / 10) * 10);
  const methodId =
    subscription.defaultMethodId ?? known(account.books.customers, subscription.customerId).defaultMethodId;
  const method = account.books.methods.get(methodId ?? "");
  const struck =
    method && random.chance(0.35) ? fortune.fates.trouble(account.clock.now(), familyOf(method)) : undefined;
  if (method !== undefined && struck !== undefined) method.trouble = struck.trouble;
  const invoice = upgrade(account, subscription.id, { price, amountMinor, waits: random.chance(0.5) });
  if (invoice.status === "open" && struck !== undefined) fortune.onFailed(invoice, struck.response);
}

/** For some weeks, with or without a day on which it ends, and with each of Stripe's ways to deal with the invoices. */
function isPaused(world: Surroundings, { id }: SubscriptionRecord, random: Random): void {
  const { account } = world.stripe;
  const behavior = random.pick<PauseBehavior>(["keep_as_draft", "mark_uncollectible", "void"]);
  const until = plusMs(account.clock.now(), random.whole(10, 45) * dayMs);
  const resumesAt = random.chance(0.5) ? until : null;
  pauseCollection(account, id, behavior, { resumesAt });
  if (resumesAt === null && random.chance(0.8)) world.plan(until, () => pauseCollection(account, id, null));
}

function isSwitched({ stripe: { account } }: Surroundings, { id }: SubscriptionRecord): void {
  setCollectionMethod(account, id, "send_invoice");
}

function buysOnce({ stripe: { account } }: Surroundings, { customerId, price }: SubscriptionRecord): void {
  billOnce(account, customerId, price);
}

/** The same card or account becomes another method of Stripe's, and the default. */
function putsInAgain({ stripe: { account } }: Surroundings, { customerId }: SubscriptionRecord): void {
  const method = account.books.methods.get(known(account.books.customers, customerId).defaultMethodId ?? "");
  if (method === undefined || method.kind === "legacy-source") return;
  const again = sameNumber(method, account.nextId("pm"), account.clock.now());
  attachMethod(account, customerId, again);
  makeDefault(account, customerId, again.id);
}

/** A double click: two changes that Stripe dates alike. */
function changesTwice({ stripe }: Surroundings, { id, customerId }: SubscriptionRecord): void {
  stripe.replaceCard(customerId, "mastercard");
  stripe.replaceCard(customerId, "visa");
  touchSubscription(stripe.account, id);
  touchSubscription(stripe.account, id);
}

function losesOwnMethod({ stripe: { account } }: Surroundings, { id, defaultMethodId }: SubscriptionRecord): void {
  if (defaultMethodId !== null) setOwnMethod(account, id, null);
}
