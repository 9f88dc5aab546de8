import { durationMs, plus } from "../platform/duration.ts";
import { type Instant, later, plusMs } from "../platform/instant.ts";
import { intoHours } from "../timing/windows.ts";
import type { DunningCase, Planned } from "./case.ts";
import { afterProcessing, type Climb, climbOf, dueAt, isPassed } from "./climb.ts";
import { type Rung, tellingKey } from "./ladder.ts";
import { describe, inWords } from "./plan-in-words.ts";
import type { Situation } from "./situation.ts";
import { type Warning, warningOf } from "./warning.ts";

/** How long a customer has at least between the warning and the pause; a ladder shorter than that is a rehearsal. */
const noticeBeforePause = "P1D";
/** When a warning that the mail service has not confirmed is looked at again. */
const confirmationTakes = "PT1H";

/** A pause waits for its warning: until it is said, until the mail service has confirmed it, and then as long as it gave. */
export function pauseOrWarning(rung: Rung, climb: Climb): Planned {
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

/** Why the next pause is left out although the policy asks for it; undefined if it is not. */
export function pauseLeftOut(dunningCase: DunningCase, situation: Situation): string | undefined {
  const { policy, context } = situation;
  if (dunningCase.subscriptionId === undefined || dunningCase.paused || policy.dryRun) return undefined;
  const climb = climbOf(dunningCase, situation);
  const next = climb.ahead.find(
    (rung) => rung.act === "pause" || isPassed(rung, dueAt(rung, climb), climb) === undefined,
  );
  if (next?.act !== "pause") return undefined;
  const warning = warningOf(dunningCase, context.letters);
  return warning.kind === "impossible" ? `the subscription is not paused, because ${warning.reason}` : undefined;
}
