import type { ProviderCharge } from "../billing/payments.ts";
import type { Instant } from "../platform/instant.ts";
import { type DunningCase, type Outcome, pendingCharge, type RecoveryWay } from "./case.ts";
import type { DunningPolicy } from "./policy/dunning-policy.ts";

/** What is known of the payment that settled an invoice. */
export interface Payment {
  readonly at: Instant;
  /** Somebody marked it paid by other means. */
  readonly byHand: boolean;
  /** The provider's own word of which payment it was. */
  readonly by?: ProviderCharge | undefined;
  /** What was paid of the invoice in all; undefined if nobody said. */
  readonly amountPaidMinor?: number | undefined;
}

const toSecond = (instant: Instant): Instant => `${instant.slice(0, 19)}.000Z`;

type Attempt = DunningCase["attempts"][number];

/** Whether the payment cannot be this attempt, by the provider's own ids. */
const isAnother = ({ charge }: Attempt, by: ProviderCharge | undefined): boolean =>
  charge?.chargeId !== undefined && by?.chargeId !== undefined && charge.chargeId !== by.chargeId;

/**
 * The charge of ours that paid; undefined if none did. One that was due at that moment is taken as the cause: its answer
 * may still be on the way, or have died with its process.
 */
function ourCharge(dunningCase: DunningCase, { at, by }: Payment): string | undefined {
  const { attempts, planned } = dunningCase;
  const named = attempts.find(({ charge }) => charge?.chargeId !== undefined && charge.chargeId === by?.chargeId);
  const answered = named ?? attempts.findLast(({ result }) => result === "paid") ?? pendingCharge(dunningCase);
  if (answered !== undefined && !isAnother(answered, by)) return answered.key;
  return planned?.act === "retry-payment" && toSecond(planned.dueAt) <= at ? planned.key : undefined;
}

/** Letters count from the first that was handed to the mail service. */
const wasWrittenTo = ({ done }: DunningCase, before: Instant): boolean =>
  Object.values(done).some(({ message, at }) => message !== undefined && at <= before);

const wasCharged = ({ attempts }: DunningCase, before: Instant): boolean =>
  attempts.some(({ at, result }) => result !== "not-open" && at <= before);

const isToConfirm = ({ attempts, decline }: DunningCase): boolean =>
  attempts.at(-1)?.result === "needs-customer" || decline?.providerCode === "authentication_required";

/** How an invoice known to be paid was paid, as far as the provider and the case can tell. */
export function attribute(dunningCase: DunningCase, payment: Payment, { retries }: DunningPolicy): RecoveryWay {
  const { at, byHand, by } = payment;
  if (byHand) return "by-hand";
  const ours = ourCharge(dunningCase, payment);
  const wrote = wasWrittenTo(dunningCase, at);
  if (ours !== undefined) return ours.startsWith("card:") ? "new-card" : wrote ? "retry-after-message" : "retry";
  if (!wrote && !wasCharged(dunningCase, at)) return "self-cure";
  const { cardChangedAt, cardId, linkUsed } = dunningCase;
  if (cardChangedAt !== undefined && cardChangedAt <= at) return "new-card";
  const withSameCard = by?.methodId === undefined || cardId === undefined || by.methodId === cardId;
  if (isToConfirm(dunningCase) && withSameCard) return "confirmed";
  if (linkUsed !== undefined && linkUsed.at <= at) return "paid-page";
  if (!wrote) return "provider";
  return withSameCard && (retries === "provider" || by?.methodId !== undefined) ? "provider" : "paid-page";
}

/**
 * The outcome of a paid invoice: recovered is the money that came since its charge failed. What was settled without any,
 * by credit for instance, is no recovery, though nothing is owed any more.
 */
export function outcomeOfPayment(dunningCase: DunningCase, payment: Payment, policy: DunningPolicy): Outcome {
  const recoveredMinor = recoveredBy(dunningCase, payment);
  const { at } = payment;
  const isOfFirstTurn = dunningCase.reopens !== undefined && at < dunningCase.openedAt;
  if (recoveredMinor <= 0 || isOfFirstTurn) return { kind: "voided", at };
  const { linkUsed } = dunningCase;
  return {
    kind: "recovered",
    at,
    how: attribute(dunningCase, payment, policy),
    recoveredMinor,
    afterMessage: linkUsed && linkUsed.at <= at ? linkUsed.message : undefined,
  };
}

/** What somebody marked as paid was paid elsewhere, and the provider has no figure of it. */
export function recoveredBy(
  { amount, paidBeforeMinor = 0 }: Pick<DunningCase, "amount" | "paidBeforeMinor">,
  { byHand, amountPaidMinor }: Pick<Payment, "byHand" | "amountPaidMinor">,
): number {
  if (amountPaidMinor === undefined) return amount.amountMinor;
  const came = Math.max(0, amountPaidMinor - paidBeforeMinor);
  return byHand && came === 0 ? amount.amountMinor : came;
}
