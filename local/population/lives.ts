import { dealer, type Random, randomFor } from "../engine/random.ts";
import type { DebitKind } from "../providers/stripe/method-kinds.ts";
import type { ChosenKind } from "../providers/stripe/methods.ts";
import type { CardRecord } from "../providers/stripe/records.ts";
import type { Person } from "./person.ts";
import { priceIn } from "./prices.ts";

/**
 * How much happens to the invented people. `plain`: everybody pays one subscription by card, and nobody but them and their
 * banks does anything. `full`: what a subscription business sees in a year, in its proportions.
 */
export type Lives = "plain" | "full";

/** How somebody pays, and what the company has arranged with them. */
export interface Life {
  readonly person: Person;
  /** Undefined: by the card of the person. */
  readonly pays: Exclude<ChosenKind, "visa" | "mastercard" | "amex"> | undefined;
  readonly card: Partial<Pick<CardRecord, "kind" | "funding" | "wallet">>;
  readonly subscriptions: number;
  /** The subscription draws from a default of its own. */
  readonly ownMethod: boolean;
  /** A rule of the company has Stripe retry by itself. */
  readonly retriedByStripe: boolean;
  /** Invoices are sent to them, and nothing is charged. */
  readonly isSentInvoices: boolean;
}

type Lot = Omit<Life, "person" | "subscriptions">;

const usual: Lot = {
  pays: undefined,
  card: {},
  ownMethod: false,
  retriedByStripe: false,
  isSentInvoices: false,
};

const repeat = <T>(count: number, value: T): T[] => Array.from({ length: count }, () => value);

/** Of a hundred customers: most pay by a card, as most customers of subscription businesses do. */
const lots: readonly Lot[] = [
  ...repeat(46, usual),
  ...repeat(16, { ...usual, card: { funding: "debit" } } as const),
  ...repeat(2, { ...usual, card: { funding: "prepaid" } } as const),
  ...repeat(4, { ...usual, card: { wallet: "apple_pay" } } as const),
  ...repeat(2, { ...usual, card: { wallet: "google_pay" } } as const),
  ...repeat(2, { ...usual, card: { kind: "legacy-source" } } as const),
  ...repeat(5, { ...usual, ownMethod: true }),
  ...repeat(4, { ...usual, retriedByStripe: true }),
  ...repeat(2, { ...usual, isSentInvoices: true }),
  ...repeat(3, { ...usual, pays: "link" } as const),
  // By bank, where the country has a scheme: which of them is decided by the country.
  ...repeat(14, { ...usual, pays: "sepa_debit" } as const),
];

/** Where a bank account can be debited: by which scheme, and in which currency Orbit bills then. */
const schemes: Readonly<Record<string, readonly [scheme: DebitKind, currency: string]>> = {
  DE: ["sepa_debit", "eur"],
  US: ["us_bank_account", "usd"],
  GB: ["bacs_debit", "gbp"],
};

const subscriptionCounts = [...repeat(46, 1), 2, 2, 3];

/** Gives each of them a life, in the order in which they were invented, so that any seed gets about the same mix. */
export function livesOf(lives: Lives, seed: number): (person: Person) => Life {
  if (lives === "plain") return (person) => ({ ...usual, person, subscriptions: 1 });
  const lot = dealer(lots, seed, "lives");
  const count = dealer(subscriptionCounts, seed, "subscriptions");
  return (person) => lifeOf(person, { ...lot(), subscriptions: count() }, randomFor(seed, "life", person.number));
}

function lifeOf(person: Person, drawn: Omit<Life, "person">, random: Random): Life {
  if (drawn.pays !== "sepa_debit") return { ...drawn, person };
  const [scheme, currency] = schemes[person.country] ?? [];
  if (scheme === undefined || currency === undefined) return { ...drawn, pays: undefined, person };
  if (scheme === "us_bank_account" && random.chance(0.3))
    return { ...drawn, pays: "acss_debit", person: canadian(person) };
  return { ...drawn, pays: scheme, person: { ...person, price: priceIn(currency, person.price) } };
}

/** The neighbour in the north, who pays by pre-authorized debit. */
const canadian = (person: Person): Person => ({
  ...person,
  country: "CA",
  locale: "en-CA",
  timeZone: "America/Toronto",
  price: priceIn("cad", person.price),
});
