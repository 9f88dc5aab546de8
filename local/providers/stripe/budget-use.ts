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

/**
 * What the books say of every number (or debit) and window, whoever charged: Stripe, the customer or somebody through the
 * API. What a rule of the company stopped never reached a network.
 */
export function budgetUse({ charges, methods }: Books): BudgetUse[] {
  const sent = [...charges.values()].filter(({ trouble }) => trouble !== "blocked-by-rule");
  const networkOf = (charge: ChargeRecord): BudgetUse["network"] => {
    const method = methods.get(charge.methodId);
    if (method === undefined || isDebit(method)) return "bank debits";
    return isCard(method) && method.brand !== "amex" ? method.brand : "other cards";
  };
  const byNetwork = Map.groupBy(sent, networkOf);
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
