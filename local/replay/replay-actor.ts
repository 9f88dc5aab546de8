import type { Clock } from "../../functions/platform/ports/clock.ts";
import type { Actor } from "../engine/actor.ts";
import { timetable } from "../engine/timetable.ts";
import type { Deliver } from "../providers/stripe/deliveries.ts";
import { secondsOf } from "../providers/stripe/shapes/shape.ts";
import { signatureHeader } from "../providers/stripe/signature.ts";
import type { ExportedEvent } from "./event-file.ts";

/**
 * Sends exported events at their own times, or when their copy is said to arrive, signed as if the provider had sent
 * them just then.
 */
export function replayActor(options: {
  readonly events: readonly ExportedEvent[];
  readonly clock: Clock;
  readonly secret: string;
  readonly deliver: Deliver;
}): Actor {
  const { events, clock, secret, deliver } = options;
  const queue = timetable<ExportedEvent>();
  for (const event of events) queue.add(event.deliveredAt ?? event.createdAt, event);
  return {
    name: "replay",
    nextAt: queue.nextAt,
    act: async () => {
      const event = queue.take();
      if (event) await deliver(event.rawBody, signatureHeader(event.rawBody, secret, secondsOf(clock.now())));
    },
  };
}
