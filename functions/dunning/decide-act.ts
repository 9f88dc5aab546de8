import { describeDecline } from "../billing/declines/declines.ts";
import type { InvoiceStatus } from "../billing/invoice.ts";
import type { ChargeOutcome } from "../billing/payments.ts";
import type { Instant } from "../platform/instant.ts";
import type { Decision, DunningCase, Outcome } from "./case.ts";
import type { DunningPolicy } from "./policy/dunning-policy.ts";
import { attribute, closeIfSettled, recovered, settle } from "./settle.ts";
import { note, tickOff } from "./timeline.ts";

/** Not now: the same step is due again at `until`. */
interface HeldMessage {
  readonly act: "message";
  readonly name: string;
  readonly delivery: "held";
  readonly until: Instant;
  readonly reason: string;
}

/** What came of an act of the workflow. */
export type ActResult =
  | { readonly act: "retry-payment"; readonly outcome: ChargeOutcome }
  /** Looked at again when its time came, and not done. */
  | { readonly act: "passed-over"; readonly reason: string }
  | { readonly act: "message"; readonly name: string; readonly delivery: "sent" | "unconfirmed" }
  | { readonly act: "message"; readonly name: string; readonly delivery: "undeliverable"; readonly reason: string }
  | HeldMessage
  | { readonly act: "pause" }
  | { readonly act: "resume" }
  | { readonly act: "hand-to-person" }
  | { readonly act: "close"; readonly end: "mark-uncollectible" | "cancel-subscription" | "leave-open" | "dry-run" }
  /** The provider says the invoice is not open any more. */
  | { readonly act: "not-open"; readonly status: InvoiceStatus };

const decision = (state: DunningCase, reason: string): Decision => ({ state, actions: [], reason });

/** The outcome that an invoice's status at the provider means; undefined while it can still be paid. */
function outcomeOf(dunningCase: DunningCase, status: InvoiceStatus, now: Instant): Outcome | undefined {
  switch (status) {
    case "paid":
      return recovered(dunningCase, now, attribute(dunningCase, now, false));
    case "void":
      return { kind: "voided", at: now };
    case "uncollectible":
      return { kind: "lost", at: now };
    case "draft":
    case "open":
      return undefined;
  }
}

function charged(
  dunningCase: DunningCase,
  key: string,
  outcome: ChargeOutcome,
  policy: DunningPolicy,
  now: Instant,
): Decision {
  if (outcome.result === "not-open") return notOpen(dunningCase, key, outcome.status, policy, now);
  const decline = "decline" in outcome ? outcome.decline : undefined;
  const attempt = { key, at: now, result: outcome.result, decline };
  const ticked = tickOff({ ...dunningCase, attempts: [...dunningCase.attempts, attempt] }, key, now, outcome.result);
  const way = key.startsWith("card:") ? "new-card" : "retry";
  switch (outcome.result) {
    case "paid":
      return paidByUs(note(ticked, now, "retry-payment", "The charge succeeded."), way, policy, now);
    case "processing":
      return decision(
        note(ticked, now, "retry-payment", "The charge was started; the provider will tell how it ends."),
        "Started.",
      );
    case "declined":
    case "needs-customer": {
      const reason = `The charge was declined: ${describeDecline(decline)}.`;
      const declined = dunningCase.status === "open" ? { ...ticked, decline, declinedAt: now } : ticked;
      return decision(note(declined, now, "retry-payment", reason), reason);
    }
  }
}

/** The invoice's own event may have come first, without knowing that the money came through us. */
function paidByUs(dunningCase: DunningCase, way: "retry" | "new-card", policy: DunningPolicy, now: Instant): Decision {
  const reason = way === "retry" ? "The retry paid the invoice." : "The new card paid the invoice.";
  const { outcome } = dunningCase;
  if (outcome?.kind === "recovered") return decision({ ...dunningCase, outcome: { ...outcome, how: way } }, reason);
  return decision(settle(dunningCase, recovered(dunningCase, now, way), policy, now, reason), reason);
}

