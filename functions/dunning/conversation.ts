import { isOfItsPartition } from "../billing/payer.ts";
import type { LetterFate } from "../messages/letter-fates.ts";
import { plus } from "../platform/duration.ts";
import { type Instant, later } from "../platform/instant.ts";
import { localTime } from "../timing/local-time.ts";
import { type Act, type DunningCase, type Promised, pendingCharge } from "./case.ts";
import { type CustomerFile, caseContext } from "./case-context.ts";
import { type Climb, climbOf, dueAt, isPassed } from "./climb.ts";
import type { MessageName } from "./message-kinds.ts";
import type { PolicyForDunning } from "./policy/dunning-policy.ts";
import type { Situation } from "./situation.ts";

/**
 * A letter is as true a day or two later; then the next step of a usual ladder comes near. So long a letter waits for one
 * that names its invoice anyway, and so long a letter is taken to have said what comes due after it.
 */
export const noticeWindow = "P2D";

/** What is paused, or ends, within a day of each other is told of in one letter. */
export const endsAtOnce = "P1D";

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

export const isOlder = (one: DunningCase, other: DunningCase): boolean =>
  one.openedAt < other.openedAt || (one.openedAt === other.openedAt && one.caseId < other.caseId);

export const oldestFirst = (cases: readonly DunningCase[]): DunningCase[] =>
  cases.toSorted((a, b) => (isOlder(a, b) ? -1 : 1));

/** The payer's cases without this one; a case that was kept with somebody else by mistake is alone. */
export function othersOf(
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

/** Letters about other cases that name this one's invoice and may still reach the payer, by their keys. */
export function lettersNaming({ caseId, invoiceId }: DunningCase, { letters }: CustomerFile): [string, LetterFate][] {
  return [...letters].filter(
    ([key, { invoiceIds = [], state }]) =>
      invoiceIds.includes(invoiceId) && state !== "dropped" && !key.startsWith(`${caseId}:`),
  );
}

/** What the payer's other cases have said for this one, once for each letter of its own. */
export function saidFor(
  { dunningCase, file }: Turn,
  says: (name: string | undefined) => boolean,
  from: Instant = "",
): string | undefined {
  const used = new Set(Object.values(dunningCase.done).map(({ toldIn }) => toldIn));
  const [newest] = lettersNaming(dunningCase, file)
    .filter(([key, { claimedAt = "", name: said }]) => !used.has(key) && claimedAt >= from && says(said))
    .toSorted(([, a], [, b]) => ((a.claimedAt ?? "") > (b.claimedAt ?? "") ? -1 : 1));
  return newest?.[0];
}

/** A letter to come. */
export interface Coming {
  readonly of: DunningCase;
  readonly name: MessageName;
  readonly at: Instant;
}

/** When the same is about to befall others of the payer that are open, the latest of those within the time; if any. */
export function yetToCome(turn: Turn, act: Act, until: Instant): Coming | undefined {
  const open = othersOf(turn.dunningCase, turn.file).filter(({ status }) => status === "open");
  const coming = open.flatMap((other): Coming[] => {
    const climb = climbOfOther(other, turn);
    const rung = climb.ahead.find((each) => each.act === act);
    const at = rung && dueAt(rung, climb);
    if (rung === undefined || at === undefined || isPassed(rung, at, climb) !== undefined) return [];
    return at <= until && isExpected(at, turn.situation.now) ? [{ of: other, name: turn.name, at }] : [];
  });
  return coming.toSorted((a, b) => (a.at < b.at ? 1 : -1))[0];
}

export const climbOfOther = (other: DunningCase, { file, policy, situation }: Turn): Climb =>
  climbOf(other, { ...situation, context: caseContext(other, file, policy) });

/** Whoever is long overdue is not waited for: something else is wrong with that case. */
export const isExpected = (at: Instant, now: Instant): boolean => plus(at, overdueAfter) > now;

export const inWords = ({ of, name, at }: Coming, { context }: Situation) =>
  `"${name}" about ${of.invoiceId}, due on ${localTime(at, context.timeZone)}, names it too`;

export const waitFor = (letter: Coming, situation: Situation): Part => ({
  do: "wait",
  until: plus(later(letter.at, situation.now), writingTakes),
  because: inWords(letter, situation),
});
