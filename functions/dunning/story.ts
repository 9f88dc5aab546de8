import { type Instant, later, msBetween } from "../platform/instant.ts";
import { shortened } from "../platform/shortened.ts";
import type { DunningCase, TimelineEntry } from "./case.ts";

/** Enough for every step of a year; beyond it the middle gives way, so that beginning and end are always told. */
const longest = 200;
const beginning = 50;
/** Longer texts come from outside (an error, a provider's message), and their head says what they are. */
const longestReason = 500;

/** Causes that may come many times and mean nothing new: they are counted in the line that told of the first. */
const counted: ReadonlySet<string> = new Set(["link-used", "step-failed", "woken", "held", "waits"]);

/** The line that this one repeats: the same cause anywhere, or a plan that has only been made anew. */
function repeated(timeline: readonly TimelineEntry[], { what, key }: TimelineEntry): number {
  if (what === "planned") return timeline.at(-1)?.what === "planned" ? timeline.length - 1 : -1;
  return counted.has(what) ? timeline.findLastIndex((line) => line.what === what && line.key === key) : -1;
}

function merged(before: TimelineEntry, entry: TimelineEntry): TimelineEntry {
  if (entry.what === "planned") return entry;
  const lastAt = later(before.lastAt ?? before.at, entry.at);
  return { ...before, reason: entry.reason, times: (before.times ?? 1) + 1, lastAt };
}

function append(timeline: readonly TimelineEntry[], entry: TimelineEntry): TimelineEntry[] {
  const place = repeated(timeline, entry);
  const before = timeline[place];
  if (before !== undefined) return timeline.with(place, merged(before, entry));
  if (timeline.length < longest) return [...timeline, entry];
  return [...timeline.slice(0, beginning), ...timeline.slice(beginning - longest + 1), entry];
}

/** What a line of the story says, beside its time. */
export interface Telling {
  readonly what: string;
  readonly reason: string;
  /** The key of the effect it tells of. */
  readonly key?: string | undefined;
}

/** The case with one more line in its story, or a repeat counted. */
export const note = (dunningCase: DunningCase, at: Instant, { what, reason, key }: Telling): DunningCase => ({
  ...dunningCase,
  timeline: append(dunningCase.timeline, { at, what, reason: shortened(reason, longestReason), key }),
});

/** The case with an act ticked off. */
export function tickOff(dunningCase: DunningCase, key: string, at: Instant, result: string): DunningCase {
  const { planned, done, openedAt } = dunningCase;
  const isPlanned = planned?.key === key;
  const ageMs = Math.max(0, msBetween(openedAt, at));
  const afterMs = isPlanned && planned.afterMs !== undefined ? Math.min(planned.afterMs, ageMs) : undefined;
  return {
    ...dunningCase,
    done: { ...done, [key]: { at, result, afterMs } },
    planned: isPlanned ? undefined : planned,
  };
}
