import { overBudget } from "../billing/budgets.ts";
import { describeDecline, judge } from "../billing/declines/declines.ts";
import type { LetterFates } from "../messages/letter-fates.ts";
import { durationMs, plus } from "../platform/duration.ts";
import { earlier, type Instant, later, plusMs } from "../platform/instant.ts";
import { localTime } from "../timing/local-time.ts";
import { intoHours } from "../timing/windows.ts";
import { type DunningCase, type Planned, type Promised, pendingCharge } from "./case.ts";
import { ladder, type Rung, reachedBy, remaining, stepTimes, tellingKey } from "./ladder.ts";
import type { DunningPolicy } from "./policy/dunning-policy.ts";
import { settlingRungs } from "./settle.ts";
import { type Warning, warningOf } from "./warning.ts";

/** What a plan needs to know beyond the case. */
export interface CaseContext {
  /** IANA zone of the customer. */
  readonly timeZone: string;
  /** Charges of the same card for other invoices, and the provider's own for this one. */
  readonly chargedElsewhere: readonly Instant[];
  /** What became of the customer's letters. */
  readonly letters: LetterFates;
}

/** What a decision about a case rests on. */
export interface Situation {
  readonly policy: DunningPolicy;
  readonly context: CaseContext;
  readonly now: Instant;
}

/** A debit that was started is given this long to end before anything else is tried. */
const processingTakesAtMost = "P7D";
/** How long a customer has at least between the warning and the pause; a ladder shorter than that is a rehearsal. */
const noticeBeforePause = "P1D";
/** When a warning that the mail service has not confirmed is looked at again. */
const confirmationTakes = "PT1H";

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

/** A case on the ladder of the present policy, looked at now. */
interface Climb extends Situation {
  readonly dunningCase: DunningCase;
  /** What is left to do, in order. */
  readonly ahead: readonly Rung[];
  readonly rungs: readonly Rung[];
  /** When each step is due, by its id. */
  readonly times: ReadonlyMap<string, Instant>;
}

function climbOf(dunningCase: DunningCase, situation: Situation): Climb {
  const { policy, context } = situation;
  const rungs = ladder(policy);
  const { caseId, openedAt, declinedAt = openedAt } = dunningCase;
  const reached = reachedBy(dunningCase, rungs);
  // A debit may fail days after it was made: the next one keeps its distance from that.
  const since = reached && { afterMs: reached.afterMs, at: later(reached.at, declinedAt) };
  const times = stepTimes({ caseId, openedAt, timeZone: context.timeZone, policy, reached: since });
  return { ...situation, dunningCase, rungs, ahead: remaining(dunningCase, rungs), times };
}

const timeOf = ({ times, dunningCase }: Climb, { stepId }: Rung): Instant => times.get(stepId) ?? dunningCase.openedAt;

function letterDueAt(rung: Rung, climb: Climb): Instant {
  const { dunningCase, policy, context, times } = climb;
  const regular = timeOf(climb, rung);
  if (policy.preferred === undefined) return regular;
  // Where a charge cannot succeed the quiet days would be wasted: the first letter goes out on the first morning.
  const waitingIsPointless =
    dunningCase.lastMessage === undefined && judge(dunningCase.decline, dunningCase.cardCountry).retry === "blocked";
  const [first = regular] = times.values();
  const earliest = waitingIsPointless ? earlier(first, regular) : regular;
  const seed = `${dunningCase.caseId}:${rung.key}`;
  return intoHours({ earliest, hours: policy.preferred.messageHours, timeZone: context.timeZone, seed });
}

/** Not before the day that a letter has named for it. */
function keptPromise({ act }: Rung, at: Instant, { attemptAt, pauseAt, endAt }: Promised = {}): Instant {
  const promised = { "retry-payment": attemptAt, pause: pauseAt, close: endAt }[String(act)];
  return promised === undefined ? at : later(at, promised);
}

function dueAt(rung: Rung, climb: Climb): Instant {
  if (rung.message !== undefined) return letterDueAt(rung, climb);
  return keptPromise(rung, timeOf(climb, rung), climb.dunningCase.promised);
}

/** What speaks of a pause, or makes one: nothing an invoice without a subscription can have. */
const isAboutPause = ({ act, message }: Rung) => act === "pause" || message === "pause-warning" || message === "paused";

