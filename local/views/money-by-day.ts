import type { DunningCase } from "../../functions/dunning/case.ts";
import { type Instant, instantOfMs, msOf } from "../../functions/platform/instant.ts";
import type { DayOfMoney } from "./sandbox-world.ts";

const dayMs = 86_400_000;
const dayOf = (instant: Instant): string => instant.slice(0, 10);

/** What failed, came back and was given up on each day (UTC) of the run, per currency; days without anything too. */
export function moneyByDay(cases: readonly DunningCase[], from: Instant, until: Instant): DayOfMoney[] {
  const currencies = [...new Set(cases.map(({ amount }) => amount.currency))].sort();
  const days: DayOfMoney[] = [];
  for (let ms = msOf(`${dayOf(from)}T00:00:00.000Z`); ms <= msOf(until); ms += dayMs) {
    const day = dayOf(instantOfMs(ms));
    for (const currency of currencies) days.push(moneyOfDay(cases, day, currency));
  }
  return days;
}

function moneyOfDay(cases: readonly DunningCase[], day: string, currency: string): DayOfMoney {
  const ofCurrency = cases.filter(({ amount }) => amount.currency === currency);
  const ended = ofCurrency.filter(({ outcome }) => outcome !== undefined && dayOf(outcome.at) === day);
  const failed = ofCurrency.filter(({ openedAt }) => dayOf(openedAt) === day);
  const recovered = ended.filter(({ outcome }) => outcome?.kind === "recovered");
  const lost = ended.filter(({ outcome }) => outcome?.kind !== "recovered");
  return {
    day,
    currency,
    failedMinor: sumOf(failed),
    recoveredMinor: sumOf(recovered),
    lostMinor: sumOf(lost),
    failedCount: failed.length,
    recoveredCount: recovered.length,
    lostCount: lost.length,
  };
}

const sumOf = (cases: readonly DunningCase[]): number => cases.reduce((sum, { amount }) => sum + amount.amountMinor, 0);
