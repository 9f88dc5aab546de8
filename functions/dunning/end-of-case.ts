import type { DunningCase } from "./case.ts";
import type { DunningPolicy } from "./policy/dunning-policy.ts";

export type End = NonNullable<DunningPolicy["steps"][number]["end"]>;

/**
 * What the end of the ladder means for a case. An invoice without a subscription has none to cancel, and one for a change
 * does not take down a subscription whose renewals are paid.
 */
export function endOf(
  { subscriptionId, spared }: Pick<DunningCase, "subscriptionId" | "spared">,
  policy: DunningPolicy,
): End {
  const end = policy.steps.find((step) => step.end !== undefined)?.end ?? "leave-open";
  if (end !== "cancel-subscription") return end;
  return subscriptionId === undefined || spared?.why === "paid-renewals" ? "mark-uncollectible" : end;
}
