import type { Decline } from "../billing/payment.ts";
import { plus } from "../platform/duration.ts";
import type { Instant } from "../platform/instant.ts";
import { type Decision, type DunningCase, pendingCharge } from "./case.ts";
import { type ActResult, decideAct } from "./decide-act.ts";
import { type CaseContext, planNext } from "./plan.ts";
import type { DunningPolicy } from "./policy/dunning-policy.ts";
import { attribute, closeIfSettled, recovered, settle } from "./settle.ts";
import { note, tickOff } from "./timeline.ts";

/** Everything that can happen to a case once it is open. Each may arrive twice, late and in any order. */
export type DunningInput =
  /** The workflow asks what to do next. */
  | { readonly type: "plan"; readonly epoch: number }
  /** An act of the workflow failed after all its repeats. */
  | { readonly type: "step-failed"; readonly epoch: number; readonly error: string; readonly message: string }
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

function plan(
  dunningCase: DunningCase,
  epoch: number,
  policy: DunningPolicy,
  context: CaseContext,
  now: Instant,
): Decision {
  if (epoch < dunningCase.epoch)
    return {
      state: dunningCase,
      actions: [{ type: "end-execution", as: "superseded" }],
      reason: `Epoch ${dunningCase.epoch} carries the case on.`,
    };
  const started = closeIfSettled(
    { ...dunningCase, startedEpoch: Math.max(dunningCase.startedEpoch, epoch) },
    policy,
    now,
  );
  const planned = planNext(started, policy, context, now);
  if (planned === undefined)
    return { state: started, actions: [{ type: "end-execution", as: "finished" }], reason: "Nothing is left to do." };
  const state = { ...note(started, now, "planned", planned.reason), planned };
  return { state, actions: [{ type: "wait-and-act", planned }], reason: planned.reason };
}

/** A failed step is tried again after the cool-down; one that no repetition mends goes to a person. */
function stepFailed(
  dunningCase: DunningCase,
  input: Extract<DunningInput, { type: "step-failed" }>,
  policy: DunningPolicy,
  context: CaseContext,
  now: Instant,
): Decision {
  const { planned } = dunningCase;
  if (input.epoch < dunningCase.epoch || planned === undefined)
    return plan(dunningCase, input.epoch, policy, context, now);
  if (input.error !== "TerminalError") {
    const dueAt = plus(now, policy.coolDown);
    const reason = `${planned.key} failed (${input.error}: ${input.message}); tried again at ${dueAt}.`;
    const state = {
      ...note(dunningCase, now, "step-failed", reason),
      planned: { ...planned, dueAt, reason, failures: (planned.failures ?? 0) + 1 },
    };
    return { state, actions: [{ type: "wait-and-act", planned: state.planned }], reason };
  }
  const reason = `${planned.key} cannot succeed: ${input.message}`;
  const givenUp = note(tickOff(dunningCase, planned.key, now, "failed"), now, "step-failed", `${reason}.`);
  const ended =
    planned.act === "close"
      ? settle(givenUp, { kind: "lost", at: now }, policy, now, "The end could not be carried out at the provider.")
      : givenUp;
  const forPerson =
    planned.act === "hand-to-person" ? ended : { ...ended, handOver: { key: `person:${planned.key}`, reason } };
  return plan(forPerson, input.epoch, policy, context, now);
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
  const state = note(declined, now, "decline-learned", reason);
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
  return wake(note(changed, now, "card-changed", reason), reason);
}

function invoicePaid(
  dunningCase: DunningCase,
  at: Instant,
  byHand: boolean,
  policy: DunningPolicy,
  now: Instant,
): Decision {
  const how = attribute(dunningCase, at, byHand);
  const outcome = recovered(dunningCase, at, how);
  if (dunningCase.outcome?.kind === "recovered" || dunningCase.outcome?.kind === "voided")
    return nothing(dunningCase, "The outcome stands.");
  const reason = `The invoice is paid (${how}).`;
  if (dunningCase.status === "open") return wake(settle(dunningCase, outcome, policy, now, reason), reason);
  // Money that comes after the end still came; nothing more is written to the customer about it.
  return nothing(
    note({ ...dunningCase, status: "closed", outcome, planned: undefined }, now, "recovered", `Late: ${reason}`),
    reason,
  );
}

/** What to do about an input. Pure: the same arguments give the same decision, and repeating an input changes nothing. */
export function decide(
  dunningCase: DunningCase,
  input: DunningInput,
  policy: DunningPolicy,
  context: CaseContext,
  now: Instant,
): Decision {
  switch (input.type) {
    case "plan":
      return plan(dunningCase, input.epoch, policy, context, now);
    case "step-failed":
      return stepFailed(dunningCase, input, policy, context, now);
    case "acted":
      return decideAct(dunningCase, input.key, input.result, policy, now);
    case "decline-learned":
      return declineLearned(dunningCase, input, now);
    case "card-changed":
      return cardChanged(dunningCase, input.at, input.cardId, now);
    case "invoice-paid":
      return invoicePaid(dunningCase, input.at, input.byHand, policy, now);
    case "invoice-voided":
    case "invoice-given-up":
    case "subscription-cancelled":
      return ended(dunningCase, input, policy, now);
    case "link-used":
      return linkUsed(dunningCase, input, now);
    case "overdue":
      return overdue(dunningCase, now);
  }
}

function overdue(dunningCase: DunningCase, now: Instant): Decision {
  if (dunningCase.status === "closed") return nothing(dunningCase, "The case is closed.");
  const reason = "The sweep found the case untouched after its time.";
  return wake(note(dunningCase, now, "woken", reason), reason);
}

type Ending = Extract<DunningInput, { type: "invoice-voided" | "invoice-given-up" | "subscription-cancelled" }>;
const endings = {
  "invoice-voided": { kind: "voided", reason: "The invoice was voided." },
  "invoice-given-up": { kind: "lost", reason: "The invoice was marked uncollectible outside of this case." },
  "subscription-cancelled": { kind: "cancelled", reason: "The subscription has ended." },
} as const;

function ended(dunningCase: DunningCase, input: Ending, policy: DunningPolicy, now: Instant): Decision {
  if (dunningCase.status !== "open") return nothing(dunningCase, "The outcome stands.");
  if (isOurOwnEnding(dunningCase, input.at))
    return nothing(dunningCase, "The case is being closed; this is how the provider sees it.");
  const { kind, reason } = endings[input.type];
  return wake(settle(dunningCase, { kind, at: input.at }, policy, now, reason), reason);
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
  return nothing(
    note({ ...dunningCase, linkUsed: { message: input.message, at: input.at } }, now, "link-used", reason),
    reason,
  );
}
