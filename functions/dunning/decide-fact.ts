import { declineClass } from "../billing/declines/decline-class.ts";
import { describeDecline } from "../billing/declines/declines.ts";
import type { Money } from "../billing/money.ts";
import type { Decline } from "../billing/payment.ts";
import { plus } from "../platform/duration.ts";
import type { Instant } from "../platform/instant.ts";
import { outcomeOfPayment, type Payment, recoveredBy } from "./attribute.ts";
import { type Decision, type DunningCase, type Outcome, pendingCharge } from "./case.ts";
import { isOverSoon } from "./charge-moments.ts";
import { adopted } from "./former-keys.ts";
import type { MoneyBack } from "./money-back.ts";
import { settle } from "./settle.ts";
import type { Situation } from "./situation.ts";
import { note } from "./story.ts";

/** What the provider's facts can tell a case. Each may be told twice, late and in any order. */
export type FactInput =
  | { readonly type: "decline-learned"; readonly decline: Decline; readonly at: Instant; readonly card: DeclinedCard }
  | { readonly type: "card-changed"; readonly at: Instant; readonly cardId: string | undefined }
  /** What remains to be paid of the open invoice. */
  | { readonly type: "amount-learned"; readonly at: Instant; readonly amount: Money }
  /** How the subscription stands, as far as it decides what may be said and done of it. */
  | {
      readonly type: "standing-learned";
      readonly leavesAt: Instant | undefined;
      readonly spared: DunningCase["spared"];
    }
  | ({ readonly type: "invoice-paid" } & Payment)
  /** Money that went back after the invoice was paid: how much by now, by the key of what took it. */
  | ({ readonly type: "money-back" } & MoneyBack)
  | { readonly type: "invoice-voided"; readonly at: Instant }
  /** It turned out to be the first payment of a subscription. */
  | { readonly type: "first-payment"; readonly at: Instant }
  | { readonly type: "invoice-given-up"; readonly at: Instant }
  | { readonly type: "subscription-cancelled"; readonly at: Instant };

/** What may be shown of the card that was declined. */
export type DeclinedCard = Pick<
  DunningCase,
  "cardId" | "cardBrand" | "cardLast4" | "cardCountry" | "methodKind" | "bankName"
>;

/** Nothing changes. */
export const nothing = (state: DunningCase, reason: string): Decision => ({ state, actions: [], reason });

/** Ends the sleep of the running execution: a newer one takes over, unless nothing is left to do. */
export function wake(state: DunningCase, reason: string): Decision {
  if (state.status === "closed") return nothing(state, reason);
  const woken = { ...state, epoch: state.epoch + 1, planned: undefined };
  return { state: woken, actions: [{ type: "start-execution", epoch: woken.epoch }], reason };
}

function declineLearned(
  dunningCase: DunningCase,
  input: Extract<FactInput, { type: "decline-learned" }>,
  situation: Situation,
): Decision {
  const { now } = situation;
  const known = dunningCase.declinedAt;
  if (dunningCase.status !== "open" || (known !== undefined && input.at < known) || saysNothingNew(dunningCase, input))
    return nothing(dunningCase, "A newer decline, or this one, is known already.");
  const { cardChangedAt } = dunningCase;
  if (cardChangedAt !== undefined && input.at < cardChangedAt)
    return nothing(dunningCase, "The card has changed since.");
  const card = { ...dunningCase, ...input.card };
  const reason = `The provider says why: ${describeDecline(input.decline)}.`;
  const declined = { ...card, decline: input.decline, declinedAt: input.at };
  const noted = note(declined, now, { what: "decline-learned", reason });
  const state = noted.waits?.why === "payment" ? { ...noted, waits: undefined } : noted;
  const hasFailedLate = pendingCharge(dunningCase) !== undefined && pendingCharge(declined) === undefined;
  return hasFailedLate || sleepsTooLong(state, situation) ? wake(state, reason) : nothing(state, reason);
}

