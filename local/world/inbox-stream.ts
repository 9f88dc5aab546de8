import type { DynamoDBRecord, DynamoDBStreamEvent } from "aws-lambda";
import { plusMs } from "../../functions/platform/instant.ts";
import type { Clock } from "../../functions/platform/ports/clock.ts";
import type { Store } from "../../functions/platform/ports/store.ts";
import type { Actor } from "../actor.ts";
import { streamingStore } from "../engine/streaming-store.ts";
import { timetable } from "../timetable.ts";

/** How long a stream takes to reach its function. */
const lagMs = 400;

/** The inbox with its stream: what is accepted wakes `apply` a moment later. */
export interface InboxStream extends Actor {
  readonly inbox: Store;
}

/** @param apply the function behind the stream. What it leaves undone, dying included, is for the sweep to bring back. */
export function inboxStream(options: {
  readonly inbox: Store;
  readonly clock: Clock;
  readonly apply: (event: DynamoDBStreamEvent) => Promise<void>;
}): InboxStream {
  const { clock, apply } = options;
  const records = timetable<DynamoDBRecord>();
  return {
    name: "inbox stream",
    inbox: streamingStore(options.inbox, (record) => records.add(plusMs(clock.now(), lagMs), record)),
    nextAt: records.nextAt,
    act: async () => {
      const record = records.take();
      if (record) await apply({ Records: [record] }).catch(() => {});
    },
  };
}
