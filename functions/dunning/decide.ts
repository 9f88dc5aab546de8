import type { Decline } from "../billing/payment.ts";
import { plus } from "../platform/duration.ts";
import type { Instant } from "../platform/instant.ts";
import { shortened } from "../platform/shortened.ts";
import { type Decision, type DunningCase, type Planned, pendingCharge } from "./case.ts";
import { type ActResult, decideAct } from "./decide-act.ts";
import { adopted } from "./former-keys.ts";
import { pauseLeftOut } from "./pause.ts";
import { planNext } from "./plan.ts";
import { knowsMore, type NewerExecution, rewound } from "./rewound.ts";
import { attribute, closeIfSettled, recovered, settle } from "./settle.ts";
import type { Situation } from "./situation.ts";
import { note, tickOff } from "./story.ts";

/** Everything that can happen to a case once it is open. Each may arrive twice, late and in any order. */
export type DunningInput =
  /** The workflow asks what to do next; `step`: what its execution did last. */
  | (NewerExecution & { readonly type: "plan" })
  /** An execution with a higher epoch is about to act, or the name of this epoch's execution is spent. */
  | { readonly type: "rewound"; readonly newer: NewerExecution }
  /** An act of the workflow failed after all its repeats. */
  | (NewerExecution & { readonly type: "step-failed"; readonly error: string; readonly message: string })
  /** An act was carried out, or found to be needless. */
  | { readonly type: "acted"; readonly key: string; readonly result: ActResult }
  | { readonly type: "decline-learned"; readonly decline: Decline; readonly at: Instant; readonly card: DeclinedCard }
  | { readonly type: "card-changed"; readonly at: Instant; readonly cardId: string | undefined }
  | { readonly type: "invoice-paid"; readonly at: Instant; readonly byHand: boolean }
  | { readonly type: "invoice-voided"; readonly at: Instant }
  | { readonly type: "invoice-given-up"; readonly at: Instant }
  | { readonly type: "subscription-cancelled"; readonly at: Instant }
  | { readonly type: "link-used"; readonly message: string; readonly at: Instant }
  /** The sweep found the case untouched long after its time. */
  | { readonly type: "overdue" };

/** What may be shown of the card that was declined. */
export type DeclinedCard = Pick<DunningCase, "cardId" | "cardBrand" | "cardLast4" | "cardCountry">;

const nothing = (state: DunningCase, reason: string): Decision => ({ state, actions: [], reason });

/** Ends the sleep of the running execution: a newer one takes over, unless nothing is left to do. */
function wake(state: DunningCase, reason: string): Decision {
  if (state.status === "closed") return nothing(state, reason);
  const woken = { ...state, epoch: state.epoch + 1, planned: undefined };
  return { state: woken, actions: [{ type: "start-execution", epoch: woken.epoch }], reason };
}

function plan(dunningCase: DunningCase, newer: NewerExecution, situation: Situation): Decision {
  const { policy, now } = situation;
  if (newer.epoch < dunningCase.epoch)
    return {
      state: dunningCase,
      actions: [{ type: "end-execution", as: "superseded" }],
      reason: `Epoch ${dunningCase.epoch} carries the case on.`,
    };
  const current = knowsMore(newer, dunningCase, policy) ? rewound(dunningCase, newer, policy, now) : dunningCase;
  const started = closeIfSettled(knownToRun(current, newer.epoch), situation);
  const asked = withPersonIfNotWarned(started, situation);
  const planned = planNext(asked, situation);
  if (planned === undefined)
    return { state: asked, actions: [{ type: "end-execution", as: "finished" }], reason: "Nothing is left to do." };
  const { reason, key } = planned;
  const standing = asked.planned;
  if (standing !== undefined && isSamePlan(standing, planned, now))
    return { state: asked, actions: [{ type: "wait-and-act", planned: standing }], reason };
  const state = { ...note(asked, now, { what: "planned", reason, key }), planned };
  return { state, actions: [{ type: "wait-and-act", planned }], reason };
}

const knownToRun = (dunningCase: DunningCase, epoch: number): DunningCase =>
  dunningCase.startedEpoch >= epoch ? dunningCase : { ...dunningCase, startedEpoch: epoch };

/** An act that is repeated after its record, or an execution that asks twice, finds the plan made; what is due stays due. */
const isSamePlan = (standing: Planned, { key, dueAt, reason }: Planned, now: Instant): boolean =>
  standing.key === key &&
  standing.reason === reason &&
  (standing.dueAt === dueAt || (standing.dueAt <= now && dueAt <= now));

