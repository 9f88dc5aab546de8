import type { Instant } from "../../functions/platform/instant.ts";

/** What is to happen when. Things due at the same instant happen in the order in which they were written down. */
export interface Timetable<T> {
  add(at: Instant, what: T): void;
  /** When the next thing is due; undefined if nothing is. */
  nextAt(): Instant | undefined;
  /** The next thing, left where it is. */
  peek(): { readonly at: Instant; readonly what: T } | undefined;
  /** Takes the next thing off. */
  take(): T | undefined;
  readonly size: number;
}

export function timetable<T>(): Timetable<T> {
  const entries: { readonly at: Instant; readonly what: T }[] = [];
  return {
    add: (at, what) => {
      entries.splice(placeFor(entries, at), 0, { at, what });
    },
    nextAt: () => entries.at(-1)?.at,
    peek: () => entries.at(-1),
    take: () => entries.pop()?.what,
    get size() {
      return entries.length;
    },
  };
}

/** Entries lie latest first, so that taking the next one is cheap; equals go before those already there. */
function placeFor(entries: readonly { readonly at: Instant }[], at: Instant): number {
  let low = 0;
  let high = entries.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const entry = entries[middle];
    if (entry !== undefined && entry.at > at) low = middle + 1;
    else high = middle;
  }
  return low;
}
