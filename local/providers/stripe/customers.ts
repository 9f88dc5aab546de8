import type { Instant } from "../../../functions/platform/instant.ts";
import { type Account, known } from "./account.ts";
import { isCard } from "./methods.ts";
import type { CustomerRecord, MethodRecord } from "./records.ts";
import { customerShape, deletedCustomerShape } from "./shapes/customer-shape.ts";
import { methodShape, paymentMethodShape } from "./shapes/method-shape.ts";
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
    defaultMethodId: null,
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

/** Attaches a method and makes it the one that is charged by default. The old one stays attached, as at Stripe. */
export function replaceDefaultMethod(account: Account, customerId: string, method: MethodRecord): void {
  attachMethod(account, customerId, method);
  makeDefault(account, customerId, method.id);
}

/** Saves a method with the customer, beside the default. */
export function attachMethod(account: Account, customerId: string, method: MethodRecord): void {
  method.customerId = customerId;
  account.books.methods.set(method.id, method);
  const what = method.kind === "legacy-source" ? "customer.source.created" : "payment_method.attached";
  account.emit(what, methodShape(method));
}

/** Makes an attached method the customer's default; null leaves the customer without one. */
export function makeDefault(account: Account, customerId: string, methodId: string | null): void {
  const customer = known(account.books.customers, customerId);
  const before = customerShape(customer);
  customer.defaultMethodId = methodId;
  account.emit("customer.updated", customerShape(customer), changedFrom(before, customerShape(customer)));
}

/** Puts the customer's method into the books as one that was there before anyone listened. */
export function importDefaultMethod(account: Account, customerId: string, method: MethodRecord): void {
  method.customerId = customerId;
  account.books.methods.set(method.id, method);
  known(account.books.customers, customerId).defaultMethodId = method.id;
}

/** Takes a method off the customer; whatever drew from it draws from nothing. */
export function detachMethod(account: Account, methodId: string): void {
  const method = known(account.books.methods, methodId);
  const { customerId } = method;
  if (customerId === null) return;
  method.customerId = null;
  account.emit("payment_method.detached", paymentMethodShape(method), { customer: customerId });
  for (const subscription of account.books.subscriptions.values())
    if (subscription.defaultMethodId === methodId) subscription.defaultMethodId = null;
  if (known(account.books.customers, customerId).defaultMethodId === methodId) makeDefault(account, customerId, null);
}

/** The network tells Stripe of the card's successor, which has none of its troubles: the account updater. */
export function renewCard(account: Account, cardId: string, last4: string): void {
  const card = known(account.books.methods, cardId);
  if (!isCard(card)) return;
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
