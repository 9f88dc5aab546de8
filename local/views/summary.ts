import { type DeclineClass, declineClass, declineClasses } from "../../functions/billing/declines/decline-class.ts";
import type { Decline } from "../../functions/billing/payment.ts";
import { type DunningCase, type RecoveryWay, recoveryWays } from "../../functions/dunning/case.ts";
import { type MessageName, messageNames } from "../../functions/dunning/message-kinds.ts";
import { type Instant, msBetween } from "../../functions/platform/instant.ts";
import type { BudgetUse } from "../providers/stripe/budget-use.ts";

/** What happened in the world outside the cases. */
export interface WorldCounts {
  readonly customers: number;
  /** Charges the provider made by itself at renewal, and how many of them were declined. */
  readonly renewalCharges: number;
  readonly failedRenewalCharges: number;
  /** Webhook requests by what they were answered with. */
  readonly eventsAccepted: number;
  readonly eventsRepeated: number;
  readonly eventsRefused: number;
  readonly eventsParked: number;
  readonly stepsRun: number;
  /** Steps of the workflow that threw, each of which was tried again or planned around. */
  readonly stepsFailed: number;
  /** Events whose application threw, each of which was brought back. */
  readonly applyFailed: number;
}

export interface MoneyOfCurrency {
  readonly currency: string;
  readonly failedMinor: number;
  /** Paid, and not yet given back. */
  readonly recoveredMinor: number;
  /** Of that, refunded, credited after the payment, or disputed and not won back. */
  readonly givenBackMinor: number;
  /** What is left of it. */
  readonly netMinor: number;
  /** Given up, cancelled or voided. */
  readonly lostMinor: number;
  readonly openMinor: number;
}

export interface RecoveryOfClass {
  readonly declineClass: DeclineClass;
  readonly failed: number;
  readonly recovered: number;
}

/** A letter to a customer, or to the company's own people about one. */
export interface LetterSent {
  readonly name: MessageName;
  readonly customerId: string;
  readonly sentAt: Instant;
}

/** What the provider's own books say, whatever Holdfast believes. */
export interface ProviderBooks {
  /** What an invoice brought in and what of it went back, in its currency's minor unit; undefined if it is not there. */
  moneyOf(invoiceId: string): { readonly paidMinor: number; readonly backMinor: number } | undefined;
  /** Why the invoice's first charge that failed was declined; undefined if the books do not say. */
  firstDecline(invoiceId: string): Decline | undefined;
  readonly budgets: readonly BudgetUse[];
}

/** The end of a run, as `--json` prints it. Amounts are in the currency's minor unit. */
export interface Summary extends WorldCounts {
  readonly seed: number;
  readonly from: Instant;
  readonly until: Instant;
  readonly failed: number;
  readonly recovered: number;
  /** 0 to 1; of all that failed, the still open ones included. */
  readonly recoveredShare: number;
  readonly recoveredBy: Readonly<Record<RecoveryWay, number>>;
  /** Of the recovered, those whose customer used the link of a message first. */
  readonly recoveredAfterMessage: number;
  /** By what the first decline said stood in the way; classes of which there was none are left out. */
  readonly byDeclineClass: readonly RecoveryOfClass[];
  readonly lost: number;
  readonly cancelled: number;
  readonly voided: number;
  readonly open: number;
  readonly money: readonly MoneyOfCurrency[];
  readonly messages: Readonly<Record<MessageName, number>>;
  /** Letters to one payer within any seven days: the most there were, and the mean of the weeks that had any. */
  readonly lettersPerWeek: { readonly most: number; readonly mean: number };
  /** How near anybody's charges of one number came to its network's budget, by the provider's books. */
  readonly budgets: readonly BudgetUse[];
}

/** Counts up what became of the cases. */
export function summarize(
  run: { readonly seed: number; readonly from: Instant; readonly until: Instant },
  cases: readonly DunningCase[],
  letters: readonly LetterSent[],
  { counts, provider }: { readonly counts: WorldCounts; readonly provider: ProviderBooks },
): Summary {
  const ended = (kind: string) => cases.filter(({ outcome }) => outcome?.kind === kind).length;
  const recovered = ended("recovered");
  return {
    ...run,
    ...counts,
    failed: cases.length,
    recovered,
    recoveredShare: cases.length === 0 ? 0 : Math.round((recovered / cases.length) * 1000) / 1000,
    recoveredBy: countEach(recoveryWays, cases.flatMap(wayOf)),
    recoveredAfterMessage: cases.filter(({ outcome }) => outcome?.kind === "recovered" && outcome.afterMessage).length,
    byDeclineClass: byClass(cases, provider),
    lost: ended("lost"),
    cancelled: ended("cancelled"),
    voided: ended("voided"),
    open: cases.filter(({ outcome }) => outcome === undefined).length,
    money: moneyOf(cases, provider),
    messages: countEach(
      messageNames,
      letters.map(({ name }) => name),
    ),
    lettersPerWeek: lettersPerWeek(letters),
    budgets: provider.budgets,
  };
}

