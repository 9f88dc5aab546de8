import * as z from "zod/mini";
import type { InvoicesAsked } from "../billing/provider-records.ts";
import { type Instant, msBetween, plusMs } from "../platform/instant.ts";
import type { Item, Key } from "../platform/ports/store.ts";
import { storedKind } from "../platform/stored-kind.ts";

/** What owes comes first. */
const lists = ["open", "paid", "void", "uncollectible"] as const satisfies readonly InvoicesAsked["status"][];

const comparisonSchema = z.object({
  begunAt: z.string(),
  /** What was settled before this was compared before, or is none of this stage's business. */
  since: z.string(),
  /** Nothing was compared before: what is found is taken up, and was not missed. */
  first: z.boolean(),
  /** The list being gone through, and its last invoice that was compared. */
  status: z.enum(lists),
  after: z.optional(z.string()),
  compared: z.int(),
  /** Told by no event. */
  missed: z.int(),
  /** Unpaid for so long that they are nobody's case. */
  leftAlone: z.int(),
  endedAt: z.optional(z.string()),
});
/** One comparison of all that is open or lately settled at the provider with what is known here, and how far it has come. */
export type Comparison = z.infer<typeof comparisonSchema>;

const comparisonKind = storedKind({ kind: "comparison", schema: comparisonSchema });

export const comparisonKey = (provider: string): Key => ({ pk: `provider#${provider}`, sk: "comparison" });

/** @throws TerminalError if the item is no comparison. */
export const parseComparison = (item: Item): Comparison => comparisonKind.parse(item);

export const comparisonItem = (provider: string, comparison: Comparison, rev: number): Item => ({
  ...comparisonKey(provider),
  rev,
  ...comparisonKind.bodyOf(comparison),
});

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** So long an event may be on its way before anybody says that it was missed. */
export const underWayMs = hourMs;

/** What came of the invoices of a page. */
export type Counts = Pick<Comparison, "compared" | "missed" | "leftAlone">;
const nothing: Counts = { compared: 0, missed: 0, leftAlone: 0 };

/**
 * Whether a new comparison begins. One that has begun goes on until it has ended, unless it was with another account.
 * @param atOnce without waiting for a day to pass.
 */
export const isTime = (
  { endedAt, begunAt }: Comparison,
  { atOnce, claimedAt, now }: { readonly atOnce: boolean; readonly claimedAt: Instant; readonly now: Instant },
): boolean => begunAt < claimedAt || (endedAt !== undefined && (atOnce || msBetween(begunAt, now) >= dayMs));

/**
 * What begins now; what was under way when the last one began is looked at again.
 * @param claimedAt since when this stage works for the account; comparisons from before were with another.
 */
export function begin(last: Comparison | undefined, claimedAt: Instant, now: Instant): Comparison {
  const before = last === undefined || last.begunAt < claimedAt ? undefined : last;
  const since = before === undefined ? claimedAt : plusMs(before.begunAt, -2 * underWayMs);
  return { begunAt: now, since, first: before === undefined, status: "open", ...nothing };
}

/** After a page, or a part of one: what follows it, the first page of the next list, or the end. */
export function advanced(
  comparison: Comparison,
  page: { readonly counts: Counts; readonly next: string | undefined },
  now: Instant,
): Comparison {
  const { counts, next } = page;
  const counted = {
    ...comparison,
    compared: comparison.compared + counts.compared,
    missed: comparison.missed + counts.missed,
    leftAlone: comparison.leftAlone + counts.leftAlone,
  };
  if (next !== undefined) return { ...counted, after: next };
  const status = lists[lists.indexOf(comparison.status) + 1];
  return status === undefined
    ? { ...counted, after: undefined, endedAt: now }
    : { ...counted, status, after: undefined };
}

/** What to ask the provider for next. @param lookBackMs how far back settled invoices were made. */
export const askedNext = ({ status, after, begunAt }: Comparison, lookBackMs: number): InvoicesAsked => ({
  status,
  after,
  createdSince: status === "open" ? undefined : plusMs(begunAt, -lookBackMs),
});
