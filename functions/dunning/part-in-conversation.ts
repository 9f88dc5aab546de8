import { durationMs, plus } from "../platform/duration.ts";
import { type Instant, later, plusMs } from "../platform/instant.ts";
import type { Promised } from "./case.ts";
import type { CustomerFile } from "./case-context.ts";
import { type Climb, climbOf, dueAt, isPassed } from "./climb.ts";
import {
  type Coming,
  climbOfOther,
  conversationOf,
  endsAtOnce,
  inWords,
  isExpected,
  isOlder,
  noticeWindow,
  type Part,
  saidFor,
  type Turn,
  waitFor,
  yetToCome,
} from "./conversation.ts";
import { presentKey } from "./former-keys.ts";
import { withoutTelling } from "./ladder.ts";
import { isLastWord, partOfLastWord } from "./last-words.ts";
import type { MessageName } from "./message-kinds.ts";

/** How much a letter asks. What is told of one thing only (a pause, an end, thanks) is told by its like alone. */
const tones: Readonly<Record<MessageName, number>> = {
  "payment-failed": 1,
  "payment-reminder": 2,
  "payment-urgent": 3,
  "pause-warning": 4,
  paused: 5,
  "final-notice": 6,
  ended: 0,
  recovered: 0,
  "hand-over": 0,
};
const mayBeTold: ReadonlySet<MessageName> = new Set(["payment-failed", "payment-reminder", "payment-urgent"]);

const covers = (said: string | undefined, wanted: MessageName): boolean =>
  said === wanted ||
  (mayBeTold.has(wanted) && Object.entries(tones).some(([name, tone]) => name === said && tone >= tones[wanted]));

/** The days that a letter named, as far as the case it is about still knows them. */
const promisedIn = (messageKey: string, { cases }: CustomerFile): Promised | undefined =>
  [...cases.values()].find(({ caseId }) => messageKey.startsWith(`${caseId}:`))?.promised;

function lettersAhead(climb: Climb): Coming[] {
  const { dunningCase, ahead, now } = climb;
  const { held, waits } = dunningCase;
  if (waits !== undefined && waits.until > now) return [];
  return ahead.flatMap((rung) => {
    const due = dueAt(rung, climb);
    if (rung.message === undefined || isPassed(rung, due, climb) !== undefined) return [];
    return [{ of: dunningCase, name: rung.message, at: held?.key === rung.key ? later(due, held.until) : due }];
  });
}

/** How far a letter is from those beside it on the ladder, at most the notice window; a rehearsal's is short. */
function windowMs(climb: Climb, key: string): number {
  const own = climb.rungs.find((rung) => rung.key === withoutTelling(key))?.afterMs ?? 0;
  const before = climb.rungs.findLast(({ message, afterMs }) => message !== undefined && afterMs < own)?.afterMs ?? 0;
  return Math.min(durationMs(noticeWindow), (own - before) / 2);
}

/** The next thing that must not happen unsaid: the letter after this one, a pause, or the end. */
function silentUntil(climb: Climb, key: string): Instant | undefined {
  const place = climb.ahead.findIndex((rung) => rung.key === withoutTelling(key));
  const next = climb.ahead
    .slice(place + 1)
    .find(({ act, message }) => message !== undefined || act === "pause" || act === "close");
  return next?.message === undefined ? undefined : dueAt(next, climb);
}

function partOfLetter(turn: Turn): Part {
  const { dunningCase, name, since, situation } = turn;
  const { now } = situation;
  const climb = climbOf(dunningCase, situation);
  const key = presentKey(turn.key, situation.policy);
  const closeMs = windowMs(climb, key);
  const by = saidFor(turn, (said) => covers(said, name), plusMs(since, -closeMs));
  if (by !== undefined) return { do: "told", by, promised: promisedIn(by, turn.file) };
  const pause = name === "paused" ? yetToCome(turn, "pause", plus(since, endsAtOnce)) : undefined;
  if (pause !== undefined) return waitFor(pause, situation);
  const members = conversationOf(turn.file, dunningCase);
  const coming = members
    .filter((member) => isOlder(member, dunningCase))
    .flatMap((member) => lettersAhead(climbOfOther(member, turn)).slice(0, 1))
    .filter((letter) => covers(letter.name, name));
  const patienceEnds = plusMs(since, closeMs);
  const soon = coming
    .filter(({ at }) => at <= patienceEnds && isExpected(at, now))
    .toSorted((a, b) => (a.at < b.at ? -1 : 1))[0];
  if (soon !== undefined && now < patienceEnds) return waitFor(soon, situation);
  const silence = silentUntil(climb, key);
  const joined = coming.find(({ at }) => mayBeTold.has(name) && at > now && silence !== undefined && at <= silence);
  return joined === undefined ? { do: "speak", for: members } : { do: "leave", because: inWords(joined, situation) };
}

/**
 * What a case does whose letter is due: several failing invoices of one payer are one conversation. The oldest speaks, its
 * letters name all and stand highest on the ladder; who fails later joins instead of beginning anew. What is said of one
 * invoice only in general is said by any letter that asks at least as much; a pause or an end by its like.
 */
export const partOf = (turn: Turn): Part =>
  isLastWord(turn.name) ? partOfLastWord(turn, turn.name) : partOfLetter(turn);
