import { plus } from "../platform/duration.ts";
import type { DunningCase, Outcome } from "./case.ts";
import {
  endsAtOnce,
  isExpected,
  isOlder,
  lettersNaming,
  oldestFirst,
  othersOf,
  type Part,
  saidFor,
  type Turn,
  waitFor,
  yetToCome,
} from "./conversation.ts";
import { settlingKey } from "./ladder.ts";
import type { MessageName } from "./message-kinds.ts";
import { leftToAnothers } from "./warning.ts";

const last = { recovered: "recovered", ended: "lost" } as const satisfies Record<string, Outcome["kind"]>;
export type LastWord = keyof typeof last;
export const isLastWord = (name: MessageName): name is LastWord => Object.hasOwn(last, name);

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
  if (name === "recovered") {
    const unpaid = othersOf(dunningCase, file).find(
      ({ status, lastMessage }) => status === "open" && lastMessage !== undefined,
    );
    return (
      unpaid && { do: "leave", because: `${unpaid.invoiceId} is still unpaid, and who pays last is thanked for all` }
    );
  }
  const next = yetToCome(turn, "close", plus(since, endsAtOnce));
  return next && waitFor(next, situation);
}

/**
 * Thanks, and the word that all is over, are said once for all. Each looks after its own end is saved, so of two that end in
 * one moment at least one sees the other's.
 */
export function partOfLastWord(turn: Turn, name: LastWord): Part {
  const { dunningCase, since, situation } = turn;
  const by = saidFor(turn, (said) => said === name);
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
