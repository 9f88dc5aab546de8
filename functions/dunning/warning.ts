import type { LetterFates } from "../messages/letter-fates.ts";
import type { Instant } from "../platform/instant.ts";
import type { Done, DunningCase } from "./case.ts";
import { actOfKey } from "./ladder.ts";

/** Whether the customer has been told of the pause. */
export type Warning =
  /** `telling`: the how-manieth it would be. */
  | { readonly kind: "due"; readonly telling: number }
  /** Handed to the mail service, which has not confirmed it yet. */
  | { readonly kind: "awaited" }
  | { readonly kind: "confirmed"; readonly at: Instant }
  /** Telling again would not reach the customer either. */
  | { readonly kind: "impossible"; readonly reason: string };

const tellAtMost = 3;

/** The result of an act that a case restored from an earlier state is taken to have done. */
export const beforeRestore = "before a restore";

/** The result of a letter that another case's letter said for this one too. */
export const saidInAnothers = "told";
/** The result of a letter that is left to what another case will write. */
export const leftToAnothers = "left";

type Told = Done & { readonly key: string };

const newestWarning = ({ done }: DunningCase): { readonly count: number; readonly newest: Told | undefined } => {
  const told = Object.entries(done).flatMap(([key, entry]) =>
    actOfKey(key) === "warn-of-pause" ? [{ key, ...entry }] : [],
  );
  return { count: told.length, newest: told.toSorted((a, b) => (a.at < b.at ? -1 : 1)).at(-1) };
};

function fateOf(
  { key, at, result, toldIn }: Told,
  caseId: string,
  letters: LetterFates,
): Warning["kind"] | { readonly at: Instant } {
  const letter = letters.get(toldIn ?? `${caseId}:${key}`);
  if (letter?.bounce === "permanent") return "impossible";
  if (result === "sent") return { at: letter?.sentAt ?? at };
  if (result !== "unconfirmed" && result !== saidInAnothers) return "due";
  if (letter === undefined || letter.state === "dropped") return "due";
  return letter.sentAt === undefined ? "awaited" : { at: letter.sentAt };
}

/**
 * What has become of the warning that every pause needs. Handed over is not confirmed: a letter that was dropped after
 * all is written again, and one that nobody can deliver makes the pause a matter for a person.
 */
export function warningOf(dunningCase: DunningCase, letters: LetterFates): Warning {
  const { count, newest } = newestWarning(dunningCase);
  if (newest === undefined) return { kind: "due", telling: 1 };
  if (newest.result === "undeliverable") return { kind: "impossible", reason: "the warning could not be delivered" };
  if (newest.result === beforeRestore)
    return { kind: "impossible", reason: "nobody knows whether the warning was sent before the restore" };
  const fate = fateOf(newest, dunningCase.caseId, letters);
  if (typeof fate === "object") return { kind: "confirmed", at: fate.at };
  if (fate === "awaited") return { kind: "awaited" };
  if (fate === "impossible") return { kind: "impossible", reason: "the warning came back" };
  return count < tellAtMost
    ? { kind: "due", telling: count + 1 }
    : { kind: "impossible", reason: `the warning was not sent in ${count} attempts` };
}
