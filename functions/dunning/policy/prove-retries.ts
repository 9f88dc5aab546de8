import { durationMs } from "../../platform/duration.ts";
import type { DunningStep } from "../../policy/policy.ts";

/** How often an invoice may be charged; `within` undefined means for as long as it is open. */
interface Budget {
  readonly who: string;
  readonly charges: number;
  readonly within?: string;
  /** Whether the charge that failed first counts as well. */
  readonly countsFirst: boolean;
}

/** Stripe: its Smart Retries. Visa: its Core Rules since 25 May 2025. Mastercard: as acquirers tell their merchants. */
const budgets: readonly Budget[] = [
  { who: "Stripe allows 8 retries of an invoice", charges: 8, countsFirst: false },
  { who: "Mastercard allows 10 charges of a card in 24 hours", charges: 10, within: "P1D", countsFirst: true },
  { who: "Visa allows 20 charges of a card in 30 days", charges: 20, within: "P30D", countsFirst: true },
];

/** No schedule may ask for more charges than Stripe or a card network allows. */
export function proveRetries(steps: readonly DunningStep[]): string[] {
  const retries = steps.flatMap(({ retry, after }, index) => (retry ? [{ index, afterMs: durationMs(after) }] : []));
  return budgets.flatMap(({ who, charges, within, countsFirst }) => {
    const counted = countsFirst ? [{ index: -1, afterMs: 0 }, ...retries] : retries;
    const windowMs = within === undefined ? Number.POSITIVE_INFINITY : durationMs(within);
    const tooMany = counted.find(({ afterMs }, place) => {
      const inWindow = counted.slice(0, place + 1).filter((charge) => afterMs - charge.afterMs < windowMs);
      return inWindow.length > charges;
    });
    if (tooMany === undefined) return [];
    return [`dunning.steps.${tooMany.index}.retry: ${who}, and this step would exceed it; retry in fewer steps.`];
  });
}
