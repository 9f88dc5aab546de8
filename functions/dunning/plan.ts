import { overBudget } from "../billing/budgets.ts";
import { describeDecline, judge } from "../billing/declines/declines.ts";
import { plus } from "../platform/duration.ts";
import { earlier, type Instant, later } from "../platform/instant.ts";
import { localTime } from "../timing/local-time.ts";
import { intoHours } from "../timing/windows.ts";
import { type DunningCase, type Planned, pendingCharge } from "./case.ts";
import { ladder, type Rung, stepTimes } from "./ladder.ts";
import type { DunningPolicy } from "./policy/dunning-policy.ts";
import { settlingRungs } from "./settle.ts";

/** What a plan needs to know beyond the case. */
export interface CaseContext {
  /** IANA zone of the customer. */
  readonly timeZone: string;
  /** Charges of the same card for other invoices, and the provider's own for this one. */
  readonly chargedElsewhere: readonly Instant[];
}

/** A debit that was started is given this long to end before anything else is tried. */
const processingTakesAtMost = "P7D";

const lastAttempt = (dunningCase: DunningCase) => dunningCase.attempts.at(-1);

/** Why the card must not be charged at `at`; undefined if it may be. */
export function refusal(dunningCase: DunningCase, context: CaseContext, at: Instant): string | undefined {
  const verdict = judge(dunningCase.decline, dunningCase.cardCountry);
  if (verdict.retry === "blocked") return verdict.reason;
  const declinedAt = dunningCase.declinedAt ?? dunningCase.openedAt;
  if (verdict.waitAtLeast !== undefined && at < plus(declinedAt, verdict.waitAtLeast))
    return `${verdict.reason} until ${localTime(plus(declinedAt, verdict.waitAtLeast), context.timeZone)}`;
  const chargedAt = [...dunningCase.attempts.map((attempt) => attempt.at), ...context.chargedElsewhere];
  return overBudget(dunningCase.decline?.network, chargedAt, at);
}

interface Ladder {
  readonly rungs: readonly Rung[];
  readonly times: readonly Instant[];
  /** Rungs before this one are done or were passed. */
  readonly cursor: number;
}

function climb(dunningCase: DunningCase, policy: DunningPolicy, timeZone: string): Ladder {
  const rungs = ladder(policy);
  const last = rungs.findLastIndex(({ key }) => dunningCase.done[key] !== undefined);
  const lastRung = rungs[last];
  const lastDone = lastRung && dunningCase.done[lastRung.key];
  const { caseId, openedAt, declinedAt = openedAt } = dunningCase;
  // A debit may fail days after it was made: the next one keeps its distance from that.
  const done = lastRung && lastDone ? { step: lastRung.step, at: later(lastDone.at, declinedAt) } : undefined;
  return { rungs, times: stepTimes({ caseId, openedAt, timeZone, policy, done }), cursor: last + 1 };
}

function dueAt(
  rung: Rung,
  dunningCase: DunningCase,
  policy: DunningPolicy,
  timeZone: string,
  times: readonly Instant[],
): Instant {
  const regular = times[rung.step] ?? dunningCase.openedAt;
  if (rung.message === undefined || policy.preferred === undefined) return regular;
  // Where a charge cannot succeed the quiet days would be wasted: the first letter goes out on the first morning.
  const waitingIsPointless =
    dunningCase.lastMessage === undefined && judge(dunningCase.decline, dunningCase.cardCountry).retry === "blocked";
  const earliest = waitingIsPointless ? (times[0] ?? regular) : regular;
  const seed = `${dunningCase.caseId}:${rung.key}`;
  const hours = policy.preferred.messageHours;
  return intoHours({ earliest: earlier(earliest, regular), hours, timeZone, seed });
}

/** What speaks of a pause, or makes one: nothing an invoice without a subscription can have. */
const isAboutPause = ({ act, message }: Rung) => act === "pause" || message === "pause-warning" || message === "paused";

function isPassed(rung: Rung, due: Instant, dunningCase: DunningCase, context: CaseContext): string | undefined {
  if (dunningCase.subscriptionId === undefined && isAboutPause(rung)) return "the invoice belongs to no subscription";
  if (rung.act !== "retry-payment") return undefined;
  const last = lastAttempt(dunningCase);
  if (last !== undefined && due <= last.at) return "the card was charged since its time";
  return refusal(dunningCase, context, due);
}

