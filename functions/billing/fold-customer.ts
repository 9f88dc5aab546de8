import { accountIdOf } from "./account.ts";
import type { BillingFact, CustomerFacts } from "./billing-event.ts";
import { defaultAt } from "./card-chosen.ts";
import type { Customer } from "./customer.ts";
import type { KnownCustomer } from "./known-customer.ts";
import type { Money } from "./money.ts";
import { type ProviderIds, payerIdOf } from "./payer.ts";
import { replaces, type Stamp, stampOf } from "./stamp.ts";
import type { Subscription } from "./subscription.ts";

type CustomerFact = Extract<BillingFact, { type: "customer" | "customer-hint" | "customer-deleted" }>;
type Profile = Omit<CustomerFacts, "accountId">;

/** A payer of whom nothing is known but the provider's id. */
export const newCustomer = ({ provider, providerCustomerId }: ProviderIds): Customer => ({
  customerId: payerIdOf({ provider, providerCustomerId }),
  provider,
  providerCustomerId,
  deleted: false,
  keptApart: true,
});

const nameless = { name: undefined, email: undefined, phone: undefined };

/** What a statement adds to a customer. Who was deleted is forgotten by name, whatever late events still tell. */
const profileOf = ({ deleted }: Customer, { accountId: _, ...profile }: CustomerFacts): Profile =>
  deleted ? { ...profile, ...nameless } : profile;

/** Entries of `facts` for which nothing is known yet. */
function gaps(customer: Customer, facts: Profile): Partial<Profile> {
  const known = new Map(Object.entries(customer));
  return Object.fromEntries(
    Object.entries(facts).filter(([name, value]) => value !== undefined && known.get(name) === undefined),
  );
}

/** Folds one statement about the customer. Deletion is final. */
export function foldCustomer(customer: Customer, fact: CustomerFact, stamp: Stamp): Customer {
  switch (fact.type) {
    case "customer-deleted":
      return customer.deleted ? customer : { ...customer, ...nameless, deleted: true };
    case "customer-hint":
      return customer.keptApart ? withHint(customer, fact.customer) : apart(customer, fact.customer);
    case "customer":
      // The time of a snapshot that may be another payer's outranks nothing.
      return !customer.keptApart || replaces(stamp, customer) ? withSnapshot(customer, fact.customer, stamp) : customer;
  }
}

function withHint(customer: Customer, facts: CustomerFacts): Customer {
  const missing = gaps(customer, profileOf(customer, facts));
  return Object.keys(missing).length === 0 || customer.asOf !== undefined ? customer : { ...customer, ...missing };
}

/**
 * A profile of the time when payers were merged, told apart by what the payer's own invoice says. If it says the same
 * address, the profile was this payer's all along; if it says another, the name and the address are taken from it.
 */
function apart(customer: Customer, facts: CustomerFacts): Customer {
  const { name, email, phone } = profileOf(customer, facts);
  if (email === undefined) return customer;
  return email === customer.email
    ? { ...customer, keptApart: true }
    : { ...customer, name, email, phone, keptApart: true };
}

/** The newest snapshot, with what no snapshot carries; everything else, hints included, gives way to it. */
function withSnapshot(customer: Customer, facts: CustomerFacts, stamp: Stamp): Customer {
  const { customerId, provider, providerCustomerId, deleted, plan, mrr, formerly } = customer;
  const cardChosen = customer.keptApart ? customer.cardChosen : undefined;
  const kept = { customerId, provider, providerCustomerId, deleted, plan, mrr, formerly, cardChosen, keptApart: true };
  const defaultCardId = defaultAt(stamp.at, facts.defaultCardId, cardChosen);
  return { ...kept, ...profileOf(customer, facts), defaultCardId, ...accountOf(customer, facts), ...stampOf(stamp) };
}

/** The account that is named now, and those that have to hear of it if it is another one than before. */
function accountOf(customer: Customer, facts: CustomerFacts): Pick<Customer, "accountId" | "accountsToTell"> {
  const accountId = accountIdOf(facts.accountId);
  const { accountsToTell = [], accountId: left } = customer;
  if (accountId === left) return { accountId, accountsToTell: customer.accountsToTell };
  const concerned = [...accountsToTell, left, accountId].filter((id) => id !== undefined);
  return { accountId, accountsToTell: [...new Set(concerned)].sort() };
}

const paying: ReadonlySet<Subscription["status"]> = new Set(["active", "past_due", "unpaid", "paused"]);

function sum(worths: readonly Money[]): Money | undefined {
  const currency = worths[0]?.currency;
  if (currency === undefined) return undefined;
  const same = worths.filter((worth) => worth.currency === currency);
  return { currency, amountMinor: same.reduce((total, { amountMinor }) => total + amountMinor, 0) };
}

/** Derives plan and monthly worth from the subscriptions that pay; of several currencies, the largest subscription's. */
export function withWorth(known: KnownCustomer): KnownCustomer {
  const { customer } = known;
  if (customer === undefined) return known;
  const { providerCustomerId: payer } = customer;
  const current = [...known.subscriptions.values()]
    .filter(({ status, providerCustomerId = payer }) => paying.has(status) && providerCustomerId === payer)
    .sort(
      (a, b) =>
        (b.mrr?.amountMinor ?? 0) - (a.mrr?.amountMinor ?? 0) || a.subscriptionId.localeCompare(b.subscriptionId),
    );
  const mrr = sum(current.flatMap((subscription) => subscription.mrr ?? []));
  const plan = current.find(({ planName }) => planName !== undefined)?.planName;
  const unchanged =
    plan === customer.plan &&
    mrr?.amountMinor === customer.mrr?.amountMinor &&
    mrr?.currency === customer.mrr?.currency;
  return unchanged ? known : { ...known, customer: { ...customer, plan, mrr } };
}

/**
 * What a partition's profile says of exactly this payer: in partitions from the time when payers were merged, nothing
 * of another than its own, and no name or address while it is not known whose they are.
 */
export function profileOfPayer(profile: Customer, payer: ProviderIds): Customer {
  if (payerIdOf(payer) !== payerIdOf(profile)) return newCustomer(payer);
  return profile.keptApart ? profile : { ...profile, ...nameless };
}
