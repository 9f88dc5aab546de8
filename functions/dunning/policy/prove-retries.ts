import { type Budget, networkBudgets } from "../../billing/budgets.ts";
import { durationMs } from "../../platform/duration.ts";
import type { DunningPolicy, DunningStep } from "./dunning-policy.ts";

/** How often an invoice may be charged; `withinMs` infinite means for as long as it is open. */
interface Limit {
  readonly who: string;
  readonly charges: number;
  readonly withinMs: number;
  /** Whether the charge that failed first counts as well. */
  readonly countsFirst: boolean;
}

const dayMs = 86_400_000;

const networkLimits = (network: string, budgets: readonly Budget[]): Limit[] =>
  budgets.map(({ attempts, days }) => ({
    who: `${network} allows ${attempts} charges of a card in ${days === 1 ? "24 hours" : `${days} days`}`,
    charges: attempts,
    withinMs: days * dayMs,
    countsFirst: true,
  }));

/** Stripe's own limit is that of its Smart Retries. */
const limits: readonly Limit[] = [
  {
    who: "Stripe allows 8 retries of an invoice",
    charges: 8,
    withinMs: Number.POSITIVE_INFINITY,
    countsFirst: false,
  },
  ...networkLimits("Mastercard", networkBudgets.mastercard),
  ...networkLimits("Visa", networkBudgets.visa),
];

/** Nobody charges twice, and no schedule may ask for more charges than Stripe or a card network allows. */
export function proveRetries({ steps, retries }: Pick<DunningPolicy, "steps" | "retries">): string[] {
  return retries === "provider" ? proveAccompanied(steps) : proveOwn(steps);
}

/** Two schedules at once would charge a card at unplanned times, and against the networks' budgets. */
const proveAccompanied = (steps: readonly DunningStep[]): string[] =>
  steps.flatMap(({ retry }, index) =>
    retry
      ? [
          `dunning.steps.${index}.retry: dunning.retries is provider, so the provider charges by its own schedule; remove retry here, or set dunning.retries to own and switch the provider's retries off.`,
        ]
      : [],
  );

function proveOwn(steps: readonly DunningStep[]): string[] {
  const retries = steps.flatMap(({ retry, after }, index) => (retry ? [{ index, afterMs: durationMs(after) }] : []));
  return limits.flatMap(({ who, charges, withinMs, countsFirst }) => {
    const counted = countsFirst ? [{ index: -1, afterMs: 0 }, ...retries] : retries;
    const tooMany = counted.find(({ afterMs }, place) => {
      const inWindow = counted.slice(0, place + 1).filter((charge) => afterMs - charge.afterMs < withinMs);
      return inWindow.length > charges;
    });
    if (tooMany === undefined) return [];
    return [`dunning.steps.${tooMany.index}.retry: ${who}, and this step would exceed it; retry in fewer steps.`];
  });
}
