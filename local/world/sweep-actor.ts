import { type Instant, instantOfMs, msOf } from "../../functions/platform/instant.ts";
import type { Actor } from "../engine/actor.ts";
import type { PlaySweep } from "./sweep-workflow.ts";
import type { WatchedStore } from "./watched-store.ts";

const everyMs = 60_000;

/**
 * The sweep, which a schedule runs once a minute. Here it runs only in minutes in which something is due: a sweep that
 * finds nothing due reads an empty index and writes nothing, so leaving it out changes nothing but the time it takes.
 */
export function sweepActor(stores: readonly WatchedStore[], play: PlaySweep): Actor {
  let sweptAt: Instant = "";
  /** When the run that began last wants to go on. */
  let goesOnAt: Instant | undefined;
  // It is asked before every act of the world, and its answer seldom changes.
  let answered: { readonly due: Instant; readonly sweptAt: Instant | ""; readonly at: Instant } | undefined;
  const beginsAt = () => {
    const due = earliest(stores.map((store) => store.earliestDue()));
    if (due === undefined) return undefined;
    if (answered?.due !== due || answered.sweptAt !== sweptAt) answered = { due, sweptAt, at: minuteOf(due, sweptAt) };
    return answered.at;
  };
  const nextAt = () => earliest([beginsAt(), goesOnAt]);
  return {
    name: "sweep",
    nextAt,
    act: async () => {
      const begin = beginsAt();
      const at = nextAt();
      if (at === undefined) return;
      const begins = begin === at;
      if (begins) sweptAt = begin;
      goesOnAt = await play(at, begins);
    },
  };
}

/** The first full minute at which `due` is due, a minute after the last sweep at the earliest. */
function minuteOf(due: Instant, sweptAt: Instant | ""): Instant {
  const minute = Math.ceil(msOf(due) / everyMs) * everyMs;
  const notBefore = sweptAt === "" ? 0 : msOf(sweptAt) + everyMs;
  return instantOfMs(Math.max(minute, notBefore));
}

const earliest = (instants: readonly (Instant | undefined)[]): Instant | undefined =>
  instants.reduce((first, at) => (at === undefined || (first !== undefined && first <= at) ? first : at), undefined);
