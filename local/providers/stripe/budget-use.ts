import { type Instant, msBetween } from "../../../functions/platform/instant.ts";
import { isCard, isDebit } from "./methods.ts";
import type { Books, ChargeRecord } from "./records.ts";

/** How near anybody's charges came to what a network allows. */
export interface BudgetUse {
  readonly network: "visa" | "mastercard" | "other cards" | "bank debits";
  /** The window; undefined where each debit is counted by itself. */
  readonly days: number | undefined;
  readonly allowed: number;
  /** The most within any such window, of any one number. */
  readonly most: number;
}

const dayMs = 86_400_000;
/**
 * The networks' own rules, written down here once more so that Holdfast is not measured by its own table. Visa Core Rules,
 * since 25 May 2025; Mastercard as acquirers tell their merchants; others: what open-source routers take.
 */
const budgets = [
  { network: "visa", days: 30, allowed: 20 },
  { network: "mastercard", days: 1, allowed: 10 },
  { network: "mastercard", days: 30, allowed: 35 },
  { network: "other cards", days: 30, allowed: 20 },
] as const;
/** NACHA and SEPA: a debit returned for want of funds may be presented twice more. */
const presentationsAllowed = 3;

/** How much of a budget was spent once a charge had been made. */
export interface Spent {
  /** `30 days` */
  readonly window: string;
  readonly charges: number;
  readonly allowed: number;
}

/** What a charge, with everybody's of that number before it, made of each budget it falls under. */
export function spentWith(books: Books, charge: ChargeRecord): Spent[] {
  const before = [...books.charges.values()].filter((one) => isOfSameBudget(books, one, charge));
  const network = networkOf(books, charge);
  if (network === "bank debits") return [{ window: "all", charges: before.length, allowed: presentationsAllowed }];
  return budgets
    .filter((budget) => budget.network === network)
    .map(({ days, allowed }) => ({
      window: `${days} days`,
      charges: before.filter(({ createdAt }) => msBetween(createdAt, charge.createdAt) < days * dayMs).length,
      allowed,
    }));
}

/** Of the same number, not later, and in the case of a debit of the same invoice. */
function isOfSameBudget(books: Books, one: ChargeRecord, charge: ChargeRecord): boolean {
  if (one.fingerprint !== charge.fingerprint || one.createdAt > charge.createdAt || !reachedNetwork(one)) return false;
  return networkOf(books, charge) !== "bank debits" || one.invoiceId === charge.invoiceId;
}

/** What a rule of the company stopped never did. */
const reachedNetwork = ({ trouble }: ChargeRecord): boolean => trouble !== "blocked-by-rule";

function networkOf({ methods }: Books, { methodId }: ChargeRecord): BudgetUse["network"] {
  const method = methods.get(methodId);
  if (method === undefined || isDebit(method)) return "bank debits";
  return isCard(method) && method.brand !== "amex" ? method.brand : "other cards";
}

/** What the books say of every number (or debit) and window, whoever charged: Stripe, the customer, or somebody by the API. */
export function budgetUse(books: Books): BudgetUse[] {
  const byNetwork = Map.groupBy([...books.charges.values()].filter(reachedNetwork), (charge) =>
    networkOf(books, charge),
  );
  const ofCards = budgets.map((budget) => ({
    ...budget,
    most: mostWithin(byNetwork.get(budget.network) ?? [], budget.days, ({ fingerprint }) => fingerprint),
  }));
  const debits = byNetwork.get("bank debits") ?? [];
  const mostPresented = mostWithin(debits, undefined, ({ fingerprint, invoiceId }) => `${invoiceId} ${fingerprint}`);
  return [...ofCards, { network: "bank debits", days: undefined, allowed: presentationsAllowed, most: mostPresented }];
}

/** The most charges of one name within so many days of each other. */
function mostWithin(
  charges: readonly ChargeRecord[],
  days: number | undefined,
  nameOf: (charge: ChargeRecord) => string,
): number {
  const times = [...Map.groupBy(charges, nameOf).values()].map((ofOne) => ofOne.map(({ createdAt }) => createdAt));
  return times.reduce((most, ofOne) => Math.max(most, densest(ofOne, days)), 0);
}

/** @param times oldest first. */
function densest(times: readonly Instant[], days: number | undefined): number {
  if (days === undefined) return times.length;
  let first = 0;
  let most = 0;
  times.forEach((at, last) => {
    while (msBetween(times[first] ?? at, at) >= days * dayMs) first += 1;
    most = Math.max(most, last - first + 1);
  });
  return most;
}
