import { type Instant, instantOfMs, msOf } from "../../functions/platform/instant.ts";
import type { Actor } from "../engine/actor.ts";
import type { WatchedStore } from "./watched-store.ts";

const everyMs = 60_000;

/**
 * The sweep, which a schedule runs once a minute. Here it runs only in minutes in which something is due: a sweep that
 * finds nothing due reads an empty index and writes nothing, so leaving it out changes nothing but the time it takes.
 */
export function sweepActor(stores: readonly WatchedStore[], sweep: () => Promise<unknown>): Actor {
  let sweptAt: Instant = "";
  const nextAt = () => {
    const due = earliest(stores.map((store) => store.earliestDue()));
    if (due === undefined) return undefined;
    const minute = Math.ceil(msOf(due) / everyMs) * everyMs;
    const notBefore = sweptAt === "" ? 0 : msOf(sweptAt) + everyMs;
    return instantOfMs(Math.max(minute, notBefore));
  };
  return {
    name: "sweep",
    nextAt,
    act: async () => {
      sweptAt = nextAt() ?? sweptAt;
      await sweep().catch(() => {});
    },
  };
}

const earliest = (instants: readonly (Instant | undefined)[]) => instants.filter((at) => at !== undefined).sort()[0];
