import { type Instant, later } from "../../functions/platform/instant.ts";
import type { Actor } from "./actor.ts";
import type { VirtualClock } from "./virtual-clock.ts";

/** The order of things. */
export interface Agenda {
  /**
   * Plays everything up to and including `until`, one act at a time, earliest first; what is due at the same instant
   * goes in the order of the actors. The clock then shows `until`.
   */
  playTo(until: Instant): Promise<void>;
}

/** @param onAct told after each act, for progress. */
export function agenda(
  clock: VirtualClock,
  actors: readonly Actor[],
  onAct: () => void | Promise<void> = () => {},
): Agenda {
  return {
    playTo: async (until) => {
      for (let next = earliest(actors); next !== undefined && next.at <= until; next = earliest(actors)) {
        clock.set(later(clock.now(), next.at));
        await next.actor.act();
        await onAct();
      }
      clock.set(later(clock.now(), until));
    },
  };
}

function earliest(actors: readonly Actor[]): { readonly actor: Actor; readonly at: Instant } | undefined {
  let first: { readonly actor: Actor; readonly at: Instant } | undefined;
  for (const actor of actors) {
    const at = actor.nextAt();
    if (at !== undefined && (first === undefined || at < first.at)) first = { actor, at };
  }
  return first;
}
