import type { DynamoDBRecord, DynamoDBStreamEvent } from "aws-lambda";
import { type Instant, instantOfMs, msOf } from "../../functions/platform/instant.ts";
import type { Clock } from "../../functions/platform/ports/clock.ts";
import type { Store } from "../../functions/platform/ports/store.ts";
import type { Actor } from "../engine/actor.ts";
import { streamingStore } from "../engine/streaming-store.ts";
import { timetable } from "../engine/timetable.ts";

/** How long a stream takes to reach its function. */
const lagMs = 400;

/** The inbox with its stream: what is accepted wakes `apply` a moment later. */
export interface InboxStream extends Actor {
  readonly inbox: Store;
}

/**
 * @param gatherMs what comes within this time is applied at the same moment, each event by a call of its own.
 * @param apply the function behind the stream. What it leaves undone, dying included, is for the sweep to bring back.
 */
export function inboxStream(options: {
  readonly inbox: Store;
  readonly clock: Clock;
  readonly gatherMs: number;
  readonly apply: (event: DynamoDBStreamEvent) => Promise<void>;
}): InboxStream {
  const { clock, apply, gatherMs } = options;
  const records = timetable<DynamoDBRecord>();
  return {
    name: "inbox stream",
    inbox: streamingStore(options.inbox, (record) => records.add(reachedAt(clock.now(), gatherMs), record)),
    nextAt: records.nextAt,
    act: async () => {
      const at = records.nextAt();
      const together: Promise<void>[] = [];
      for (let next = records.peek(); next !== undefined && next.at === at; next = records.peek()) {
        records.take();
        together.push(apply({ Records: [next.what] }).catch(() => {}));
      }
      await Promise.all(together);
    },
  };
}

/** When the stream's function sees what is saved now. */
const reachedAt = (now: Instant, gatherMs: number): Instant =>
  instantOfMs(Math.ceil((msOf(now) + lagMs) / gatherMs) * gatherMs);
