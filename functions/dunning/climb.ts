import type { ProviderInvoice } from "../billing/payments.ts";
import { earlier, type Instant, later } from "../platform/instant.ts";
import { localTime } from "../timing/local-time.ts";
import { intoHours } from "../timing/windows.ts";
import { type DunningCase, type Promised, pendingCharge } from "./case.ts";
import { chargeReason } from "./charge-reason.ts";
import type { Moment } from "./charge-time.ts";
import { keptForLater } from "./debit-turns.ts";
import { ladder, type Rung, reachedBy, remaining } from "./ladder.ts";
import { type MethodOfCase, methodOfCase } from "./method-of-case.ts";
import { withNewestDecline } from "./newest-decline.ts";
import { lookAgainAt } from "./payment-in-flight.ts";
import type { CaseContext, Situation } from "./situation.ts";
import { timesOf } from "./step-times.ts";
import { warningOf } from "./warning.ts";

/**
 * Why the invoice must not be charged at `at`, to the method that pays it; undefined if it may be.
 * @param invoice as the provider has it, where it was just read.
 */
export function refusal(
  dunningCase: DunningCase,
  context: CaseContext,
  at: Instant,
  invoice?: ProviderInvoice,
): string | undefined {
  return refusalOf(methodOfCase(dunningCase, context, at, invoice), context, at);
}

function refusalOf({ verdict }: MethodOfCase, context: CaseContext, at: Instant): string | undefined {
  if (verdict.retry === "blocked") return verdict.reason;
  const { notBefore, reason } = verdict;
  return notBefore !== undefined && at < notBefore
    ? `${reason} until ${localTime(notBefore, context.timeZone)}`
    : undefined;
}

/** A case on the ladder of the present policy, looked at now. */
export interface Climb extends Situation {
  readonly dunningCase: DunningCase;
  /** What is left to do, in order. */
  readonly ahead: readonly Rung[];
  readonly rungs: readonly Rung[];
  /** When each step is due, by its id. */
  readonly times: ReadonlyMap<string, Instant>;
  /** When and why then a step charges, where the reason of the decline has a say in it. */
  readonly charges: ReadonlyMap<string, Moment>;
}

export function climbOf(stored: DunningCase, situation: Situation): Climb {
  const { policy, context } = situation;
  const dunningCase = withNewestDecline(stored, context.attempts);
  const rungs = ladder(policy);
  const { caseId, openedAt, declinedAt = openedAt } = dunningCase;
  const reached = reachedBy(dunningCase, rungs);
  // A debit may fail days after it was made: the next one keeps its distance from that.
  const since = reached && { afterMs: reached.afterMs, at: later(reached.at, declinedAt) };
  const reason = chargeReason(dunningCase, context);
  const { steps, charges } = timesOf({ caseId, openedAt, timeZone: context.timeZone, policy, reached: since, reason });
  return { ...situation, dunningCase, rungs, ahead: remaining(dunningCase, rungs), times: steps, charges };
}

/** The moment that the reason of the last decline chose for a charge; undefined if its step has its own time. */
export const momentOf = ({ charges }: Climb, { act, stepId }: Rung): Moment | undefined =>
  act === "retry-payment" ? charges.get(stepId) : undefined;

/**
 * A charge whose time has come keeps it. What is learned from then on may be of that very charge, made by a process that died:
 * it is repeated at once, while the provider still knows its key. A debit that came back is of the charge before.
 */
function begunAt({ dunningCase, now }: Climb, { act, key }: Rung): Instant | undefined {
  const { planned, attempts } = dunningCase;
  const isBegun = act === "retry-payment" && planned?.key === key && planned.dueAt <= now;
  return isBegun && attempts.at(-1)?.result !== "processing" ? planned.dueAt : undefined;
}

export const timeOf = (climb: Climb, rung: Rung): Instant =>
  begunAt(climb, rung) ?? momentOf(climb, rung)?.at ?? climb.times.get(rung.stepId) ?? climb.dunningCase.openedAt;

function letterDueAt(rung: Rung, climb: Climb): Instant {
  const { dunningCase, policy, context, times } = climb;
  const regular = timeOf(climb, rung);
  if (policy.preferred === undefined) return regular;
  // Where a charge cannot succeed the quiet days would be wasted: the first letter goes out on the first morning.
  const waitingIsPointless =
    dunningCase.lastMessage === undefined && methodOfCase(dunningCase, context, regular).verdict.retry === "blocked";
  const [first = regular] = times.values();
  const earliest = waitingIsPointless ? earlier(first, regular) : regular;
  const seed = `${dunningCase.caseId}:${rung.key}`;
  return intoHours({ earliest, hours: policy.preferred.messageHours, timeZone: context.timeZone, seed });
}

/** Not before the day that a letter has named for it. */
export function keptPromise({ act }: Rung, at: Instant, { attemptAt, pauseAt, endAt }: Promised = {}): Instant {
  const promised = { "retry-payment": attemptAt, pause: pauseAt, close: endAt }[String(act)];
  return promised === undefined ? at : later(at, promised);
}

export function dueAt(rung: Rung, climb: Climb): Instant {
  if (rung.message !== undefined) return letterDueAt(rung, climb);
  return keptPromise(rung, timeOf(climb, rung), climb.dunningCase.promised);
}

/** What speaks of a pause, or makes one: nothing an invoice without a subscription can have. */
const isAboutPause = ({ act, message }: Rung) => act === "pause" || message === "pause-warning" || message === "paused";

const isMade = (rung: Rung, { paused }: DunningCase, { isPaused = false }: CaseContext): boolean =>
  (paused || isPaused) && (rung.act === "pause" || rung.act === "warn-of-pause");

export function isPassed(rung: Rung, due: Instant, { dunningCase, context, policy, rungs }: Climb): string | undefined {
  if (dunningCase.subscriptionId === undefined && isAboutPause(rung)) return "the invoice belongs to no subscription";
  if (dunningCase.spared !== undefined && isAboutPause(rung)) return dunningCase.spared.reason;
  if (isMade(rung, dunningCase, context)) return "the subscription is paused already";
  if (rung.act === "pause" && !policy.dryRun) {
    const warning = warningOf(dunningCase, context.letters);
    return warning.kind === "impossible" ? warning.reason : undefined;
  }
  if (rung.act !== "retry-payment") return undefined;
  const last = dunningCase.attempts.at(-1);
  if (last !== undefined && due <= last.at) return "the card was charged since its time";
  const method = methodOfCase(dunningCase, context, due);
  return refusalOf(method, context, due) ?? keptForLater(rung, rungs, dunningCase, method);
}

/** While a payment is under way what is due only looks how it stands; a promised day is no earlier for that. */
export function afterProcessing(due: Instant, dunningCase: DunningCase): Instant {
  const pending = pendingCharge(dunningCase);
  return pending === undefined
    ? due
    : later(due, lookAgainAt(pending.charge?.kind ?? dunningCase.methodKind ?? "other", pending.at, pending.at));
}
