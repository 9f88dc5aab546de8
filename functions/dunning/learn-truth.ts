import type { ProviderInvoice } from "../billing/payments.ts";
import type { Instant } from "../platform/instant.ts";
import { type DunningCase, pendingCharge } from "./case.ts";
import { sparedBecause } from "./decide-on-truth.ts";
import type { Situation } from "./situation.ts";
import { note } from "./story.ts";

/**
 * The case with what a look at the provider tells beside the question it was asked for: what remains to be paid, whether
 * the customer leaves, that we have paused the subscription, and that a debit has come back. The same object if it tells nothing new. Pure.
 */
export function learnTruth(
  dunningCase: DunningCase,
  truth: ProviderInvoice,
  { now, context }: Pick<Situation, "now" | "context">,
): DunningCase {
  if (dunningCase.status !== "open") return dunningCase;
  const standing = withStanding(withAmount(dunningCase, truth, now), truth);
  return withEndedCharge(context.isPaused ? standing : withForgottenPause(standing, truth, now), truth, now);
}

/** Our mark is on a pause that no case knows of: it was made and not recorded, or recorded and lost with a restore. */
function withForgottenPause(dunningCase: DunningCase, { subscription }: ProviderInvoice, now: Instant): DunningCase {
  if (dunningCase.paused || subscription?.pause?.by !== "us") return dunningCase;
  const reason = "The provider says that we have paused the subscription.";
  return note({ ...dunningCase, paused: true }, now, { what: "pause", reason });
}

/** What is asked for follows what remains, part by part; what is settled keeps the amount that it was about. */
function withAmount(dunningCase: DunningCase, { status, amountRemaining }: ProviderInvoice, now: Instant): DunningCase {
  const isSame = dunningCase.amount.amountMinor === amountRemaining.amountMinor;
  if (status !== "open" || isSame || amountRemaining.amountMinor <= 0) return dunningCase;
  return { ...dunningCase, amount: amountRemaining, amountAsOf: now };
}

/** What the provider did not say of the subscription changes nothing. */
function withStanding(dunningCase: DunningCase, truth: ProviderInvoice): DunningCase {
  if (truth.subscription === undefined) return dunningCase;
  const leavesAt = truth.subscription.endsAt;
  const spared = sparedBecause(truth, dunningCase);
  return leavesAt === dunningCase.leavesAt && spared?.reason === dunningCase.spared?.reason
    ? dunningCase
    : { ...dunningCase, leavesAt, spared };
}

/** The provider shows the invoice's payments, and none of them is under way any more: its own event may be missing. */
function withEndedCharge(dunningCase: DunningCase, truth: ProviderInvoice, now: Instant): DunningCase {
  const { status, paymentInProgress, lastAttempt, lastDecline } = truth;
  const isOver = status === "open" && paymentInProgress === undefined && lastAttempt !== undefined;
  if (!isOver || pendingCharge(dunningCase) === undefined) return dunningCase;
  const reason = `The payment that was under way has failed: ${lastDecline?.providerCode ?? "no reason is given"}.`;
  const failed = { ...dunningCase, decline: lastDecline, declinedAt: now, waits: undefined };
  return note(failed, now, { what: "decline-learned", reason });
}
