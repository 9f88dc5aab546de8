import type { DunningCase } from "../../functions/dunning/case.ts";
import { type Instant, instantOfMs, msOf } from "../../functions/platform/instant.ts";
import type { DayOfMoney } from "./sandbox-world.ts";

const dayMs = 86_400_000;
const dayOf = (instant: Instant): string => instant.slice(0, 10);

/** What failed, came back and was given up on each day (UTC) of the run, per currency; days without anything too. */
export function moneyByDay(cases: readonly DunningCase[], from: Instant, until: Instant): DayOfMoney[] {
  const currencies = [...new Set(cases.map(({ amount }) => amount.currency))].sort();
  const failed = Map.groupBy(cases, ({ openedAt, amount }) => placeOf(openedAt, amount.currency));
  const ended = Map.groupBy(cases, ({ outcome, amount }) => outcome && placeOf(outcome.at, amount.currency));
  const days: DayOfMoney[] = [];
  for (let ms = msOf(`${dayOf(from)}T00:00:00.000Z`); ms <= msOf(until); ms += dayMs) {
    const day = dayOf(instantOfMs(ms));
    for (const currency of currencies) {
      const place = placeOf(day, currency);
      days.push({ day, currency, ...sums(failed.get(place) ?? [], ended.get(place) ?? []) });
    }
  }
  return days;
}

const placeOf = (at: Instant, currency: string): string => `${dayOf(at)} ${currency}`;

function sums(failed: readonly DunningCase[], ended: readonly DunningCase[]): Omit<DayOfMoney, "day" | "currency"> {
  const recovered = ended.filter(({ outcome }) => outcome?.kind === "recovered");
  const lost = ended.filter(({ outcome }) => outcome?.kind !== "recovered");
  return {
    failedMinor: sumOf(failed),
    recoveredMinor: sumOf(recovered),
    lostMinor: sumOf(lost),
    failedCount: failed.length,
    recoveredCount: recovered.length,
    lostCount: lost.length,
  };
}

const sumOf = (cases: readonly DunningCase[]): number => cases.reduce((sum, { amount }) => sum + amount.amountMinor, 0);
