import { describeDecline } from "../billing/declines/declines.ts";
import type { ChargeOutcome } from "../billing/payments.ts";
import type { Turns } from "../platform/errors.ts";
import { type Instant, later } from "../platform/instant.ts";
import { attribute, outcomeOfPayment, type Payment } from "./attribute.ts";
import type { Decision, DunningCase, Outcome, Promised, Waits } from "./case.ts";
import { decideFact } from "./decide-fact.ts";
import type { Settled } from "./decide-on-truth.ts";
import { withDrafts } from "./drafts.ts";
import { presentKey } from "./former-keys.ts";
import { ladder } from "./ladder.ts";
import type { Looked } from "./lift-pause.ts";
import type { DunningPolicy } from "./policy/dunning-policy.ts";
import { closeIfSettled, settle } from "./settle.ts";
import type { Situation } from "./situation.ts";
import { note, type Telling, tickOff } from "./story.ts";
import { leftToAnothers, saidInAnothers } from "./warning.ts";

/** What came of an act of the workflow. */
export type ActResult =
  | {
      readonly act: "retry-payment";
      readonly outcome: ChargeOutcome;
      /** What was asked to be charged; undefined where the choice was left to the provider. */
      readonly methodId?: string | undefined;
    }
  /** Looked at again when its time came, and not done. */
  | { readonly act: "passed-over"; readonly reason: string }
  | {
      readonly act: "message";
      readonly name: string;
      readonly delivery: "sent" | "unconfirmed";
      /** The days that the letter named. */
      readonly promised?: Promised | undefined;
    }
  /** Not said yet, because of what else the same person hears: ask again then. */
  | {
      readonly act: "message";
      readonly name: string;
      readonly delivery: "held";
      readonly until: Instant;
      readonly reason: string;
    }
  | { readonly act: "message"; readonly name: string; readonly delivery: "undeliverable"; readonly reason: string }
  /** The message with this key, about another case of the payer, has said it for this one too. */
  | {
      readonly act: "message";
      readonly name: string;
      readonly delivery: "told";
      readonly by: string;
      readonly promised?: Promised | undefined;
    }
  /** Left to what another case of the payer will write. */
  | { readonly act: "message"; readonly name: string; readonly delivery: "left"; readonly reason: string }
  | { readonly act: "pause" }
  | { readonly act: "resume"; readonly looked: Looked }
  | { readonly act: "hand-to-person" }
  | { readonly act: "close"; readonly end: "mark-uncollectible" | "cancel-subscription" | "leave-open" | "dry-run" }
  /** The provider says the invoice is not open any more, or its subscription has ended. */
  | { readonly act: "settled"; readonly settled: Settled }
  /** Nothing is done for now, whatever is due. */
  | {
      readonly act: "waits";
      readonly why: Waits["why"];
      readonly until: Instant;
      readonly reason: string;
      readonly forPerson?: string | undefined;
    }
  /** A service has no room for it now: the same step comes back then, for the turn that is kept if there is one. */
  | { readonly act: "not-yet"; readonly until: Instant; readonly kept?: Turns | undefined };

const decision = (state: DunningCase, reason: string): Decision => ({ state, actions: [], reason });

/** The outcome that the provider's word means; undefined while the invoice can still be paid. */
function outcomeOf(dunningCase: DunningCase, settled: Settled, { policy, now }: Situation): Outcome | undefined {
  switch (settled.kind) {
    case "paid":
      return outcomeOfPayment(dunningCase, paymentOf(settled, now), policy);
    case "void":
      return { kind: "voided", at: now };
    case "uncollectible":
      return { kind: "lost", at: now };
    case "cancelled":
      return { kind: "cancelled", at: now };
    case "draft":
      return undefined;
  }
}

const paymentOf = ({ by, amountPaid }: Extract<Settled, { kind: "paid" }>, now: Instant): Payment => ({
  at: by?.at ?? now,
  byHand: false,
  by,
  amountPaidMinor: amountPaid?.amountMinor,
});

const inWords = ({ kind }: Settled): string =>
  kind === "cancelled" ? "The provider says the subscription has ended." : `The provider says the invoice is ${kind}.`;

function charged(
  dunningCase: DunningCase,
  key: string,
  { outcome, methodId }: Extract<ActResult, { act: "retry-payment" }>,
  situation: Situation,
): Decision {
  const { now } = situation;
  if (outcome.result === "not-open") return notOpen(dunningCase, key, settledAs(outcome.status), situation);
  const decline = "decline" in outcome ? outcome.decline : undefined;
  const attempt = { key, at: now, result: outcome.result, decline, methodId, charge: outcome.charge };
  const ticked = tickOff({ ...dunningCase, attempts: [...dunningCase.attempts, attempt] }, key, now, outcome.result);
  const told = (state: DunningCase, reason: string) => note(state, now, { what: "retry-payment", reason, key });
  switch (outcome.result) {
    case "paid":
      return paidByUs(told(ticked, "The charge succeeded."), dunningCase, key, situation);
    case "processing":
      return decision(told(ticked, "The charge was started; the provider will tell how it ends."), "Started.");
    case "declined":
    case "needs-customer": {
      const reason = `The charge was declined: ${describeDecline(decline)}.`;
      const declined = dunningCase.status === "open" ? { ...ticked, decline, declinedAt: now } : ticked;
      return decision(told(declined, reason), reason);
    }
  }
}