/** The provider may say more of a decline than its answer did: then the case knows more of the same charge. */
function saysNothingNew(
  { declinedAt, decline, ...dunningCase }: DunningCase,
  input: Extract<FactInput, { type: "decline-learned" }>,
): boolean {
  if (input.at !== declinedAt || decline === undefined) return false;
  const before = new Map(Object.entries({ ...dunningCase, ...decline }));
  return Object.entries({ ...input.card, ...input.decline }).every(([name, value]) => before.get(name) === value);
}
/** What was planned before anybody said why may be days away, while such a decline is over within hours. */
const sleepsTooLong = ({ planned, decline }: DunningCase, { policy, now }: Situation): boolean =>
  policy.preferred?.byReason === true &&
  planned?.act === "retry-payment" &&
  planned.dueAt > now &&
  isOverSoon(declineClass(decline));

/** Which card was declined before is of no interest any more; what is charged now is named once it is declined. */
const nothingDeclined = {
  ...{ decline: undefined, declinedAt: undefined, methodKind: undefined, bankName: undefined },
  ...{ cardId: undefined, cardBrand: undefined, cardLast4: undefined, cardCountry: undefined },
};

function cardChanged(dunningCase: DunningCase, at: Instant, cardId: string | undefined, now: Instant): Decision {
  const since = dunningCase.cardChangedAt ?? dunningCase.openedAt;
  if (dunningCase.status !== "open" || at <= since)
    return nothing(dunningCase, "This change of the card is known already.");
  const reason = "The card is new or renewed: the open invoice is charged at once.";
  const cardRetry = { key: `card:${at}`, requestedAt: at, cardId };
  const declinedSince = dunningCase.declinedAt !== undefined && dunningCase.declinedAt >= at;
  const forgotten = declinedSince ? {} : nothingDeclined;
  const changed = { ...dunningCase, ...forgotten, cardRetry, cardChangedAt: at };
  return wake(note(changed, now, { what: "card-changed", reason, key: cardRetry.key }), reason);
}

function amountLearned(
  dunningCase: DunningCase,
  { at, amount }: Extract<FactInput, { type: "amount-learned" }>,
  now: Instant,
): Decision {
  const { status, amount: before, amountAsOf = "" } = dunningCase;
  const isNews = status === "open" && at >= amountAsOf && amount.amountMinor > 0;
  if (!isNews || amount.amountMinor === before.amountMinor) return nothing(dunningCase, "The amount is known already.");
  const reason = `What remains to be paid is ${amount.amountMinor} ${amount.currency}, in the smallest unit; before it was ${before.amountMinor}.`;
  return nothing(note({ ...dunningCase, amount, amountAsOf: at }, now, { what: "amount", reason }), reason);
}

function standingLearned(
  dunningCase: DunningCase,
  { leavesAt, spared }: Extract<FactInput, { type: "standing-learned" }>,
  now: Instant,
): Decision {
  const isSame = leavesAt === dunningCase.leavesAt && spared?.reason === dunningCase.spared?.reason;
  if (dunningCase.status !== "open" || isSame) return nothing(dunningCase, "This is known already.");
  const reason = `The subscription is not paused: ${spared?.reason}.`;
  const learned = { ...dunningCase, leavesAt, spared };
  return nothing(spared === undefined ? learned : note(learned, now, { what: "spared", reason }), reason);
}

function invoicePaid(
  dunningCase: DunningCase,
  payment: Extract<FactInput, { type: "invoice-paid" }>,
  situation: Situation,
): Decision {
  const outcome = outcomeOfPayment(dunningCase, payment, situation.policy);
  const standing = dunningCase.outcome;
  if (standing?.kind === "recovered") return recoveredAgain(dunningCase, standing, payment);
  if (standing?.kind === "voided") return nothing(dunningCase, "The outcome stands.");
  const reason =
    outcome.kind === "recovered" ? `The invoice is paid (${outcome.how}).` : "The invoice was settled without money.";
  if (dunningCase.status === "open") return wake(settle(dunningCase, outcome, reason, situation), reason);
  // Money that comes after the end still came; nothing more is written to the customer about it.
  const { corrections, outcome: instead = outcome } = dunningCase;
  const correction = { paid: { at: situation.now, instead } };
  const late: DunningCase = {
    ...dunningCase,
    status: "closed",
    outcome,
    planned: undefined,
    corrections: { ...correction, ...corrections },
  };
  return nothing(note(late, situation.now, { what: "recovered", reason: `Late: ${reason}` }), reason);
}

