import type { ProviderInvoice } from "../billing/payments.ts";
import { plus } from "../platform/duration.ts";
import type { Instant } from "../platform/instant.ts";
import { shortened } from "../platform/shortened.ts";
import type { Decision, DunningCase, Planned } from "./case.ts";
import { type ActResult, decideAct } from "./decide-act.ts";
import { decideFact, type FactInput, nothing, wake } from "./decide-fact.ts";
import { withDrafts } from "./drafts.ts";
import { adopted } from "./former-keys.ts";
import { learnTruth } from "./learn-truth.ts";
import { pauseLeftOut } from "./pause.ts";
import { planNext } from "./plan.ts";
import { knowsMore, type NewerExecution, rewound, toldOfNewer } from "./rewound.ts";
import { closeIfSettled, settle } from "./settle.ts";
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
  /** What the provider says this moment, read for an act. */
  | { readonly type: "looked"; readonly truth: ProviderInvoice }
  /** The act of that key is about to end the invoice, or its subscription, at the provider. */
  | { readonly type: "ending"; readonly key: string }
  /** A pause was lifted late, and these invoices were drafted meanwhile. */
  | { readonly type: "drafts-found"; readonly invoiceIds: readonly string[] }
  | FactInput
  | { readonly type: "link-used"; readonly message: string; readonly at: Instant }
  /** The sweep found the case untouched long after its time. */
  | { readonly type: "overdue" };

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

/**
 * An act that is repeated after its record, or an execution that asks twice, finds the plan made. What is due stays due, for
 * the reason it became due for.
 */
const isSamePlan = (standing: Planned, { key, dueAt, reason }: Planned, now: Instant): boolean =>
  standing.key === key &&
  ((standing.dueAt <= now && dueAt <= now) || (standing.reason === reason && standing.dueAt === dueAt));

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
    case "looked":
      return nothing(learnTruth(dunningCase, input.truth, situation), "Looked at the provider.");
    case "ending":
      return begunEnding(dunningCase, input.key, now);
    case "drafts-found":
      return draftsFound(dunningCase, input.invoiceIds, now);
    case "acted":
      return decideAct(dunningCase, input.key, input.result, situation);
    case "decline-learned":
    case "card-changed":
    case "money-back":
    case "amount-learned":
    case "standing-learned":
    case "first-payment":
    case "invoice-paid":
    case "invoice-voided":
    case "invoice-given-up":
    case "subscription-cancelled":
      return decideFact(dunningCase, input, situation);
    case "link-used":
      return linkUsed(dunningCase, input, now);
    case "overdue":
      return overdue(dunningCase, now);
  }
}

/** A closed case is taken up once more, for the sake of the person. */
function draftsFound(dunningCase: DunningCase, invoiceIds: readonly string[], now: Instant): Decision {
  const asked = withDrafts(dunningCase, invoiceIds);
  const reason = `Invoices were drafted while the subscription was paused: ${invoiceIds.join(", ")}.`;
  if (asked === dunningCase || dunningCase.handOver?.key === asked.handOver?.key) return nothing(dunningCase, reason);
  const taken: DunningCase = { ...asked, status: asked.status === "closed" ? "settling" : asked.status };
  return wake(note(taken, now, { what: "drafts", reason }), reason);
}

function begunEnding(dunningCase: DunningCase, key: string, now: Instant): Decision {
  const reason = "The end is carried out at the provider.";
  if (dunningCase.status !== "open" || dunningCase.ending?.key === key) return nothing(dunningCase, reason);
  return nothing({ ...dunningCase, ending: { key, at: now } }, reason);
}

function overdue(dunningCase: DunningCase, now: Instant): Decision {
  if (dunningCase.status === "closed") return nothing(dunningCase, "The case is closed.");
  const reason = "The sweep found the case untouched after its time.";
  return wake(note(dunningCase, now, { what: "woken", reason }), reason);
}

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
