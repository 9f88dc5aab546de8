import type { Instant } from "../platform/instant.ts";
import type { DunningCase } from "./case.ts";

/** Money that went back to the customer after a payment. */
export interface MoneyBack {
  /** `refund:<charge>`, `credit-note:<id>`, `dispute:<id>` or `came-back:<invoice>`: what took it, and how much in all by now. */
  readonly key: string;
  readonly backMinor: number;
  readonly at: Instant;
}

/** What all of one kind took back. */
function backBy(kind: string, { corrections = {} }: DunningCase): number {
  const sums = Object.entries(corrections).map(([key, correction]) =>
    key.startsWith(`${kind}:`) && "backMinor" in correction ? correction.backMinor : 0,
  );
  return sums.reduce((sum, backMinor) => sum + backMinor, 0);
}

/**
 * What is left of a recovery, in the currency's minor unit: the money that came, less what went back; undefined for a case
 * that recovered nothing. A credit note after the payment is paid out as a refund more often than not, and both are told:
 * of the two the greater counts.
 */
export function netRecoveredMinor(dunningCase: DunningCase): number | undefined {
  const { outcome, amount } = dunningCase;
  if (outcome?.kind !== "recovered") return undefined;
  const came = outcome.recoveredMinor ?? amount.amountMinor;
  const given = Math.max(backBy("refund", dunningCase), backBy("credit-note", dunningCase));
  return Math.max(0, came - given - backBy("dispute", dunningCase) - backBy("came-back", dunningCase));
}
