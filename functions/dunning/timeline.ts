import type { Instant } from "../platform/instant.ts";
import type { DunningCase, TimelineEntry } from "./case.ts";

/** Enough for every step of a year with its failures; beyond it the oldest lines but the first give way. */
const longest = 300;

function append(timeline: readonly TimelineEntry[], entry: TimelineEntry): TimelineEntry[] {
  const [opening, ...rest] = timeline;
  return opening === undefined
    ? [entry]
    : [opening, ...rest, entry].filter((_, index) => index === 0 || index > timeline.length + 1 - longest);
}

/** The case with one more line in its story. */
export const note = (dunningCase: DunningCase, at: Instant, what: string, reason: string): DunningCase => ({
  ...dunningCase,
  timeline: append(dunningCase.timeline, { at, what, reason }),
});

/** The case with an act ticked off. */
export const tickOff = (dunningCase: DunningCase, key: string, at: Instant, result: string): DunningCase => ({
  ...dunningCase,
  done: { ...dunningCase.done, [key]: { at, result } },
  planned: dunningCase.planned?.key === key ? undefined : dunningCase.planned,
});
