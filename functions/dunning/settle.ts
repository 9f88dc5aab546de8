import type { Instant } from "../platform/instant.ts";
import type { DunningCase, Outcome, Planned } from "./case.ts";
import { actOfKey, settlingKey } from "./ladder.ts";
import type { MessageName } from "./message-kinds.ts";
import type { DunningPolicy } from "./policy/dunning-policy.ts";
import { note } from "./story.ts";

type SettlingRung = Omit<Planned, "dueAt"> & { readonly message?: MessageName };

/** What settling rests on. */
interface Ground {
  readonly policy: DunningPolicy;
  readonly now: Instant;
}

/** The letter that tells of the end, when it was us who ended it. */
function endMessage({ done }: DunningCase, policy: DunningPolicy): MessageName | undefined {
  const wasEnded = Object.keys(done).some((key) => actOfKey(key) === "close");
  return wasEnded ? policy.steps.find(({ end }) => end !== undefined)?.message : undefined;
}

function lastWord(dunningCase: DunningCase, policy: DunningPolicy): MessageName | undefined {
  switch (dunningCase.outcome?.kind) {
    case "recovered":
      return policy.thankAfterRecovery && dunningCase.lastMessage !== undefined ? "recovered" : undefined;
    case "lost":
      return endMessage(dunningCase, policy);
    case "cancelled":
    case "voided":
    case undefined:
      return undefined;
  }
}

/** What is still to be done about an outcome: collect again, and one last word. */
export function settlingRungs(dunningCase: DunningCase, policy: DunningPolicy): SettlingRung[] {
  const kind = dunningCase.outcome?.kind;
  const message = lastWord(dunningCase, policy);
  const rungs: (false | SettlingRung)[] = [
    dunningCase.paused &&
      (kind === "recovered" || kind === "voided") && {
        act: "resume",
        key: "settle:resume",
        reason: "Resumes the subscription now: nothing is owed any more.",
      },
    message !== undefined && {
      act: "notify",
      key: settlingKey(message),
      message,
      reason: `Writes "${message}" now, the last word of this case.`,
    },
  ];
  return rungs.filter((rung) => rung !== false).filter(({ key }) => dunningCase.done[key] === undefined);
}

/** Closes the case once nothing is left to do about its outcome. */
export function closeIfSettled(dunningCase: DunningCase, { policy, now }: Ground): DunningCase {
  if (dunningCase.status !== "settling") return dunningCase;
  const waitsForPerson = dunningCase.handOver !== undefined && dunningCase.done[dunningCase.handOver.key] === undefined;
  if (waitsForPerson || settlingRungs(dunningCase, policy).length > 0) return dunningCase;
  const closed: DunningCase = { ...dunningCase, status: "closed", planned: undefined };
  return note(closed, now, { what: "closed", reason: "Nothing is left to do." });
}

/** Gives an open case its outcome. */
export function settle(dunningCase: DunningCase, outcome: Outcome, reason: string, ground: Ground): DunningCase {
  const settled: DunningCase = {
    ...dunningCase,
    status: "settling",
    outcome,
    planned: undefined,
    cardRetry: undefined,
    handOver: undefined,
    waits: undefined,
  };
  return closeIfSettled(note(settled, ground.now, { what: outcome.kind, reason }), ground);
}
