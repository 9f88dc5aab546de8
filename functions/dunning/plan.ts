import { type Instant, later } from "../platform/instant.ts";
import type { DunningCase, Planned } from "./case.ts";
import { afterProcessing, type Climb, climbOf, dueAt, isPassed, keptPromise, timeOf } from "./climb.ts";
import type { Rung } from "./ladder.ts";
import { pauseOrWarning } from "./pause.ts";
import { describe, inWords, skippedInWords } from "./plan-in-words.ts";
import { settlingRungs } from "./settle.ts";
import type { Situation } from "./situation.ts";

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
  const pause = climb.ahead.find(
    (rung) => rung.act === "pause" && isPassed(rung, timeOf(climb, rung), climb) === undefined,
  );
  return {
    nextAttemptAt: dueOf(charge),
    pauseAt: dunningCase.subscriptionId && dueOf(pause),
    endAt: dueOf(climb.ahead.find(({ act }) => act === "close")),
  };
}

/**
 * The next act of a case and its time by the present policy; undefined when nothing is left to do.
 * Order: what a person must do, a new card, then the ladder of the policy. A letter that was held waits for its time.
 */
export function planNext(dunningCase: DunningCase, situation: Situation): Planned | undefined {
  const planned = inTurn(dunningCase, whileWaiting(dunningCase, nextAct(dunningCase, situation), situation), situation);
  const { held } = dunningCase;
  if (planned === undefined || held?.key !== planned.key || held.until <= planned.dueAt) return planned;
  const reason = inWords(held.until, `then asks again whether it may write: ${held.reason}`, situation);
  return { ...planned, dueAt: held.until, reason: `${reason}.` };
}

/** An act that found no turn comes back when it has one. */
function inTurn({ turn }: DunningCase, planned: Planned | undefined, situation: Situation): Planned | undefined {
  if (planned === undefined || turn?.key !== planned.key || turn.until <= planned.dueAt) return planned;
  const reason = inWords(turn.until, "when it is its turn at the service that it needs", situation);
  return { ...planned, dueAt: turn.until, reason: `${reason}.` };
}

/** While a payment is under way, or the merchant is in charge, nothing comes before it has been looked at again. */
function whileWaiting(
  { status, waits }: DunningCase,
  planned: Planned | undefined,
  situation: Situation,
): Planned | undefined {
  if (status !== "open" || waits === undefined || planned === undefined || planned.act === "hand-to-person")
    return planned;
  if (waits.until <= planned.dueAt) return planned;
  const reason = `${inWords(waits.until, `then looks at the provider again: ${waits.reason}`, situation)}.`;
  return { ...planned, dueAt: waits.until, reason };
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