const wayOf = ({ outcome }: DunningCase): RecoveryWay[] => (outcome?.kind === "recovered" ? [outcome.how] : []);
const isRecovered = ({ outcome }: DunningCase): boolean => outcome?.kind === "recovered";

function countEach<const T extends string>(names: readonly T[], seen: readonly T[]): Record<T, number> {
  const counts = names.map((name) => [name, seen.filter((one) => one === name).length] as const);
  return recordOf(counts);
}

function recordOf<T extends string>(entries: readonly (readonly [T, number])[]): Record<T, number>;
function recordOf(entries: readonly (readonly [string, number])[]): Record<string, number> {
  return Object.fromEntries(entries);
}

function byClass(cases: readonly DunningCase[], provider: ProviderBooks): RecoveryOfClass[] {
  const ofClass = Map.groupBy(cases, ({ invoiceId, decline }) =>
    declineClass(provider.firstDecline(invoiceId) ?? decline),
  );
  return declineClasses.flatMap((one) => {
    const found = ofClass.get(one);
    return found ? [{ declineClass: one, failed: found.length, recovered: found.filter(isRecovered).length }] : [];
  });
}

function moneyOf(cases: readonly DunningCase[], provider: ProviderBooks): MoneyOfCurrency[] {
  const currencies = [...new Set(cases.map(({ amount }) => amount.currency))].sort();
  return currencies.map((currency) => {
    const ofCurrency = cases.filter(({ amount }) => amount.currency === currency);
    const came = ofCurrency.filter(isRecovered).map((one) => provider.moneyOf(one.invoiceId) ?? paidInFull(one));
    const recoveredMinor = sumOf(came.map(({ paidMinor }) => paidMinor));
    const givenBackMinor = sumOf(came.map(({ backMinor }) => backMinor));
    return {
      currency,
      failedMinor: sumOf(ofCurrency.map(amountOf)),
      recoveredMinor,
      givenBackMinor,
      netMinor: recoveredMinor - givenBackMinor,
      lostMinor: sumOf(ofCurrency.filter((one) => one.outcome !== undefined && !isRecovered(one)).map(amountOf)),
      openMinor: sumOf(ofCurrency.filter(({ outcome }) => outcome === undefined).map(amountOf)),
    };
  });
}

const amountOf = ({ amount }: DunningCase): number => amount.amountMinor;
const paidInFull = (one: DunningCase) => ({ paidMinor: amountOf(one), backMinor: 0 });
const sumOf = (amounts: readonly number[]): number => amounts.reduce((sum, amount) => sum + amount, 0);

const weekMs = 7 * 86_400_000;

/** What goes to the company's own people is no letter to a payer. */
function lettersPerWeek(letters: readonly LetterSent[]): Summary["lettersPerWeek"] {
  const toPayers = letters.filter(({ name }) => name !== "hand-over");
  const byPayer = [...Map.groupBy(toPayers, ({ customerId }) => customerId).values()];
  const weeks = byPayer.map((ofOne) => weeksWithLetters(ofOne.map(({ sentAt }) => sentAt).sort()));
  const count = sumOf(weeks.map((ofOne) => ofOne.length));
  return {
    most: Math.max(0, ...byPayer.map(mostInAWeek)),
    mean: count === 0 ? 0 : Math.round((toPayers.length / count) * 100) / 100,
  };
}

function mostInAWeek(letters: readonly LetterSent[]): number {
  const within = (from: Instant) =>
    letters.filter(({ sentAt }) => sentAt >= from && msBetween(from, sentAt) < weekMs).length;
  return Math.max(...letters.map(({ sentAt }) => within(sentAt)));
}

/** The beginnings of the payer's weeks that had a letter; each week begins with the first letter after the one before. */
function weeksWithLetters(times: readonly Instant[]): Instant[] {
  const begun: Instant[] = [];
  for (const at of times) {
    const last = begun.at(-1);
    if (last === undefined || msBetween(last, at) >= weekMs) begun.push(at);
  }
  return begun;
}