/** What the answer to a charge tells of an invoice that could not be charged; open is none of it. */
const settledAs = (status: Extract<ChargeOutcome, { result: "not-open" }>["status"]): Settled =>
  status === "paid"
    ? { kind: "paid", by: undefined, amountPaid: undefined }
    : { kind: status === "open" ? "draft" : status };

/** The invoice's own event may have come first, without knowing that the money came through us. */
function paidByUs(dunningCase: DunningCase, before: DunningCase, key: string, situation: Situation): Decision {
  const { policy, now } = situation;
  const reason = key.startsWith("card:") ? "The new card paid the invoice." : "The retry paid the invoice.";
  const { outcome } = dunningCase;
  const payment = { at: outcome?.at ?? now, byHand: false };
  // What was written since the charge was asked for is not what brought the money.
  const how = attribute({ ...dunningCase, done: before.done }, payment, policy);
  if (outcome?.kind === "recovered") return decision({ ...dunningCase, outcome: { ...outcome, how } }, reason);
  const recovered = { ...outcomeOfPayment(dunningCase, { ...payment, at: now }, policy) };
  return decision(settle(dunningCase, recovered, reason, situation), reason);
}

function notOpen(dunningCase: DunningCase, key: string, settled: Settled, situation: Situation): Decision {
  const { now } = situation;
  const reason = inWords(settled);
  const outcome = outcomeOf(dunningCase, settled, situation);
  const ticked = note(tickOff(dunningCase, key, now, `found ${settled.kind}`), now, { what: "looked", reason, key });
  if (settled.kind === "paid" && dunningCase.status !== "open")
    return decideFact(ticked, { type: "invoice-paid", ...paymentOf(settled, now) }, situation);
  if (outcome === undefined || dunningCase.status !== "open")
    return decision(closeIfSettled(ticked, situation), reason);
  return decision(settle(ticked, outcome, reason, situation), reason);
}

type Messaged = Extract<ActResult, { act: "message" }>;

function messaged(dunningCase: DunningCase, key: string, result: Messaged, now: Instant): Decision {
  switch (result.delivery) {
    case "sent":
    case "unconfirmed":
      return written(dunningCase, key, result, now);
    case "held":
      return held(dunningCase, key, result, now);
    case "told":
      return toldThere(dunningCase, key, result, now);
    case "left":
      return left(dunningCase, key, result, now);
    case "undeliverable": {
      const reason = `"${result.name}" could not be written: ${result.reason}.`;
      // One person, once, for all the letters that cannot be written.
      const handOver =
        dunningCase.status === "open" ? { key: "person:unreachable", reason: result.reason } : dunningCase.handOver;
      const ticked = tickOff(dunningCase, key, now, result.delivery);
      return decision(note({ ...ticked, handOver }, now, { what: "message", reason, key }), reason);
    }
  }
}

function written(
  dunningCase: DunningCase,
  key: string,
  { name, delivery, promised }: Extract<Messaged, { delivery: "sent" | "unconfirmed" }>,
  now: Instant,
): Decision {
  const reason =
    delivery === "sent" ? `Wrote "${name}".` : `Handed "${name}" to the mail service; its answer is awaited.`;
  const ticked = tickOff(dunningCase, key, now, delivery);
  const done = { ...ticked.done, [key]: { ...ticked.done[key], at: now, result: delivery, message: name } };
  const state = { ...ticked, done, promised: { ...dunningCase.promised, ...promised }, lastMessage: key };
  return decision(note(state, now, { what: "message", reason, key }), reason);
}

/** Nothing was done and nothing is ticked off: what is due then looks again. */
function waiting(
  dunningCase: DunningCase,
  { why, until, reason: because, forPerson }: Extract<ActResult, { act: "waits" }>,
  now: Instant,
): Decision {
  const { waits: before, done } = dunningCase;
  const since = before?.why === why ? before.since : now;
  const waits = { why, since, until, reason: because };
  const asks = forPerson !== undefined && done[`person:${why}`] === undefined;
  const handOver = asks ? { key: `person:${why}`, reason: forPerson } : dunningCase.handOver;
  const reason = `Nothing is done for now: ${because}.`;
  return decision(
    note({ ...dunningCase, waits, handOver }, now, { what: "waits", reason, key: `waits:${why}` }),
    reason,
  );
}

/** A date that another case's letter named holds for this one as well. */
function toldThere(
  dunningCase: DunningCase,
  key: string,
  { name, by, promised = {} }: Extract<Messaged, { delivery: "told" }>,
  now: Instant,
): Decision {
  const reason = `"${name}" was said in ${by}, which names this invoice too.`;
  const ticked = tickOff(dunningCase, key, now, saidInAnothers);
  const done = { ...ticked.done, [key]: { ...ticked.done[key], at: now, result: saidInAnothers, toldIn: by } };
  const state = { ...ticked, done, promised: latest(dunningCase.promised, promised), lastMessage: key };
  return decision(note(state, now, { what: "message", reason, key }), reason);
}