/** A pause that is left out for want of a warning is a matter for a person, once. */
function withPersonIfNotWarned(dunningCase: DunningCase, situation: Situation): DunningCase {
  const { status, handOver, done } = dunningCase;
  const isAsked = ["person:not-warned", "person:unreachable"].some((key) => done[key] !== undefined);
  if (status !== "open" || isAsked || (handOver !== undefined && done[handOver.key] === undefined)) return dunningCase;
  const reason = pauseLeftOut(dunningCase, situation);
  return reason === undefined ? dunningCase : { ...dunningCase, handOver: { key: "person:not-warned", reason } };
}

/** It comes from outside, and stands within a sentence. */
const longestMessage = 300;

type Failure = Extract<DunningInput, { type: "step-failed" }>;

/** A failed step is tried again after the cool-down; one that no repetition mends goes to a person. */
function stepFailed(dunningCase: DunningCase, failure: Failure, situation: Situation): Decision {
  const { planned } = dunningCase;
  if (failure.epoch !== dunningCase.epoch || planned === undefined || isOfAnother(failure, planned))
    return plan(dunningCase, failure, situation);
  return failure.error === "TerminalError"
    ? stepGivenUp(dunningCase, planned, failure, situation)
    : stepCoolsDown(dunningCase, planned, failure, situation);
}

/** An act that dies after its record has planned the next one, which has not been tried and has not failed. */
const isOfAnother = ({ step }: Failure, planned: Planned): boolean => step !== undefined && step.key !== planned.key;

function stepCoolsDown(
  dunningCase: DunningCase,
  planned: Planned,
  { error, message }: Failure,
  { policy, now }: Situation,
): Decision {
  const { key, failures = 0 } = planned;
  const dueAt = plus(now, policy.coolDown);
  const reason = `${key} failed (${error}: ${shortened(message, longestMessage)}); tried again at ${dueAt}.`;
  const noted = note(dunningCase, now, { what: "step-failed", reason, key });
  const again = { ...planned, dueAt, reason, failures: failures + 1 };
  return { state: { ...noted, planned: again }, actions: [{ type: "wait-and-act", planned: again }], reason };
}

function stepGivenUp(
  dunningCase: DunningCase,
  { key, act }: Planned,
  { epoch, step, message }: Failure,
  situation: Situation,
): Decision {
  const { now } = situation;
  const reason = `${key} cannot succeed: ${shortened(message, longestMessage)}`;
  const telling = { what: "step-failed", reason: `${reason}.`, key };
  const givenUp = note(tickOff(dunningCase, key, now, "failed"), now, telling);
  const ended =
    act === "close"
      ? settle(givenUp, { kind: "lost", at: now }, "The end could not be carried out at the provider.", situation)
      : givenUp;
  const forPerson = act === "hand-to-person" ? ended : { ...ended, handOver: { key: `person:${key}`, reason } };
  return plan(forPerson, { epoch, step }, situation);
}

function declineLearned(
  dunningCase: DunningCase,
  input: Extract<DunningInput, { type: "decline-learned" }>,
  now: Instant,
): Decision {
  const known = dunningCase.declinedAt;
  if (dunningCase.status !== "open" || (known !== undefined && input.at <= known))
    return nothing(dunningCase, "A newer decline is known already.");
  const { cardChangedAt } = dunningCase;
  if (cardChangedAt !== undefined && input.at < cardChangedAt)
    return nothing(dunningCase, "The card has changed since.");
  const card = { ...dunningCase, ...input.card };
  const reason = `The provider says why: ${input.decline.providerCode ?? "declined"}.`;
  const declined = { ...card, decline: input.decline, declinedAt: input.at };
  const state = note(declined, now, { what: "decline-learned", reason });
  const hasFailedLate = pendingCharge(dunningCase) !== undefined && pendingCharge(declined) === undefined;
  return hasFailedLate ? wake(state, reason) : nothing(state, reason);
}

function cardChanged(dunningCase: DunningCase, at: Instant, cardId: string | undefined, now: Instant): Decision {
  const since = dunningCase.cardChangedAt ?? dunningCase.openedAt;
  if (dunningCase.status !== "open" || at <= since)
    return nothing(dunningCase, "This change of the card is known already.");
  const reason = "The card is new or renewed: the open invoice is charged at once.";
  const cardRetry = { key: `card:${at}`, requestedAt: at, cardId };
  const declinedSince = dunningCase.declinedAt !== undefined && dunningCase.declinedAt >= at;
  const forgotten = declinedSince ? {} : { decline: undefined, declinedAt: undefined, cardCountry: undefined };
  const changed = { ...dunningCase, ...forgotten, cardRetry, cardChangedAt: at };
  return wake(note(changed, now, { what: "card-changed", reason, key: cardRetry.key }), reason);
}

