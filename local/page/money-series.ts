import type { Instant } from "../../functions/platform/instant.ts";
import type { DayOfMoney } from "../views/sandbox-world.ts";

/** Sums from the start up to the end of a day. */
export interface MoneySoFar extends Omit<DayOfMoney, "day" | "currency"> {
  /** Midnight UTC. */
  readonly day: Instant;
}

/** The currencies of a series, the one with the most failures first. */
export function currenciesOf(series: readonly DayOfMoney[]): string[] {
  const failures = new Map<string, number>();
  for (const { currency, failedCount } of series) failures.set(currency, (failures.get(currency) ?? 0) + failedCount);
  return [...failures].sort(([a, x], [b, y]) => y - x || a.localeCompare(b)).map(([currency]) => currency);
}

/** What had failed, come back and been lost by the end of each day, in one currency, oldest first. */
export function soFar(series: readonly DayOfMoney[], currency: string): MoneySoFar[] {
  const sums = { failedMinor: 0, recoveredMinor: 0, lostMinor: 0, failedCount: 0, recoveredCount: 0, lostCount: 0 };
  return series
    .filter((day) => day.currency === currency)
    .toSorted((a, b) => a.day.localeCompare(b.day))
    .map((day) => {
      sums.failedMinor += day.failedMinor;
      sums.recoveredMinor += day.recoveredMinor;
      sums.lostMinor += day.lostMinor;
      sums.failedCount += day.failedCount;
      sums.recoveredCount += day.recoveredCount;
      sums.lostCount += day.lostCount;
      return { day: `${day.day}T00:00:00.000Z`, ...sums };
    });
}