const latest = (known: Promised = {}, told: Promised): Promised => ({
  attemptAt: latestOf(known.attemptAt, told.attemptAt),
  pauseAt: latestOf(known.pauseAt, told.pauseAt),
  endAt: latestOf(known.endAt, told.endAt),
});

const latestOf = (one: Instant | undefined, other: Instant | undefined): Instant | undefined =>
  one === undefined || other === undefined ? (one ?? other) : later(one, other);

function left(
  dunningCase: DunningCase,
  key: string,
  { name, reason: why }: Extract<Messaged, { delivery: "left" }>,
  now: Instant,
): Decision {
  const reason = `"${name}" is not written for this invoice alone: ${why}.`;
  const state = { ...tickOff(dunningCase, key, now, leftToAnothers), lastMessage: key };
  return decision(note(state, now, { what: "message", reason, key }), reason);
}

/** Nothing was said and nothing is ticked off: the same step asks again when its time comes. */
function held(
  dunningCase: DunningCase,
  key: string,
  { name, until, reason: why }: Extract<Messaged, { delivery: "held" }>,
  now: Instant,
): Decision {
  const { held: before, planned } = dunningCase;
  const since = before?.key === key ? before.since : (planned?.dueAt ?? now);
  const reason = `"${name}" is held: ${why}.`;
  const state = { ...dunningCase, held: { key, since, until, reason: why } };
  return decision(note(state, now, { what: "held", reason, key }), reason);
}

function closed(dunningCase: DunningCase, key: string, end: string, situation: Situation): Decision {
  const { now } = situation;
  const reason = `The ladder ended unpaid: ${end}.`;
  const ticked = tickOff(dunningCase, key, now, end);
  if (dunningCase.status === "open")
    return decision(settle(ticked, { kind: "lost", at: now }, reason, situation), reason);
  return decision(closeIfSettled(ticked, situation), reason);
}

/** Folds the result of an act into the case. The same result for the same key changes nothing the second time. */
export function decideAct(stored: DunningCase, key: string, result: ActResult, situation: Situation): Decision {
  if (stored.done[key] !== undefined) return decision(stored, `${key} is done already.`);
  const present = withPresentDelay(stored, key, situation.policy);
  if (result.act === "waits") return waiting(present, result, situation.now);
  if (result.act === "not-yet") {
    const { until, kept } = result;
    return decision({ ...present, turn: { key, until, kept } }, `${key} comes back at its turn.`);
  }
  const dunningCase: DunningCase = { ...present, waits: undefined };
  const told = (what: string, reason: string, state = dunningCase) =>
    ticked(state, key, { what, reason }, situation.now);
  switch (result.act) {
    case "retry-payment":
      return charged(dunningCase, key, result, situation);
    case "settled":
      return notOpen(dunningCase, key, result.settled, situation);
    case "message":
      return settled(messaged(dunningCase, key, result, situation.now), situation);
    case "close":
      return closed(dunningCase, key, result.end, situation);
    case "passed-over":
      return told("passed-over", `Passed over: ${result.reason}.`);
    case "hand-to-person":
      return settled(told(result.act, "Billing support was asked to take over."), situation);
    case "pause":
      return told("pause", "The subscription is paused.", { ...dunningCase, paused: true });
    case "resume":
      return settled(told("resume", resumedInWords(result.looked), resumed(dunningCase, result.looked)), situation);
  }
}

function resumedInWords(looked: Looked): string {
  switch (looked.found) {
    case "owed":
      return `The subscription stays paused: ${looked.invoiceIds.join(", ")} is still owed.`;
    case "merchants":
      return "The subscription stays paused: the merchant has paused it since.";
    case "lifted":
    case "none":
      return "The subscription is collected again.";
  }
}

/** What several drafts come to is for a person to say. */
function resumed(dunningCase: DunningCase, looked: Looked): DunningCase {
  const without = { ...dunningCase, paused: false };
  return looked.found === "lifted" ? withDrafts(without, looked.drafts) : without;
}

/** What is ticked off lies where the present policy has it, not where it lay when it was planned. */
function withPresentDelay(dunningCase: DunningCase, key: string, policy: DunningPolicy): DunningCase {
  const { planned } = dunningCase;
  const rung = ladder(policy).find((one) => one.key === presentKey(key, policy));
  if (planned?.key !== key || rung === undefined) return dunningCase;
  return { ...dunningCase, planned: { ...planned, afterMs: rung.afterMs } };
}

function ticked(dunningCase: DunningCase, key: string, telling: Omit<Telling, "key">, now: Instant): Decision {
  const state = note(tickOff(dunningCase, key, now, telling.what), now, { ...telling, key });
  return decision(state, telling.reason);
}

const settled = ({ state, actions, reason }: Decision, situation: Situation): Decision => ({
  state: closeIfSettled(state, situation),
  actions,
  reason,
});
