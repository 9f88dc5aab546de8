import type { Instant } from "../../functions/platform/instant.ts";
import type { Clock } from "../../functions/platform/ports/clock.ts";

/** A clock that stands still until it is set. */
export interface VirtualClock extends Clock {
  /** @throws RangeError if `instant` lies before now. */
  set(instant: Instant): void;
}

/** A clock that shows `start`. */
export function virtualClock(start: Instant): VirtualClock {
  let now = start;
  return {
    now: () => now,
    set: (instant) => {
      if (instant < now) throw new RangeError(`The clock shows ${now} and cannot go back to ${instant}.`);
      now = instant;
    },
  };
}
