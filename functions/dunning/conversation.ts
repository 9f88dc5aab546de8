import { isOfItsPartition } from "../billing/payer.ts";
import type { LetterFate } from "../messages/letter-fates.ts";
import { durationMs, plus } from "../platform/duration.ts";
import { type Instant, later, plusMs } from "../platform/instant.ts";
import { localTime } from "../timing/local-time.ts";
import { type DunningCase, type Outcome, type Promised, pendingCharge } from "./case.ts";
import { type CustomerFile, caseContext } from "./case-context.ts";
import { type Climb, climbOf, dueAt, isPassed } from "./climb.ts";
import { presentKey } from "./former-keys.ts";
import { settlingKey, withoutTelling } from "./ladder.ts";
import type { MessageName } from "./message-kinds.ts";
import type { PolicyForDunning } from "./policy/dunning-policy.ts";
import type { Situation } from "./situation.ts";
import { leftToAnothers } from "./warning.ts";

/**
 * A letter is as true a day or two later; then the next step of a usual ladder comes near. So long a letter waits for one
 * that names its invoice anyway, and so long a letter is taken to have said what comes due after it.
 */
export const noticeWindow = "P2D";

/** What ends within a day of each other is told of in one letter. */
const endsAtOnce = "P1D";

/** A letter is written in the minutes after it is due; then whoever waited for it looks again. */
const writingTakes = "PT10M";

/** A letter that has not come by then is not waited for. */
const overdueAfter = "PT1H";

/** A letter that named more would be read by nobody, and each is looked up at the provider first. */
const namedAtMost = 40;

/** A letter of a case whose time has come. */
export interface Turn {
  readonly dunningCase: DunningCase;
  readonly name: MessageName;
  /** The key it was planned under, and since when it has been due. */
  readonly key: string;
  readonly since: Instant;
  readonly file: CustomerFile;
  readonly policy: Pick<PolicyForDunning, "defaults">;
  readonly situation: Situation;
}

/** What a case does whose letter is due. `because` goes on a sentence. */
export type Part =
  /** It speaks for all these, itself among them, oldest first. */
  | { readonly do: "speak"; readonly for: readonly DunningCase[] }
  /** Another's letter, by its key, has said it for this one too; its dates hold for both. */
  | { readonly do: "told"; readonly by: string; readonly promised: Promised | undefined }
  /** An older one is about to speak for both. */
  | { readonly do: "wait"; readonly until: Instant; readonly because: string }
  /** Another's letter, which comes before this one's next, will name it. */
  | { readonly do: "leave"; readonly because: string };

const isOlder = (one: DunningCase, other: DunningCase): boolean =>
  one.openedAt < other.openedAt || (one.openedAt === other.openedAt && one.caseId < other.caseId);

const oldestFirst = (cases: readonly DunningCase[]): DunningCase[] =>
  cases.toSorted((a, b) => (isOlder(a, b) ? -1 : 1));

/** The payer's cases without this one; a case that was kept with somebody else by mistake is alone. */
function othersOf(
  { caseId, provider, providerCustomerId, ...rest }: DunningCase,
  { cases }: Pick<CustomerFile, "cases">,
) {
  if (!isOfItsPartition({ provider, providerCustomerId, ...rest })) return [];
  return [...cases.values()].filter(
    (other) =>
      other.caseId !== caseId && other.provider === provider && other.providerCustomerId === providerCustomerId,
  );
}

/**
 * The failing invoices of one payer that are spoken of together: the open cases, this one among them, oldest first. Of one
 * whose debit is still on its way nobody says that it failed.
 */
export function conversationOf(file: Pick<CustomerFile, "cases">, dunningCase: DunningCase): readonly DunningCase[] {
  const others = othersOf(dunningCase, file).filter(
    (other) => other.status === "open" && pendingCharge(other) === undefined,
  );
  const all = oldestFirst([...others, dunningCase]);
  const place = all.indexOf(dunningCase);
  const first = place - (place % namedAtMost);
  return all.slice(first, first + namedAtMost);
}

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

/** Letters about other cases that name this one's invoice and may still reach the payer, by their keys. */
function lettersNaming({ caseId, invoiceId }: DunningCase, { letters }: CustomerFile): [string, LetterFate][] {
  return [...letters].filter(
    ([key, { invoiceIds = [], state }]) =>
      invoiceIds.includes(invoiceId) && state !== "dropped" && !key.startsWith(`${caseId}:`),
  );
}

/** What the payer's other cases have said for this one, once for each letter of its own. */
function saidFor({ dunningCase, file, name }: Turn, from: Instant): string | undefined {
  const used = new Set(Object.values(dunningCase.done).map(({ toldIn }) => toldIn));
  const [newest] = lettersNaming(dunningCase, file)
    .filter(([key, { claimedAt = "", name: said }]) => !used.has(key) && claimedAt >= from && covers(said, name))
    .toSorted(([, a], [, b]) => ((a.claimedAt ?? "") > (b.claimedAt ?? "") ? -1 : 1));
  return newest?.[0];
}

