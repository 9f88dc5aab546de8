import type { BillingEvent, BillingFact, CustomerFacts } from "./billing-event.ts";
import type { Customer } from "./customer.ts";
import type { KnownCustomer } from "./known-customer.ts";
import type { Money } from "./money.ts";
import { replaces, type Stamp, stampOf } from "./stamp.ts";
import type { Subscription } from "./subscription.ts";

type CustomerFact = Extract<BillingFact, { type: "customer" | "customer-hint" | "customer-deleted" }>;
type Profile = Omit<CustomerFacts, "accountId">;

/** A customer of whom nothing is known but the provider's id. */
export const newCustomer = (
  customerId: string,
  ids: Pick<BillingEvent, "provider" | "providerCustomerId">,
): Customer => ({
  customerId,
  provider: ids.provider,
  providerCustomerId: ids.providerCustomerId,
  deleted: false,
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
    case "customer-hint": {
      const missing = gaps(customer, profileOf(customer, fact.customer));
      return Object.keys(missing).length === 0 || customer.asOf !== undefined ? customer : { ...customer, ...missing };
    }
    case "customer":
      return replaces(stamp, customer)
        ? { ...withoutProfile(customer), ...profileOf(customer, fact.customer), ...stampOf(stamp) }
        : customer;
  }
}

/** What no snapshot carries; everything else, hints included, gives way to the snapshot. */
function withoutProfile({
  customerId,
  provider,
  providerCustomerId,
  deleted,
  plan,
  mrr,
  cardChosen,
}: Customer): Customer {
  return { customerId, provider, providerCustomerId, deleted, plan, mrr, cardChosen };
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
  const current = [...known.subscriptions.values()]
    .filter(({ status }) => paying.has(status))
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
