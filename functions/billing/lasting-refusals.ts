import { attemptsOf } from "./attempts.ts";
import { judge } from "./declines/declines.ts";
import type { KnownCustomer } from "./known-customer.ts";

/**
 * The payments that say of a number that it must never be charged again, one for each number: they are kept for as long as
 * the payer is known, or the number would be charged again once its case is history.
 */
export function lastingRefusals(known: KnownCustomer): ReadonlySet<string> {
  const byNumber = new Map<string, string>();
  for (const { method, decline, paymentId } of attemptsOf(known, [])) {
    const number = method.number ?? method.methodId;
    if (number === undefined || paymentId === undefined || decline === undefined) continue;
    const verdict = judge(decline, undefined, method.kind);
    if (verdict.retry === "blocked" && verdict.lasts === "number") byNumber.set(number, paymentId);
  }
  return new Set(byNumber.values());
}
