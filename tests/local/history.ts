import fc from "fast-check";
import { plus } from "../../functions/platform/duration.ts";
import { plusMs } from "../../functions/platform/instant.ts";
import { priceOf } from "../../local/population/prices.ts";
import { createCustomer } from "../../local/providers/stripe/customers.ts";
import { type ChosenKind, usualTrouble } from "../../local/providers/stripe/methods.ts";
import type { SubscriptionRecord, Trouble } from "../../local/providers/stripe/records.ts";
import { subscribe } from "../../local/providers/stripe/subscriptions.ts";
import { createWorld, type World } from "../../local/world/world.ts";
import { fairWeather, type WorldOptions } from "../../local/world/world-options.ts";
import { type DeedName, type Draws, deeds } from "./deeds-of-a-history.ts";

/** A few payers whose renewals meet trouble, and whatever is done about it by anybody, in this order. */
export interface History {
  readonly seed: number;
  readonly version: WorldOptions["version"];
  readonly habits: WorldOptions["habits"];
  readonly payers: readonly Payer[];
  readonly deeds: readonly DeedDone[];
}

interface Payer {
  readonly pays: ChosenKind;
  readonly trouble: Trouble["kind"];
  readonly subscriptions: number;
  readonly retriedByStripe: boolean;
}

/** One deed, so many hours after the one before, about one of the payers and one of their subscriptions. */
interface DeedDone {
  readonly afterHours: number;
  readonly deed: DeedName;
  readonly whose: Draws;
  readonly draws: Draws;
}

const isDeedName = (name: string): name is DeedName => name in deeds;
const deedNames = Object.keys(deeds).filter(isDeedName);
/** Even, which fast-check's numbers with a fraction are not: those crowd round zero. */
const draw = fc.integer({ min: 0, max: 99 }).map((percent) => percent / 100);
const cardTroubles = [
  "insufficient-funds",
  "do-not-honor",
  "generic",
  "authentication-required",
  "lost",
  "revoked",
] as const;
const bankTroubles = ["insufficient-funds", "account-closed", "debit-not-authorized"] as const;

const paysByCard = fc.record({
  pays: fc.constantFrom<ChosenKind>("visa", "mastercard", "amex", "apple_pay"),
  trouble: fc.constantFrom<Trouble["kind"]>(...cardTroubles, "blocked-by-rule"),
});
const paysByBank = fc.record({
  pays: fc.constantFrom<ChosenKind>("sepa_debit"),
  trouble: fc.constantFrom<Trouble["kind"]>(...bankTroubles),
});

/** Most of them pay by card. */
const payer: fc.Arbitrary<Payer> = fc
  .tuple(
    fc.oneof({ arbitrary: paysByCard, weight: 3 }, { arbitrary: paysByBank, weight: 1 }),
    fc.record({ subscriptions: fc.integer({ min: 1, max: 2 }), retriedByStripe: fc.boolean() }),
  )
  .map(([how, what]) => ({ ...how, ...what }));

const deedDone: fc.Arbitrary<DeedDone> = fc.record({
  afterHours: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 240 })),
  deed: fc.constantFrom(...deedNames),
  whose: fc.tuple(draw, draw),
  draws: fc.tuple(draw, draw),
});

export const history: fc.Arbitrary<History> = fc.record({
  seed: fc.integer({ min: 0, max: 1_000_000 }),
  version: fc.constantFrom<WorldOptions["version"]>("current", "beforeBasil"),
  habits: fc.record({
    duplicates: draw.map((share) => share / 2),
    heldUp: draw.map((share) => share / 2),
    atOnce: draw,
  }),
  payers: fc.array(payer, { minLength: 1, maxLength: 2 }),
  deeds: fc.array(deedDone, { minLength: 1, maxLength: 12 }),
});

const price = priceOf("Team", "eur", "month");

/** Plays a history and then long enough for every ladder to end. Whoever plays it stops the world. */
export async function playHistory(past: History): Promise<World> {
  const { seed, version, habits } = past;
  const world = await createWorld({ ...fairWeather, ...{ seed, version, habits }, customers: 0 });
  const subscriptions = past.payers.map((one, index) => subscribed(world, one, index));
  const [first] = subscriptions.flat();
  if (first === undefined) return world;
  await world.advanceTo(plus(first.periodEndsAt, "PT30M"));
  past.payers.forEach((one, index) => {
    const { customers, methods } = world.embedded.stripe.account.books;
    const customer = customers.get(subscriptions[index]?.[0]?.customerId ?? "");
    const method = methods.get(customer?.defaultMethodId ?? "");
    if (method !== undefined) method.trouble = usualTrouble(one.trouble, world.now());
  });
  await world.advance("PT1H");
  for (const { afterHours, deed, whose, draws } of past.deeds) {
    await world.advanceTo(plusMs(world.now(), afterHours * 3_600_000));
    const subscription = chosen(chosen(subscriptions, whose[0]), whose[1]);
    if (subscription !== undefined) await act(world, deed, subscription, draws);
  }
  await world.advance("P60D");
  return world;
}

const chosen = <T>(list: readonly T[] | undefined, at: number): T | undefined => list?.[Math.floor(at * list.length)];

function subscribed(
  world: World,
  { pays, subscriptions, retriedByStripe }: Payer,
  index: number,
): SubscriptionRecord[] {
  const { account, replaceMethod } = world.embedded.stripe;
  const customer = createCustomer(account, {
    ...{ name: `Ada Nowak ${index}`, email: `ada.${index}@mail.example`, phone: null, country: "DE", locale: "en" },
    // They share the product's account, and nothing else.
    metadata: { account_id: "orbit-1", time_zone: "Europe/Berlin" },
  });
  replaceMethod(customer.id, pays);
  return Array.from({ length: subscriptions }, () => {
    const subscription = subscribe(account, customer.id, price, {});
    subscription.retriedByStripe = retriedByStripe;
    return subscription;
  });
}

async function act(world: World, deed: DeedName, subscription: SubscriptionRecord, draws: Draws): Promise<void> {
  const { books } = world.embedded.stripe.account;
  const { customerId } = subscription;
  const billed = [...books.invoices.values()].filter(({ subscriptionId }) => subscriptionId === subscription.id);
  const invoice = billed.findLast(({ status }) => status === "open") ?? billed.at(-1);
  const isThere = books.customers.get(customerId)?.deleted === false;
  if (invoice !== undefined && isThere) await deeds[deed]({ world, customerId, subscription, invoice }, draws);
}