function describe(rung: Rung, rungs: readonly Rung[], dunningCase: DunningCase): string {
  const charges = rungs.filter(({ act }) => act === "retry-payment");
  switch (rung.act) {
    case "retry-payment":
      return `charge ${charges.indexOf(rung) + 1} of ${charges.length} after ${describeDecline(dunningCase.decline)}`;
    case "notify":
    case "warn-of-pause":
      return `then writes "${rung.message}"`;
    case "pause":
      return "then pauses the subscription";
    case "close":
      return "then gives the invoice up";
    case "resume":
    case "hand-to-person":
      return "then hands the case to billing support";
  }
}

function nextRung(
  dunningCase: DunningCase,
  policy: DunningPolicy,
  context: CaseContext,
  now: Instant,
): Planned | undefined {
  const { rungs, times, cursor } = climb(dunningCase, policy, context.timeZone);
  const passed: string[] = [];
  for (const rung of rungs.slice(cursor)) {
    const due = dueAt(rung, dunningCase, policy, context.timeZone, times);
    const why = isPassed(rung, due, dunningCase, context);
    if (why !== undefined) {
      passed.push(why);
      continue;
    }
    const skipped =
      passed.length === 0
        ? ""
        : `; ${passed.length === 1 ? "a step was" : `${passed.length} steps were`} passed over: ${passed[0]}`;
    const held = afterProcessing(due, dunningCase);
    const at = later(held, now);
    const reason = `Waits until ${localTime(at, context.timeZone)}, ${describe(rung, rungs, dunningCase)}${skipped}.`;
    return { act: rung.act, key: rung.key, dueAt: at, reason };
  }
  return undefined;
}

function afterProcessing(due: Instant, dunningCase: DunningCase): Instant {
  const pending = pendingCharge(dunningCase);
  return pending === undefined ? due : later(due, plus(pending.at, processingTakesAtMost));
}

/** What a letter may promise of the days to come. */
export interface Outlook {
  /** When the card is charged next unless the customer acts; undefined if it will not be. */
  readonly nextAttemptAt?: Instant | undefined;
  readonly pauseAt?: Instant | undefined;
  readonly endAt?: Instant | undefined;
}

/** When the coming steps of a case are due, as things stand. A date may come later than promised, never earlier. */
export function outlook(dunningCase: DunningCase, policy: DunningPolicy, context: CaseContext): Outlook {
  const { rungs, times, cursor } = climb(dunningCase, policy, context.timeZone);
  const timeOf = (rung: Rung | undefined) => rung && times[rung.step];
  const ahead = rungs.slice(cursor);
  const charge = ahead.find(
    (rung) => rung.act === "retry-payment" && isPassed(rung, timeOf(rung) ?? "", dunningCase, context) === undefined,
  );
  return {
    nextAttemptAt: timeOf(charge),
    pauseAt: dunningCase.subscriptionId && timeOf(ahead.find(({ act }) => act === "pause")),
    endAt: timeOf(ahead.find(({ act }) => act === "close")),
  };
}

/**
 * The next act of a case and its time; undefined when nothing is left to do.
 * Order: what a person must do, a new card, then the ladder of the policy.
 */
export function planNext(
  dunningCase: DunningCase,
  policy: DunningPolicy,
  context: CaseContext,
  now: Instant,
): Planned | undefined {
  const planned = planUnheld(dunningCase, policy, context, now);
  const { held } = dunningCase;
  if (planned === undefined || held?.key !== planned.key || held.until <= planned.dueAt) return planned;
  return { ...planned, dueAt: held.until, reason: `The letter is held: ${held.reason}.` };
}

function planUnheld(
  dunningCase: DunningCase,
  policy: DunningPolicy,
  context: CaseContext,
  now: Instant,
): Planned | undefined {
  if (dunningCase.status === "closed") return undefined;
  const { handOver, cardRetry, done } = dunningCase;
  if (handOver !== undefined && done[handOver.key] === undefined)
    return { act: "hand-to-person", key: handOver.key, dueAt: now, reason: `Hands over now: ${handOver.reason}.` };
  if (dunningCase.status === "settling") {
    const rung = settlingRungs(dunningCase, policy)[0];
    return rung && { ...rung, dueAt: now };
  }
  if (cardRetry !== undefined && done[cardRetry.key] === undefined)
    return { act: "retry-payment", key: cardRetry.key, dueAt: now, reason: "Charges now: the card is new or renewed." };
  return nextRung(dunningCase, policy, context, now);
}
