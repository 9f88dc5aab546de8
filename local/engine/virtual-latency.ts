import { type Instant, instantOfMs, msOf } from "../../functions/platform/instant.ts";
import type { Clock } from "../../functions/platform/ports/clock.ts";

/** A time in which calls take as long as they are said to, and whatever is computed in between takes none. */
export interface VirtualLatency {
  readonly clock: Clock;
  sleep(ms: number): Promise<void>;
  /** The same port, each of whose calls takes `ms` before it has its effect and is answered. */
  slow<T extends object>(port: T, ms: number): T;
  /**
   * Moves time whenever everything waits for it, until what runs has ended.
   * @throws whatever `run` throws; Error if it waits for something else than this time.
   */
  play<T>(run: () => Promise<T>): Promise<T>;
}

/** Turns of the event loop in which a chain of promises may go on without any of them sleeping. */
const turnsAtMost = 1_000;

export function virtualLatency(start: Instant): VirtualLatency {
  let nowMs = msOf(start);
  const wakings = new Map<number, (() => void)[]>();
  const sleep = (ms: number) =>
    new Promise<void>((woken) => {
      const atMs = nowMs + Math.max(0, ms);
      const others = wakings.get(atMs);
      if (others === undefined) wakings.set(atMs, [woken]);
      else others.push(woken);
    });
  const wakeNext = () => {
    nowMs = Math.min(...wakings.keys());
    const woken = wakings.get(nowMs) ?? [];
    wakings.delete(nowMs);
    for (const wake of woken) wake();
  };
  return {
    clock: { now: () => instantOfMs(nowMs) },
    sleep,
    slow: (port, ms) =>
      new Proxy(port, {
        get: (target, name) => {
          const member: unknown = Reflect.get(target, name);
          if (typeof member !== "function") return member;
          return async (...values: unknown[]) => {
            await sleep(ms);
            return Reflect.apply(member, target, values);
          };
        },
      }),
    play: async (run) => {
      let ended = false;
      const result = run().finally(() => {
        ended = true;
      });
      result.catch(() => {});
      for (let idle = 0; !ended; ) {
        await new Promise(setImmediate);
        if (ended) break;
        idle = wakings.size === 0 ? idle + 1 : 0;
        if (idle > turnsAtMost) throw new Error("What runs waits for something that is not of this time.");
        if (wakings.size > 0) wakeNext();
      }
      return result;
    },
  };
}
