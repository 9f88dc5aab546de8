import type { Compared } from "../../functions/ingest/compare-with-provider.ts";
import { plusMs } from "../../functions/platform/instant.ts";
import type { Clock } from "../../functions/platform/ports/clock.ts";
import type { Actor } from "../engine/actor.ts";

const minuteMs = 60_000;
const everyMs = 15 * minuteMs;
const dayMs = 24 * 60 * minuteMs;

/**
 * The comparison with the provider, which a schedule looks after every quarter of an hour. Here it comes once a day, and every
 * quarter of an hour while one is under way or fails: in between it would find that it is not time yet, and write nothing.
 */
export function comparisonActor(clock: Clock, compare: () => Promise<Compared>): Actor {
  let nextAt = plusMs(clock.now(), everyMs);
  return {
    name: "comparison",
    nextAt: () => nextAt,
    act: async () => {
      const ended = await compare().then(
        (compared) => compared.ended,
        () => false,
      );
      nextAt = plusMs(nextAt, ended ? dayMs : everyMs);
    },
  };
}