const isMade = (rung: Rung, { paused }: DunningCase): boolean =>
  paused && (rung.act === "pause" || rung.act === "warn-of-pause");

function isPassed(rung: Rung, due: Instant, { dunningCase, context, policy }: Climb): string | undefined {
  if (dunningCase.subscriptionId === undefined && isAboutPause(rung)) return "the invoice belongs to no subscription";
  if (isMade(rung, dunningCase)) return "the subscription is paused already";
  if (rung.act === "pause" && !policy.dryRun) {
    const warning = warningOf(dunningCase, context.letters);
    return warning.kind === "impossible" ? warning.reason : undefined;
  }
  if (rung.act !== "retry-payment") return undefined;
  const last = dunningCase.attempts.at(-1);
  if (last !== undefined && due <= last.at) return "the card was charged since its time";
  return refusal(dunningCase, context, due);
}

function describe(rung: Rung, { dunningCase, ahead }: Climb): string {
  const made = dunningCase.attempts.length;
  const charges = ahead.filter(({ act }) => act === "retry-payment").length;
  switch (rung.act) {
    case "retry-payment":
      return `charge ${made + 1} of ${made + charges} after ${describeDecline(dunningCase.decline)}`;
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

/** `Waits until ..., charge 2 of 8`, or what is done without waiting: `Now: charge 2 of 8`. */
function inWords(at: Instant, what: string, { now, context: { timeZone } }: Situation): string {
  return at <= now ? `Now: ${what.replace(/^then /, "")}` : `Waits until ${localTime(at, timeZone)}, ${what}`;
}

const skippedInWords = (passed: readonly string[]): string =>
  passed.length === 0
    ? ""
    : `; ${passed.length === 1 ? "a step was" : `${passed.length} steps were`} passed over: ${passed[0]}`;

function afterProcessing(due: Instant, dunningCase: DunningCase): Instant {
  const pending = pendingCharge(dunningCase);
  return pending === undefined ? due : later(due, plus(pending.at, processingTakesAtMost));
}

function nextRung(climb: Climb): Planned | undefined {
  const { dunningCase, policy, now } = climb;
  const passed: string[] = [];
  for (const rung of climb.ahead) {
    const due = dueAt(rung, climb);
    const why = isPassed(rung, due, climb);
    if (why !== undefined) {
      passed.push(why);
      continue;
    }
    if (rung.act === "pause" && !policy.dryRun) return pauseOrWarning(rung, climb);
    const at = later(afterProcessing(due, dunningCase), now);
    const reason = `${inWords(at, describe(rung, climb), climb)}${skippedInWords(passed)}.`;
    return { act: rung.act, key: rung.key, dueAt: at, reason, afterMs: rung.afterMs };
  }
  return undefined;
}

/** A pause waits for its warning: until it is said, until the mail service has confirmed it, and then as long as it gave. */
function pauseOrWarning(rung: Rung, climb: Climb): Planned {
  const { dunningCase, context, now } = climb;
  const warning = warningOf(dunningCase, context.letters);
  if (warning.kind === "due") return plannedWarning(rung, warning, climb);
  const awaited = warning.kind === "awaited";
  const earliest = awaited ? plus(now, confirmationTakes) : noticeEndsAt(rung, warning, climb);
  const at = later(later(afterProcessing(dueAt(rung, climb), dunningCase), earliest), now);
  const why = awaited ? "; the mail service has not confirmed the warning yet" : "";
  const reason = `${inWords(at, describe(rung, climb), climb)}${why}.`;
  return { act: rung.act, key: rung.key, dueAt: at, reason, afterMs: rung.afterMs };
}

const warningRung = ({ rungs }: Climb, pause: Rung): Rung | undefined =>
  rungs.findLast(({ act, afterMs }) => act === "warn-of-pause" && afterMs < pause.afterMs);

function noticeEndsAt(pause: Rung, warning: Warning, climb: Climb): Instant {
  if (warning.kind !== "confirmed") return "";
  const plannedMs = pause.afterMs - (warningRung(climb, pause)?.afterMs ?? 0);
  return plusMs(warning.at, Math.min(durationMs(noticeBeforePause), plannedMs));
}

function plannedWarning(pause: Rung, { telling }: Extract<Warning, { kind: "due" }>, climb: Climb): Planned {
  const { dunningCase, policy, context, now } = climb;
  const key = tellingKey(warningRung(climb, pause)?.key ?? `${pause.stepId}:warn-of-pause`, telling);
  const hours = policy.preferred?.messageHours;
  const seed = `${dunningCase.caseId}:${key}`;
  const at = hours === undefined ? now : intoHours({ earliest: now, hours, timeZone: context.timeZone, seed });
  const what = 'then writes "pause-warning", without which nothing is paused';
  return { act: "warn-of-pause", key, dueAt: at, reason: `${inWords(at, what, climb)}.` };
}

/** A charge that is next on the ladder and due, though the card may not be charged: its act says so in the story. */
function isDueCharge(key: string, climb: Climb): boolean {
  const place = climb.ahead.findIndex((rung) => rung.key === key);
  const rung = climb.ahead[place];
  if (rung?.act !== "retry-payment" || dueAt(rung, climb) > climb.now) return false;
  return climb.ahead.slice(0, place).every((before) => isPassed(before, dueAt(before, climb), climb) !== undefined);
}

/** Whether the present policy wants this act done now: it may have changed since the act was planned. */
export function isWantedNow(dunningCase: DunningCase, key: string, situation: Situation): boolean {
  const wanted = planNext(dunningCase, situation);
  if (wanted?.key === key && wanted.dueAt <= situation.now) return true;
  return dunningCase.status === "open" && isDueCharge(key, climbOf(dunningCase, situation));
}

/** Why the next pause is left out although the policy asks for it; undefined if it is not. */
export function pauseLeftOut(dunningCase: DunningCase, situation: Situation): string | undefined {
  const { policy, context } = situation;
  const climb = climbOf(dunningCase, situation);
  const next = climb.ahead.find(
    (rung) => rung.act === "pause" || isPassed(rung, dueAt(rung, climb), climb) === undefined,
  );
  if (next?.act !== "pause" || dunningCase.subscriptionId === undefined || dunningCase.paused || policy.dryRun)
    return undefined;
  const warning = warningOf(dunningCase, context.letters);
  return warning.kind === "impossible" ? `the subscription is not paused, because ${warning.reason}` : undefined;
}

/** What a letter may promise of the days to come. */
export interface Outlook {
  /** When the card is charged next unless the customer acts; undefined if it will not be. */
  readonly nextAttemptAt?: Instant | undefined;
  readonly pauseAt?: Instant | undefined;
  readonly endAt?: Instant | undefined;
}

/** When the coming steps of a case are due, as things stand. A date may come later than promised, never earlier. */
export function outlook(dunningCase: DunningCase, situation: Situation): Outlook {
  const climb = climbOf(dunningCase, situation);
  const dueOf = (rung: Rung | undefined) => rung && keptPromise(rung, timeOf(climb, rung), dunningCase.promised);
  const charge = climb.ahead.find(
    (rung) => rung.act === "retry-payment" && isPassed(rung, timeOf(climb, rung), climb) === undefined,
  );
  return {
    nextAttemptAt: dueOf(charge),
    pauseAt: dunningCase.subscriptionId && dueOf(climb.ahead.find(({ act }) => act === "pause")),
    endAt: dueOf(climb.ahead.find(({ act }) => act === "close")),
  };
}

/**
 * The next act of a case and its time by the present policy; undefined when nothing is left to do.
 * Order: what a person must do, a new card, then the ladder of the policy. A letter that was held waits for its time.
 */
export function planNext(dunningCase: DunningCase, situation: Situation): Planned | undefined {
  const planned = nextAct(dunningCase, situation);
  const { heldUntil } = dunningCase;
  if (planned === undefined || heldUntil?.key !== planned.key || heldUntil.until <= planned.dueAt) return planned;
  const reason = inWords(heldUntil.until, `then does what was held back: ${planned.key}`, situation);
  return { ...planned, dueAt: heldUntil.until, reason: `${reason}.` };
}

function nextAct(dunningCase: DunningCase, situation: Situation): Planned | undefined {
  const { policy, now } = situation;
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
  return nextRung(climbOf(dunningCase, situation));
}