/** Heard of a later payment first, that of an invoice which came back; it was the earlier one that recovered this case. */
export const isMuchEarlier = (paidAt: Instant, at: Instant): boolean => at >= plus(paidAt, "P1D");

/** Who paid is known already; how much came, and that somebody marked it paid, the provider's event knows best. */
function recoveredAgain(
  dunningCase: DunningCase,
  standing: Extract<Outcome, { kind: "recovered" }>,
  payment: Payment,
): Decision {
  const { byHand, amountPaidMinor } = payment;
  const recoveredMinor = amountPaidMinor === undefined ? standing.recoveredMinor : recoveredBy(dunningCase, payment);
  const how = byHand ? "by-hand" : standing.how;
  const at = isMuchEarlier(payment.at, standing.at) ? payment.at : standing.at;
  if (recoveredMinor === standing.recoveredMinor && how === standing.how && at === standing.at)
    return nothing(dunningCase, "The outcome stands.");
  return nothing(
    { ...dunningCase, outcome: { ...standing, recoveredMinor, how, at } },
    "More is known of the money now.",
  );
}

/** The newest sum of each thing that took money back counts; a dispute that was won takes nothing. */
function moneyBack(
  dunningCase: DunningCase,
  { key, backMinor, at }: Extract<FactInput, { type: "money-back" }>,
  now: Instant,
): Decision {
  const before = dunningCase.corrections?.[key];
  const isNews = before === undefined ? backMinor > 0 : "backMinor" in before && before.backMinor !== backMinor;
  if (dunningCase.outcome?.kind !== "recovered" || !isNews)
    return nothing(dunningCase, "This money is accounted for already.");
  const reason = `${key} took ${backMinor} ${dunningCase.amount.currency} back, in the smallest unit.`;
  const corrected = { ...dunningCase, corrections: { ...dunningCase.corrections, [key]: { at, backMinor } } };
  return nothing(note(corrected, now, { what: "money-back", reason, key }), reason);
}

type Ending = Extract<
  FactInput,
  { type: "invoice-voided" | "first-payment" | "invoice-given-up" | "subscription-cancelled" }
>;
const endings = {
  "invoice-voided": { kind: "voided", reason: "The invoice was voided." },
  "first-payment": { kind: "voided", reason: "It is a first payment, made in front of the customer." },
  "invoice-given-up": { kind: "lost", reason: "The invoice was marked uncollectible outside of this case." },
  "subscription-cancelled": { kind: "cancelled", reason: "The subscription has ended." },
} as const;

function ended(dunningCase: DunningCase, input: Ending, situation: Situation): Decision {
  if (dunningCase.status !== "open") return nothing(dunningCase, "The outcome stands.");
  if (isOurOwnEnding(dunningCase, input))
    return nothing(dunningCase, "The case is being closed; this is how the provider sees it.");
  const { kind, reason } = endings[input.type];
  return wake(settle(dunningCase, { kind, at: input.at }, reason, situation), reason);
}

/**
 * The provider's event of an ending that we are carrying out may come before the act has been recorded. That it was begun
 * is saved before it is; and we never void.
 */
const isOurOwnEnding = ({ ending }: DunningCase, { type }: Ending): boolean =>
  ending !== undefined && (type === "invoice-given-up" || type === "subscription-cancelled");

/**
 * What to do about a fact. Pure; telling it again changes nothing. It stands apart from the decisions of the workflow, so
 * that what hears facts is not made of all of them.
 */
export function decideFact(stored: DunningCase, input: FactInput, situation: Situation): Decision {
  const { policy, now } = situation;
  const dunningCase = adopted(stored, policy);
  switch (input.type) {
    case "decline-learned":
      return declineLearned(dunningCase, input, situation);
    case "card-changed":
      return cardChanged(dunningCase, input.at, input.cardId, now);
    case "amount-learned":
      return amountLearned(dunningCase, input, now);
    case "standing-learned":
      return standingLearned(dunningCase, input, now);
    case "invoice-paid":
      return invoicePaid(dunningCase, input, situation);
    case "money-back":
      return moneyBack(dunningCase, input, now);
    case "invoice-voided":
    case "first-payment":
    case "invoice-given-up":
    case "subscription-cancelled":
      return ended(dunningCase, input, situation);
  }
}
