import type { Money } from "../../functions/billing/money.ts";
import { type DunningCase, type RecoveryWay, recoveryWays } from "../../functions/dunning/case.ts";
import { type MessageName, messageNames } from "../../functions/dunning/message-kinds.ts";
import type { Instant } from "../../functions/platform/instant.ts";

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
  readonly recoveredMinor: number;
  /** Given up, cancelled or voided. */
  readonly lostMinor: number;
  readonly openMinor: number;
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
  readonly lost: number;
  readonly cancelled: number;
  readonly voided: number;
  readonly open: number;
  readonly money: readonly MoneyOfCurrency[];
  readonly messages: Readonly<Record<MessageName, number>>;
}

/** Counts up what became of the cases. */
export function summarize(
  run: { readonly seed: number; readonly from: Instant; readonly until: Instant },
  cases: readonly DunningCase[],
  messages: readonly MessageName[],
  counts: WorldCounts,
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
    lost: ended("lost"),
    cancelled: ended("cancelled"),
    voided: ended("voided"),
    open: cases.filter(({ outcome }) => outcome === undefined).length,
    money: moneyOf(cases),
    messages: countEach(messageNames, messages),
  };
}

const wayOf = ({ outcome }: DunningCase): RecoveryWay[] => (outcome?.kind === "recovered" ? [outcome.how] : []);

function countEach<const T extends string>(names: readonly T[], seen: readonly T[]): Record<T, number> {
  const counts = names.map((name) => [name, seen.filter((one) => one === name).length] as const);
  return recordOf(counts);
}

function recordOf<T extends string>(entries: readonly (readonly [T, number])[]): Record<T, number>;
function recordOf(entries: readonly (readonly [string, number])[]): Record<string, number> {
  return Object.fromEntries(entries);
}

function moneyOf(cases: readonly DunningCase[]): MoneyOfCurrency[] {
  const currencies = [...new Set(cases.map(({ amount }) => amount.currency))].sort();
  return currencies.map((currency) => {
    const sum = (matches: (one: DunningCase) => boolean) =>
      cases.filter((one) => one.amount.currency === currency && matches(one)).reduce(addAmount, 0);
    return {
      currency,
      failedMinor: sum(() => true),
      recoveredMinor: sum(({ outcome }) => outcome?.kind === "recovered"),
      lostMinor: sum(({ outcome }) => outcome !== undefined && outcome.kind !== "recovered"),
      openMinor: sum(({ outcome }) => outcome === undefined),
    };
  });
}

const addAmount = (sum: number, { amount }: { readonly amount: Money }): number => sum + amount.amountMinor;
