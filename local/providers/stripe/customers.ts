import type { Instant } from "../../../functions/platform/instant.ts";
import { type Account, known } from "./account.ts";
import type { CardRecord, CustomerRecord } from "./records.ts";
import { customerShape, deletedCustomerShape, paymentMethodShape } from "./shapes/customer-shape.ts";
import type { Json } from "./shapes/shape.ts";
import { cancelSubscription } from "./subscriptions.ts";

export type NewCustomer = Pick<CustomerRecord, "name" | "email" | "phone" | "country" | "locale" | "metadata">;

export function createCustomer(account: Account, facts: NewCustomer): CustomerRecord {
  const customer = importCustomer(account, facts, account.clock.now());
  account.emit("customer.created", customerShape(customer));
  return customer;
}

/** Puts a customer into the books that was created before anyone listened. */
export function importCustomer(account: Account, facts: NewCustomer, createdAt: Instant): CustomerRecord {
  const customer: CustomerRecord = {
    ...facts,
    id: account.nextId("cus"),
    createdAt,
    defaultCardId: null,
    delinquent: false,
    deleted: false,
  };
  account.books.customers.set(customer.id, customer);
  return customer;
}

/** Changes facts of a customer; `customer.updated` says which and what they were before. */
export function updateCustomer(account: Account, id: string, changes: Partial<NewCustomer>): void {
  const customer = known(account.books.customers, id);
  const before = customerShape(customer);
  Object.assign(customer, changes);
  const after = customerShape(customer);
  account.emit("customer.updated", after, changedFrom(before, after));
}

const changedFrom = (before: Json, after: Json): Json =>
  Object.fromEntries(
    Object.entries(before).filter(([key, value]) => JSON.stringify(value) !== JSON.stringify(after[key])),
  );

/** Attaches a card and makes it the one that is charged by default. The old card stays attached, as at Stripe. */
export function replaceDefaultCard(account: Account, customerId: string, card: CardRecord): void {
  const customer = known(account.books.customers, customerId);
  const previous = { invoice_settings: { default_payment_method: customer.defaultCardId } };
  importDefaultCard(account, customerId, card);
  account.emit("payment_method.attached", paymentMethodShape(card));
  account.emit("customer.updated", customerShape(customer), previous);
}

/** Puts the customer's card into the books as one that was there before anyone listened. */
export function importDefaultCard(account: Account, customerId: string, card: CardRecord): void {
  card.customerId = customerId;
  account.books.cards.set(card.id, card);
  known(account.books.customers, customerId).defaultCardId = card.id;
}

/** The network tells Stripe of the card's successor, which has none of its troubles: the account updater. */
export function renewCard(account: Account, cardId: string, last4: string): void {
  const card = known(account.books.cards, cardId);
  const { exp_year, last4: oldLast4 } = { exp_year: card.expYear, last4: card.last4 };
  card.expYear += 3;
  card.last4 = last4;
  card.trouble = undefined;
  account.emit("payment_method.automatically_updated", paymentMethodShape(card), {
    card: { exp_year, last4: oldLast4 },
  });
}

/** Deletes the customer; its subscriptions end with it. */
export function deleteCustomer(account: Account, id: string): void {
  const customer = known(account.books.customers, id);
  for (const subscription of account.books.subscriptions.values())
    if (subscription.customerId === id) cancelSubscription(account, subscription.id, "cancellation_requested");
  customer.deleted = true;
  account.emit("customer.deleted", customerShape(customer));
}

export const readCustomer = (customer: CustomerRecord): Json =>
  customer.deleted ? deletedCustomerShape(customer.id) : customerShape(customer);