function notOpen(
  dunningCase: DunningCase,
  key: string,
  status: InvoiceStatus,
  policy: DunningPolicy,
  now: Instant,
): Decision {
  const reason = `The provider says the invoice is ${status}.`;
  const outcome = outcomeOf(dunningCase, status, now);
  const ticked = note(tickOff(dunningCase, key, now, `invoice ${status}`), now, "looked", reason);
  if (outcome === undefined || dunningCase.status !== "open")
    return decision(closeIfSettled(ticked, policy, now), reason);
  return decision(settle(ticked, outcome, policy, now, reason), reason);
}

function messaged(
  dunningCase: DunningCase,
  key: string,
  result: Extract<ActResult, { act: "message" }>,
  now: Instant,
): Decision {
  if (result.delivery === "held") return held(dunningCase, key, result, now);
  const ticked = tickOff(dunningCase, key, now, result.delivery);
  switch (result.delivery) {
    case "sent":
    case "unconfirmed": {
      const reason =
        result.delivery === "sent"
          ? `Wrote "${result.name}".`
          : `Handed "${result.name}" to the mail service; its answer is awaited.`;
      return decision(note({ ...ticked, lastMessage: key }, now, "message", reason), reason);
    }
    case "undeliverable": {
      const reason = `"${result.name}" could not be written: ${result.reason}.`;
      // One person, once, for all the letters that cannot be written.
      const handOver =
        dunningCase.status === "open" ? { key: "person:unreachable", reason: result.reason } : dunningCase.handOver;
      return decision(note({ ...ticked, handOver }, now, "message", reason), reason);
    }
  }
}

/** Nothing is ticked off: the step stays what the case waits for. */
function held(
  dunningCase: DunningCase,
  key: string,
  { name, until, reason: why }: HeldMessage,
  now: Instant,
): Decision {
  const { held: before, planned } = dunningCase;
  const since = before?.key === key ? before.since : (planned?.dueAt ?? now);
  const reason = `"${name}" is held: ${why}.`;
  return decision(note({ ...dunningCase, held: { key, since, until, reason: why } }, now, "held", reason), reason);
}

function closed(dunningCase: DunningCase, key: string, end: string, policy: DunningPolicy, now: Instant): Decision {
  const reason = `The ladder ended unpaid: ${end}.`;
  const ticked = tickOff(dunningCase, key, now, end);
  if (dunningCase.status === "open")
    return decision(settle(ticked, { kind: "lost", at: now }, policy, now, reason), reason);
  return decision(closeIfSettled(ticked, policy, now), reason);
}

/** Folds the result of an act into the case. The same result for the same key changes nothing the second time. */
export function decideAct(
  dunningCase: DunningCase,
  key: string,
  result: ActResult,
  policy: DunningPolicy,
  now: Instant,
): Decision {
  if (dunningCase.done[key] !== undefined) return decision(dunningCase, `${key} is done already.`);
  switch (result.act) {
    case "retry-payment":
      return charged(dunningCase, key, result.outcome, policy, now);
    case "not-open":
      return notOpen(dunningCase, key, result.status, policy, now);
    case "message":
      return settled(messaged(dunningCase, key, result, now), policy, now);
    case "close":
      return closed(dunningCase, key, result.end, policy, now);
    case "passed-over":
      return ticked(dunningCase, key, "passed-over", `Passed over: ${result.reason}.`, now);
    case "hand-to-person":
      return settled(ticked(dunningCase, key, result.act, "Billing support was asked to take over.", now), policy, now);
    case "pause":
      return ticked({ ...dunningCase, paused: true }, key, "pause", "The subscription is paused.", now);
    case "resume":
      return settled(
        ticked({ ...dunningCase, paused: false }, key, "resume", "The subscription is collected again.", now),
        policy,
        now,
      );
  }
}

function ticked(dunningCase: DunningCase, key: string, what: string, reason: string, now: Instant): Decision {
  return decision(note(tickOff(dunningCase, key, now, what), now, what, reason), reason);
}

const settled = ({ state, actions, reason }: Decision, policy: DunningPolicy, now: Instant): Decision => ({
  state: closeIfSettled(state, policy, now),
  actions,
  reason,
});
