import { plusMs } from "../../functions/platform/instant.ts";
import { randomFor } from "../engine/random.ts";
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
import { newCard } from "../providers/stripe/methods.ts";
import type { CardRecord, CustomerRecord } from "../providers/stripe/records.ts";
import {
  cancelSubscription,
  importSubscription,
  subscribe,
  touchSubscription,
} from "../providers/stripe/subscriptions.ts";
import type { Person } from "./person.ts";
import type { Surroundings } from "./surroundings.ts";

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/**
 * Brings a person into the world: as a customer of long standing, or as one who will subscribe on a later day.
 * @param onArrival told the provider's id of the customer.
 */
export function arrive(world: Surroundings, person: Person, onArrival: (customerId: string) => void): void {
  if (person.subscribedAt <= world.start) onArrival(wasThere(world, person));
  else world.plan(person.subscribedAt, () => onArrival(joins(world, person)));
}

/**
 * A customer from before Holdfast was connected. In its first hours the company writes into Stripe's metadata what
 * Holdfast wants to know, which makes Stripe tell of each customer; one in twenty is forgotten.
 */
function wasThere(world: Surroundings, person: Person): string {
  const { account } = world.stripe;
  const random = randomFor(world.seed, "arrival", person.number);
  const facts = factsOf(person);
  const { account_id, ...written } = facts.metadata;
  const customer = importCustomer(
    account,
    { ...facts, metadata: { account_id: account_id ?? "" } },
    person.subscribedAt,
  );
  const card = cardOf(world, person);
  importDefaultMethod(account, customer.id, card);
  const subscription = importSubscription(account, {
    customerId: customer.id,
    price: person.price,
    metadata: {},
    anchorAt: person.subscribedAt,
  });
  expectUpdater(world, person, card);
  if (random.chance(0.95))
    world.plan(plusMs(world.start, random.whole(60_000, 6 * hourMs)), () => {
      updateCustomer(account, customer.id, { metadata: { ...customer.metadata, ...written } });
      touchSubscription(account, subscription.id);
    });
  expectGoodbye(world, person, subscription.id);
  return customer.id;
}

function joins(world: Surroundings, person: Person): string {
  const { account } = world.stripe;
  const customer: CustomerRecord = createCustomer(account, factsOf(person));
  const card = cardOf(world, person);
  replaceDefaultMethod(account, customer.id, card);
  subscribe(account, customer.id, person.price, {});
  expectUpdater(world, person, card);
  return customer.id;
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
function cardOf({ seed, start, stripe }: Surroundings, person: Person): CardRecord {
  const { account } = stripe;
  const random = randomFor(seed, "card", person.number);
  const month = new Date(start).getUTCMonth() + person.cardMonths;
  const card = newCard(account.nextId("pm"), person.cardBrand, person.country, account.clock.now());
  card.last4 = String(random.whole(1000, 9999));
  card.expMonth = (month % 12) + 1;
  card.expYear = new Date(start).getUTCFullYear() + Math.floor(month / 12);
  return card;
}

/** For most cards the network tells Stripe of the successor some days before the old one expires. */
function expectUpdater(world: Surroundings, person: Person, card: CardRecord): void {
  if (!person.updatedByNetwork) return;
  const random = randomFor(world.seed, "updater", person.number);
  const at = plusMs(expiryInstant(card.expMonth, card.expYear), -random.whole(1, 9) * dayMs);
  world.plan(at, () => renewCard(world.stripe.account, card.id, String(random.whole(1000, 9999))));
}

/** Now and then somebody leaves for reasons of their own. */
function expectGoodbye(world: Surroundings, person: Person, subscriptionId: string): void {
  const random = randomFor(world.seed, "goodbye", person.number);
  if (!random.chance(0.02)) return;
  const at = plusMs(world.start, random.whole(5 * dayMs, 55 * dayMs));
  world.plan(at, () => cancelSubscription(world.stripe.account, subscriptionId, "cancellation_requested"));
}
