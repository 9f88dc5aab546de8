import type { DunningCase } from "./case.ts";
import type { Rung } from "./ladder.ts";
import type { MethodOfCase } from "./method-of-case.ts";

/**
 * Whether a debit is presented at the charge at `place`, of so many charges that a ladder has and so few that a bank
 * allows: the first is taken, the last is kept for the last, and the others lie evenly between.
 */
export function isTurn(place: number, charges: number, allowed: number): boolean {
  if (allowed >= charges) return true;
  if (allowed <= 1) return allowed === 1 && place === charges - 1;
  return Array.from({ length: allowed }, (_, turn) => Math.round((turn * (charges - 1)) / (allowed - 1))).includes(
    place,
  );
}

/**
 * Why a charge of the ladder is left out though a debit may be presented again: a bank takes it back few times, and days pass
 * until anybody knows. Undefined if it is not left out, or if the method is no debit.
 */
export function keptForLater(
  { key }: Rung,
  rungs: readonly Rung[],
  { attempts, cardChangedAt = "" }: DunningCase,
  { verdict }: MethodOfCase,
): string | undefined {
  if (verdict.retry === "blocked" || verdict.presentationsLeft === undefined) return undefined;
  const made = attempts.filter(({ at, result }) => at >= cardChangedAt && result !== "not-open").length;
  const charges = rungs.filter(({ act }) => act === "retry-payment");
  const place = charges.findIndex((rung) => rung.key === key);
  if (isTurn(place, charges.length, made + verdict.presentationsLeft)) return undefined;
  return "a debit may be presented again a few times only, which are spread over the ladder";
}
