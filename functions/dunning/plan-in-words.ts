import { describeDecline } from "../billing/declines/declines.ts";
import type { Instant } from "../platform/instant.ts";
import { localTime } from "../timing/local-time.ts";
import { type Climb, keptPromise, momentOf } from "./climb.ts";
import type { Rung } from "./ladder.ts";
import type { Situation } from "./situation.ts";

export function describe(rung: Rung, climb: Climb): string {
  const { dunningCase, ahead } = climb;
  const made = dunningCase.attempts.length;
  const charges = ahead.filter(({ act }) => act === "retry-payment").length;
  switch (rung.act) {
    case "retry-payment":
      return `charge ${made + 1} of ${made + charges} after ${describeDecline(dunningCase.decline)}${whyThen(rung, climb)}`;
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

/** Where the reason of the decline chose the moment, and no promise of a letter moved it. */
function whyThen(rung: Rung, climb: Climb): string {
  const moment = momentOf(climb, rung);
  return moment === undefined || keptPromise(rung, moment.at, climb.dunningCase.promised) > moment.at
    ? ""
    : `: ${moment.why}`;
}

/** `Waits until ..., charge 2 of 8`, or what is done without waiting: `Now: charge 2 of 8`. */
export function inWords(at: Instant, what: string, { now, context: { timeZone } }: Situation): string {
  return at <= now ? `Now: ${what.replace(/^then /, "")}` : `Waits until ${localTime(at, timeZone)}, ${what}`;
}

export const skippedInWords = (passed: readonly string[]): string =>
  passed.length === 0
    ? ""
    : `; ${passed.length === 1 ? "a step was" : `${passed.length} steps were`} passed over: ${passed[0]}`;