function invoicePaid(
  dunningCase: DunningCase,
  { at, byHand }: Extract<DunningInput, { type: "invoice-paid" }>,
  situation: Situation,
): Decision {
  const how = attribute(dunningCase, at, byHand);
  const outcome = recovered(dunningCase, at, how);
  if (dunningCase.outcome?.kind === "recovered" || dunningCase.outcome?.kind === "voided")
    return nothing(dunningCase, "The outcome stands.");
  const reason = `The invoice is paid (${how}).`;
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

/** What to do about an input. Pure: the same arguments give the same decision, and repeating an input changes nothing. */
export function decide(stored: DunningCase, input: DunningInput, situation: Situation): Decision {
  const { policy, now } = situation;
  const dunningCase = adopted(stored, policy);
  switch (input.type) {
    case "plan":
      return plan(dunningCase, input, situation);
    case "rewound":
      return toldOfNewer(dunningCase, input.newer, situation);
    case "step-failed":
      return stepFailed(dunningCase, input, situation);
    case "acted":
      return decideAct(dunningCase, input.key, input.result, situation);
    case "decline-learned":
      return declineLearned(dunningCase, input, now);
    case "card-changed":
      return cardChanged(dunningCase, input.at, input.cardId, now);
    case "invoice-paid":
      return invoicePaid(dunningCase, input, situation);
    case "invoice-voided":
    case "invoice-given-up":
    case "subscription-cancelled":
      return ended(dunningCase, input, situation);
    case "link-used":
      return linkUsed(dunningCase, input, now);
    case "overdue":
      return overdue(dunningCase, now);
  }
}

/** Epochs only rise: an older one tells nothing new. */
function toldOfNewer(dunningCase: DunningCase, newer: NewerExecution, { policy, now }: Situation): Decision {
  if (!knowsMore(newer, dunningCase, policy)) return nothing(dunningCase, "This is known already.");
  return nothing(rewound(dunningCase, newer, policy, now), `Epoch ${newer.epoch} carries the case on.`);
}

function overdue(dunningCase: DunningCase, now: Instant): Decision {
  if (dunningCase.status === "closed") return nothing(dunningCase, "The case is closed.");
  const reason = "The sweep found the case untouched after its time.";
  return wake(note(dunningCase, now, { what: "woken", reason }), reason);
}

type Ending = Extract<DunningInput, { type: "invoice-voided" | "invoice-given-up" | "subscription-cancelled" }>;
const endings = {
  "invoice-voided": { kind: "voided", reason: "The invoice was voided." },
  "invoice-given-up": { kind: "lost", reason: "The invoice was marked uncollectible outside of this case." },
  "subscription-cancelled": { kind: "cancelled", reason: "The subscription has ended." },
} as const;

function ended(dunningCase: DunningCase, input: Ending, situation: Situation): Decision {
  if (dunningCase.status !== "open") return nothing(dunningCase, "The outcome stands.");
  if (isOurOwnEnding(dunningCase, input.at))
    return nothing(dunningCase, "The case is being closed; this is how the provider sees it.");
  const { kind, reason } = endings[input.type];
  return wake(settle(dunningCase, { kind, at: input.at }, reason, situation), reason);
}

/** The provider's event of an ending that we are carrying out may come before the act has been recorded. */
const isOurOwnEnding = ({ planned }: DunningCase, at: Instant): boolean =>
  planned?.act === "close" && planned.dueAt.slice(0, 19) <= at.slice(0, 19);

function linkUsed(
  dunningCase: DunningCase,
  input: Extract<DunningInput, { type: "link-used" }>,
  now: Instant,
): Decision {
  if (dunningCase.status !== "open" || (dunningCase.linkUsed?.at ?? "") >= input.at)
    return nothing(dunningCase, "Known already.");
  const reason = `The customer followed the link of ${input.message}.`;
  const used = { ...dunningCase, linkUsed: { message: input.message, at: input.at } };
  return nothing(note(used, now, { what: "link-used", reason, key: `link:${input.message}` }), reason);
}
