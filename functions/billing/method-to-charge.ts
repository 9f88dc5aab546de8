import type { Instant } from "../platform/instant.ts";
import type { Card } from "./card.ts";
import type { KnownCustomer } from "./known-customer.ts";
import type { AskedMethod, MethodVerdict } from "./method-verdict.ts";
import type { ProviderInvoice, ProviderMethod } from "./payments.ts";

/** A method that was chosen at one level. */
export interface Choice {
  readonly method: AskedMethod & { readonly methodId: string };
  /** When an event, or the provider itself, said that it was chosen; undefined while nobody told of a change. */
  readonly chosenAt?: Instant | undefined;
}

/** The methods that a customer chose, by the level at which an invoice draws from them. */
export interface Wallet {
  /** The customer's own default. */
  readonly customer?: Choice | undefined;
  /** The subscription's, which goes before the customer's. */
  readonly subscription?: Choice | undefined;
}

interface Holder {
  readonly asOf?: Instant | undefined;
  readonly defaultCardId?: string | undefined;
  readonly cardChosen?: { readonly cardId: string; readonly at: Instant } | undefined;
}

const expiryOf = ({ expMonth, expYear }: Card): string | undefined =>
  expMonth === undefined || expYear === undefined ? undefined : `${expYear}-${String(expMonth).padStart(2, "0")}`;

/** What is known of a saved method by its id. */
export function savedMethod(methodId: string, card: Card | undefined): Choice["method"] {
  if (card === undefined) return { methodId };
  const { number, kind, brand, last4, country, funding, bank, renewedAt } = card;
  return { methodId, number, kind, brand, last4, country, funding, bank, expires: expiryOf(card), renewedAt };
}

/** The provider's clock has whole seconds. */
const toSecond = (at: Instant): Instant => `${at.slice(0, 19)}.000Z`;

/** The default of one level; undefined if there is none, or if it was removed. */
function choiceOf(holder: Holder | undefined, cards: KnownCustomer["cards"]): Choice | undefined {
  const { asOf, defaultCardId, cardChosen } = holder ?? {};
  // A choice that no snapshot has seen yet is newer than the snapshot.
  const isUnseen = cardChosen !== undefined && (asOf === undefined || cardChosen.at > asOf);
  const methodId = isUnseen ? cardChosen.cardId : defaultCardId;
  if (methodId === undefined || cards.get(methodId)?.detached) return undefined;
  const chosenAt = cardChosen?.cardId === methodId ? cardChosen.at : undefined;
  return { method: { ...savedMethod(methodId, cards.get(methodId)), since: chosenAt }, chosenAt };
}

/** What a payer's customer and one of its subscriptions have as their defaults, by the events so far. */
export function walletOf(
  { customer, subscriptions, cards }: KnownCustomer,
  subscriptionId: string | undefined,
): Wallet {
  const subscription = subscriptionId === undefined ? undefined : subscriptions.get(subscriptionId);
  return { customer: choiceOf(customer, cards), subscription: choiceOf(subscription, cards) };
}

function seenNow(known: Choice | undefined, seen: ProviderMethod | undefined, now: Instant): Choice | undefined {
  if (seen === undefined) return known;
  if (known?.method.methodId === seen.methodId) {
    const { kind, number = known.method.number } = seen;
    return { ...known, method: { ...known.method, kind, number } };
  }
  // Another than the events know was chosen since; its event is still on the way.
  const chosenAt = known === undefined ? undefined : now;
  return { method: { ...seen, since: chosenAt }, chosenAt };
}

/** The wallet as the provider has it this moment. What it does not say stays as the events have it. */
export function walletNow(wallet: Wallet, invoice: ProviderInvoice | undefined, now: Instant): Wallet {
  if (invoice === undefined) return wallet;
  return {
    customer: seenNow(wallet.customer, invoice.customerDefault, now),
    subscription: seenNow(wallet.subscription, invoice.invoiceDefault ?? invoice.subscriptionDefault, now),
  };
}

export interface MethodToCharge {
  /** Undefined where no method is known: the choice is left to the provider. */
  readonly method?: AskedMethod | undefined;
  /** Since when it is the one; undefined while nobody told of a change. */
  readonly chosenAt?: Instant | undefined;
  readonly reason: string;
}

/**
 * Which method an invoice is charged to: the newest that the customer chose, at the level the invoice draws from. A
 * subscription's own default is respected, unless it is dead and the customer has chosen another since, or has chosen
 * another after a letter of ours asked for one. Methods that were removed, or that were merely attached, are nobody's
 * consent.
 * @param askedAt when the customer followed the link of a letter about this very invoice.
 */
export function methodToCharge(
  { customer, subscription }: Wallet,
  verdictOn: (method: AskedMethod) => MethodVerdict,
  askedAt?: Instant,
): MethodToCharge {
  const taking = ({ method, chosenAt }: Choice, reason: string): MethodToCharge => ({ method, chosenAt, reason });
  if (subscription === undefined)
    return customer === undefined
      ? { reason: "no saved method is known" }
      : taking(customer, "the customer's default method");
  if (customer === undefined || customer.method.methodId === subscription.method.methodId)
    return taking(subscription, "the subscription's own method");
  const { chosenAt } = customer;
  const isNewer = chosenAt !== undefined && (subscription.chosenAt === undefined || chosenAt > subscription.chosenAt);
  if (!isNewer || verdictOn(customer.method).retry === "blocked")
    return taking(subscription, "the subscription's own method");
  if (askedAt !== undefined && chosenAt >= toSecond(askedAt))
    return taking(customer, "the customer's default method, chosen when a letter asked for another");
  const own = verdictOn(subscription.method);
  return own.retry === "blocked"
    ? taking(customer, `the customer's newer default, because ${own.reason} on the subscription's own method`)
    : taking(subscription, "the subscription's own method");
}
