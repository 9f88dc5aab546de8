import { type Instant, plusMs } from "../../functions/platform/instant.ts";
import { dealer, type Random, randomFor } from "../engine/random.ts";
import type { CardBrand } from "../providers/stripe/decline-reasons.ts";
import type { Price } from "../providers/stripe/records.ts";
import { awkwardNames, type Country, countries } from "./countries.ts";
import { type PlanName, priceOf } from "./prices.ts";

/** One customer of the invented company Orbit, before anything has happened. */
export interface Person {
  readonly number: number;
  readonly name: string;
  /** Null: Orbit never asked. Some are not addresses, some bounce. */
  readonly email: string | null;
  readonly phone: string | null;
  readonly country: string;
  readonly locale: string;
  readonly timeZone: string;
  /** Orbit's own id of the account; a few share one, and a few carry a program's word for none. */
  readonly accountId: string;
  readonly segment: string;
  readonly acquisitionChannel: string;
  readonly price: Price;
  readonly cardBrand: CardBrand;
  /** Until how many months from the start the card is good. */
  readonly cardMonths: number;
  /** Whether the network tells the provider of the card's successor in time. */
  readonly updatedByNetwork: boolean;
  readonly subscribedAt: Instant;
}

const dayMs = 86_400_000;
const channels = ["organic search", "advertising", "referral", "partner", "conference"] as const;
const segmentOf: Readonly<Record<PlanName, string>> = { Solo: "solo", Team: "startup", Business: "mid-market" };

const repeat = <T>(count: number, value: T): T[] => Array.from({ length: count }, () => value);
const upTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index);

/** Invents `count` people. Four in five were customers before `start`, the rest join in the weeks after it. */
export function invent(seed: number, count: number, start: Instant): Person[] {
  const deal = decks(seed);
  return upTo(count).map((index) => person(seed, index + 1, start, deal));
}

/** What must stay in proportion in a small population is dealt; the rest is drawn. */
const decks = (seed: number) => ({
  country: dealer<Country>(
    countries.flatMap((country) => repeat(country.share, country)),
    seed,
    "countries",
  ),
  plan: dealer<PlanName>(
    [...repeat<PlanName>(9, "Solo"), ...repeat<PlanName>(8, "Team"), ...repeat<PlanName>(3, "Business")],
    seed,
    "plans",
  ),
  cardBrand: dealer<CardBrand>(
    [...repeat<CardBrand>(11, "visa"), ...repeat<CardBrand>(8, "mastercard"), "amex"],
    seed,
    "brands",
  ),
  cardMonths: dealer(upTo(36), seed, "expiry"),
  updatedByNetwork: dealer([true, true, true, false], seed, "updater"),
  dayOfCycle: dealer(upTo(30), seed, "days"),
});

function person(seed: number, number: number, start: Instant, deal: ReturnType<typeof decks>): Person {
  const random = randomFor(seed, "person", number);
  const country = deal.country();
  const plan = deal.plan();
  return {
    number,
    name: number % 29 === 0 ? random.pick(awkwardNames) : random.pick(country.names),
    email: addressOf(number),
    phone: random.chance(0.4) ? `+4670000${String(number).padStart(4, "0")}` : null,
    country: country.code,
    locale: number % 97 === 0 ? "tlh" : country.locale,
    timeZone: number % 83 === 0 ? "Mars/Olympus_Mons" : random.pick(country.timeZones),
    accountId: accountOf(seed, number),
    segment: plan === "Business" && random.chance(0.3) ? "enterprise" : segmentOf[plan],
    acquisitionChannel: random.pick(channels),
    price: priceOf(plan, country.currency, random.chance(0.06) ? "year" : "month"),
    cardBrand: deal.cardBrand(),
    cardMonths: deal.cardMonths(),
    updatedByNetwork: deal.updatedByNetwork(),
    subscribedAt: subscribedAt(random, deal.dayOfCycle(), number, start),
  };
}

/** Some companies pay with two customers at Stripe, and some accounts were made by a program with a fault. */
function accountOf(seed: number, number: number): string {
  const random = randomFor(seed, "account", number);
  if (random.chance(0.02)) return "undefined";
  return `orbit-${number > 1 && random.chance(0.05) ? number - 1 : number}`;
}

/** Most addresses work; a few are missing, malformed, or of a mailbox that is gone. */
function addressOf(number: number): string | null {
  if (number % 31 === 0) return null;
  if (number % 47 === 0) return `customer-${number}`;
  if (number % 37 === 0) return `customer-${number}@gone.example`;
  return `customer-${number}@mail.example`;
}

/** On each day of the month about as many; those who are there at the start began one to twenty months before. */
function subscribedAt(random: Random, dayOfCycle: number, number: number, start: Instant): Instant {
  const withinDay = random.whole(0, dayMs - 1);
  const monthsAgo = random.whole(1, 20);
  const days = number % 5 === 0 ? dayOfCycle * 1.5 : dayOfCycle - 30 * monthsAgo;
  return plusMs(start, Math.floor(days) * dayMs + (days < 0 ? withinDay - dayMs : withinDay));
}