/** The days that a letter named, as far as the case it is about still knows them. */
const promisedIn = (messageKey: string, { cases }: CustomerFile): Promised | undefined =>
  [...cases.values()].find(({ caseId }) => messageKey.startsWith(`${caseId}:`))?.promised;

/** A letter to come. */
interface Coming {
  readonly of: DunningCase;
  readonly name: MessageName;
  readonly at: Instant;
}

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

const climbOfOther = (other: DunningCase, { file, policy, situation }: Turn): Climb =>
  climbOf(other, { ...situation, context: caseContext(other, file, policy) });

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
  const by = saidFor(turn, plusMs(since, -closeMs));
  if (by !== undefined) return { do: "told", by, promised: promisedIn(by, turn.file) };
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

/** Whoever is long overdue is not waited for: something else is wrong with that case. */
const isExpected = (at: Instant, now: Instant): boolean => plus(at, overdueAfter) > now;

const inWords = ({ of, name, at }: Coming, { context }: Situation) =>
  `"${name}" about ${of.invoiceId}, due on ${localTime(at, context.timeZone)}, names it too`;

const waitFor = (letter: Coming, situation: Situation): Part => ({
  do: "wait",
  until: plus(later(letter.at, situation.now), writingTakes),
  because: inWords(letter, situation),
});

const last = { recovered: "recovered", ended: "lost" } as const satisfies Record<string, Outcome["kind"]>;
type LastWord = keyof typeof last;
const isLastWord = (name: MessageName): name is LastWord => Object.hasOwn(last, name);

/** Cases that ended the same way, of which nobody else has said so. */
function unsaid(name: LastWord, { dunningCase, file }: Turn): DunningCase[] {
  const key = settlingKey(name);
  return othersOf(dunningCase, file).filter((other) => {
    if (other.outcome?.kind !== last[name]) return false;
    const saying = lettersNaming(other, file).filter(([, letter]) => letter.name === name);
    // The case's own letter may have been claimed before, and is to say the same again.
    if (saying.some(([by]) => !by.startsWith(`${dunningCase.caseId}:`))) return false;
    const said = other.done[key];
    return said === undefined ? other.status === "settling" : said.result === leftToAnothers;
  });
}

/** Thanks are left to whoever pays last, if that one has been written to. The end of one thing is told, whatever follows. */
function partBesideOpen(turn: Turn, name: LastWord): Part | undefined {
  const { dunningCase, since, file, situation } = turn;
  const open = othersOf(dunningCase, file).filter(({ status }) => status === "open");
  if (name === "recovered") {
    const unpaid = open.find(({ lastMessage }) => lastMessage !== undefined);
    return (
      unpaid && { do: "leave", because: `${unpaid.invoiceId} is still unpaid, and who pays last is thanked for all` }
    );
  }
  const until = plus(since, endsAtOnce);
  const ends = open.flatMap((other): Coming[] => {
    const climb = climbOfOther(other, turn);
    const close = climb.ahead.find(({ act }) => act === "close");
    return close === undefined ? [] : [{ of: other, name, at: dueAt(close, climb) }];
  });
  const next = ends.find(({ at }) => at <= until);
  return next === undefined || situation.now >= until ? undefined : waitFor(next, situation);
}

/**
 * Thanks, and the word that all is over, are said once for all. Each looks after its own end is saved, so of two that end in
 * one moment at least one sees the other's.
 */
function partOfLastWord(turn: Turn, name: LastWord): Part {
  const { dunningCase, since, situation } = turn;
  const by = saidFor(turn, "");
  if (by !== undefined) return { do: "told", by, promised: undefined };
  const beside = partBesideOpen(turn, name);
  if (beside !== undefined) return beside;
  const group = unsaid(name, turn);
  const first = group.find((other) => other.done[settlingKey(name)] === undefined && isOlder(other, dunningCase));
  if (first !== undefined) {
    const { held, timeline } = first;
    const at = held?.key === settlingKey(name) ? held.until : (timeline.at(-1)?.at ?? since);
    if (isExpected(at, situation.now)) return waitFor({ of: first, name, at }, situation);
  }
  return { do: "speak", for: oldestFirst([...group, dunningCase]) };
}

/**
 * What a case does whose letter is due: several failing invoices of one payer are one conversation. The oldest speaks, its
 * letters name all and stand highest on the ladder; who fails later joins instead of beginning anew. What is said of one
 * invoice only in general is said by any letter that asks at least as much; a pause or an end by its like.
 */
export const partOf = (turn: Turn): Part =>
  isLastWord(turn.name) ? partOfLastWord(turn, turn.name) : partOfLetter(turn);
