import { type Instant, later, plusMs } from "../../../functions/platform/instant.ts";
import { timetable } from "../../../local/engine/timetable.ts";
import { type VirtualClock, virtualClock } from "../../../local/engine/virtual-clock.ts";

/** One run of a function. It may stand still for hours, and it may die: then its next call never returns. */
export interface Process {
  /** Stands still, while others run and time passes. */
  freeze(ms: number): Promise<void>;
  /** Ends here; no line after this one runs, no `catch` either. */
  die(): Promise<never>;
}

/** Virtual time in which processes stand still and die, in an order that repeats. */
export interface FrozenTime {
  readonly clock: VirtualClock;
  at(instant: Instant, run: () => Promise<void> | void): void;
  /** Runs a function until it ends, dies or freezes; whenever that is, `then` learns whether it died. */
  start(body: (process: Process) => Promise<void>, then: (died: boolean) => void): Promise<void>;
  /** Plays everything there is. @throws RangeError if it does not come to an end. */
  playOut(): Promise<void>;
}

/** More than any history needs that comes to an end. */
const eventsAtMost = 30_000;
const death = new Promise<never>(() => {});

export function frozenTime(start: Instant): FrozenTime {
  const clock = virtualClock(start);
  const queue = timetable<() => Promise<void> | void>();
  const at: FrozenTime["at"] = (instant, run) => queue.add(later(instant, clock.now()), run);
  return {
    clock,
    at,
    start: async (body, then) => {
      let stops = Promise.withResolvers<void>();
      const end = (died: boolean) => {
        then(died);
        stops.resolve();
      };
      const freeze = async (ms: number) => {
        const wakes = Promise.withResolvers<void>();
        at(plusMs(clock.now(), ms), () => {
          stops = Promise.withResolvers();
          wakes.resolve();
          return stops.promise;
        });
        stops.resolve();
        await wakes.promise;
      };
      const die = () => {
        end(true);
        return death;
      };
      void body({ freeze, die }).then(() => end(false));
      await stops.promise;
    },
    playOut: async () => {
      for (let events = 0; events < eventsAtMost; events += 1) {
        const next = queue.peek();
        if (next === undefined) return;
        queue.take();
        clock.set(next.at);
        await next.what();
      }
      throw new RangeError(`This history has not ended after ${eventsAtMost} events.`);
    },
  };
}
