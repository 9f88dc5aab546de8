import { plusMs } from "../../functions/platform/instant.ts";
import { type Random, randomFor } from "../engine/random.ts";
import { known } from "../providers/stripe/account.ts";
import { expiryInstant } from "../providers/stripe/billing-calendar.ts";
import {
  createCustomer,
  importCustomer,
  importDefaultMethod,
  type NewCustomer,
  renewCard,
  replaceDefaultMethod,
  updateCustomer,
} from "../providers/stripe/customers.ts";
import { isCard, newCard, newMethod } from "../providers/stripe/methods.ts";
import type { CustomerRecord, MethodRecord, SubscriptionRecord } from "../providers/stripe/records.ts";
import {
  cancelSubscription,
  importSubscription,
  subscribe,
  touchSubscription,
} from "../providers/stripe/subscriptions.ts";
import type { Life } from "./lives.ts";
import type { Person } from "./person.ts";
import type { Surroundings } from "./surroundings.ts";

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/**
 * Brings a person into the world: as a customer of long standing, or as one who will subscribe on a later day.
 * @param onArrival told of the customer and of every subscription.
 */
export function arrive(
  world: Surroundings,
  life: Life,
  onArrival: (customerId: string, subscriptions: readonly SubscriptionRecord[]) => void,
): void {
  const { subscribedAt } = life.person;
  if (subscribedAt <= world.start) onArrival(...wasThere(world, life));
  else world.plan(subscribedAt, () => onArrival(...joins(world, life)));
}

type Arrived = readonly [customerId: string, subscriptions: readonly SubscriptionRecord[]];

/**
 * A customer from before Holdfast was connected. In its first hours the company writes into Stripe's metadata what
 * Holdfast wants to know, which makes Stripe tell of each customer; one in twenty is forgotten.
 */
function wasThere(world: Surroundings, life: Life): Arrived {
  const { person } = life;
  const { account } = world.stripe;
  const random = randomFor(world.seed, "arrival", person.number);
  const facts = factsOf(person);
  const { account_id, ...written } = facts.metadata;
  const customer = importCustomer(
    account,
    { ...facts, metadata: { account_id: account_id ?? "" } },
    person.subscribedAt,
  );
  const method = methodOf(world, life);
  importDefaultMethod(account, customer.id, method);
  const subscriptions = daysApart(life).map((days) =>
    arranged(
      world,
      life,
      importSubscription(account, {
        customerId: customer.id,
        price: person.price,
        metadata: {},
        anchorAt: plusMs(person.subscribedAt, -days * dayMs),
      }),
    ),
  );
  expectUpdater(world, person, method);
  if (random.chance(0.95))
    world.plan(plusMs(world.start, random.whole(60_000, 6 * hourMs)), () => {
      updateCustomer(account, customer.id, { metadata: { ...customer.metadata, ...written } });
      for (const { id } of subscriptions) touchSubscription(account, id);
    });
  for (const { id } of subscriptions.slice(0, 1)) expectGoodbye(world, person, id);
  return [customer.id, subscriptions];
}

function joins(world: Surroundings, life: Life): Arrived {
  const { person } = life;
  const { account } = world.stripe;
  const customer: CustomerRecord = createCustomer(account, factsOf(person));
  const method = methodOf(world, life);
  const random = randomFor(world.seed, "first payment", person.number);
  const isFirstDeclined = world.lives === "full" && isCard(method) && random.chance(0.06);
  if (isFirstDeclined) method.trouble = { kind: random.pick(["do-not-honor", "authentication-required", "lost"]) };
  replaceDefaultMethod(account, customer.id, method);
  const subscriptions = daysApart(life).map(() =>
    arranged(world, life, subscribe(account, customer.id, person.price, {})),
  );
  if (isFirstDeclined) sitBeforeIt(world, subscriptions, random);
  expectUpdater(world, person, method);
  return [customer.id, subscriptions];
}

/** Whose first payment is declined sits in front of the page that says so: most confirm or take another card at once. */
function sitBeforeIt(world: Surroundings, subscriptions: readonly SubscriptionRecord[], random: Random): void {
  const { stripe } = world;
  if (random.chance(0.3)) return;
  for (const { latestInvoiceId } of subscriptions)
    world.plan(plusMs(stripe.account.clock.now(), random.whole(1, 40) * 60_000), () => {
      if (latestInvoiceId !== null && !stripe.confirmHostedInvoice(latestInvoiceId))
        stripe.payHostedInvoice(latestInvoiceId, "visa", true);
    });
}

/** How many days before the first each subscription began; a third of those who have several renew them together. */
const daysApart = ({ subscriptions, person }: Life): number[] =>
  Array.from({ length: subscriptions }, (_, index) => index * (person.number % 3) * 4);

/** What the company has arranged for the subscription. */
function arranged({ stripe }: Surroundings, life: Life, subscription: SubscriptionRecord): SubscriptionRecord {
  const { defaultMethodId } = known(stripe.account.books.customers, subscription.customerId);
  subscription.defaultMethodId = life.ownMethod ? defaultMethodId : null;
  subscription.retriedByStripe = life.retriedByStripe;
  subscription.collectionMethod = life.isSentInvoices ? "send_invoice" : "charge_automatically";
  return subscription;
}

const factsOf = (person: Person): NewCustomer => ({
  name: person.name,
  email: person.email,
  phone: person.phone,
  country: person.country,
  locale: person.locale,
  metadata: {
    account_id: person.accountId,
    time_zone: person.timeZone,
    segment: person.segment,
    acquisition_channel: person.acquisitionChannel,
  },
});

/** The card expires so many months after the world began, which for a few is this very month. */
function methodOf(world: Surroundings, life: Life): MethodRecord {
  const { seed, start, stripe } = world;
  const { person, pays } = life;
  const { account } = stripe;
  if (pays !== undefined) return newMethod(account.nextId("pm"), pays, person.country, account.clock.now());
  const random = randomFor(seed, "card", person.number);
  const month = new Date(start).getUTCMonth() + person.cardMonths;
  const id = account.nextId(life.card.kind === "legacy-source" ? "card" : "pm");
  const card = { ...newCard(id, person.cardBrand, person.country, account.clock.now()), ...life.card };
  card.last4 = String(random.whole(1000, 9999));
  card.expMonth = (month % 12) + 1;
  card.expYear = new Date(start).getUTCFullYear() + Math.floor(month / 12);
  return card;
}

/** For most cards the network tells Stripe of the successor some days before the old one expires. */
function expectUpdater(world: Surroundings, person: Person, method: MethodRecord): void {
  if (!person.updatedByNetwork || !isCard(method)) return;
  const random = randomFor(world.seed, "updater", person.number);
  const at = plusMs(expiryInstant(method.expMonth, method.expYear), -random.whole(1, 9) * dayMs);
  world.plan(at, () => renewCard(world.stripe.account, method.id, String(random.whole(1000, 9999))));
}

/** Now and then somebody leaves for reasons of their own. */
function expectGoodbye(world: Surroundings, person: Person, subscriptionId: string): void {
  const random = randomFor(world.seed, "goodbye", person.number);
  if (!random.chance(0.02)) return;
  const at = plusMs(world.start, random.whole(5 * dayMs, 55 * dayMs));
  world.plan(at, () => cancelSubscription(world.stripe.account, subscriptionId, "cancellation_requested"));
}
