import { AsyncLocalStorage } from "node:async_hooks";
import type { Random } from "../engine/random.ts";

/** One run of a function that may die. */
interface Invocation {
  /** Calls to the outside that are still answered. */
  callsLeft: number;
  /** Whether the last call takes effect before the end comes. */
  readonly diesAfterCall: boolean;
  dead: boolean;
}

/** Lets functions die between any two calls they make to the outside, as a process does: no `catch` of theirs helps. */
export interface Mortality {
  /** The port, whose calls a dying function no longer gets an answer to. */
  port<T extends object>(port: T): T;
  /**
   * Runs a function once. If it is drawn to die, it does so at one of its calls, whatever it makes of the error.
   * @throws Error named `Runtime.ExitError`, as Lambda reports it, if it died.
   */
  invoke<T>(run: () => Promise<T>): Promise<T>;
  /** How many functions died so far. */
  readonly deaths: number;
}

/** Nobody dies. */
export const immortal: Mortality = { port: (port) => port, invoke: (run) => run(), deaths: 0 };

/** @param rate the share of invocations that die, provided that they make that many calls. */
export function mortality(random: Random, rate: number): Mortality {
  const current = new AsyncLocalStorage<Invocation>();
  let deaths = 0;
  return {
    port: (port) => new Proxy(port, { get: (target, name) => guarded(target, name, current) }),
    invoke: async (run) => {
      const callsLeft = random.chance(rate) ? random.whole(0, 7) : Number.POSITIVE_INFINITY;
      const invocation: Invocation = { callsLeft, diesAfterCall: random.chance(0.5), dead: false };
      const result = await current.run(invocation, () => settled(run));
      if (invocation.dead) {
        deaths += 1;
        throw exitError();
      }
      if ("error" in result) throw result.error;
      return result.value;
    },
    get deaths() {
      return deaths;
    },
  };
}

async function settled<T>(run: () => Promise<T>): Promise<{ readonly value: T } | { readonly error: unknown }> {
  try {
    return { value: await run() };
  } catch (error) {
    return { error };
  }
}

function guarded(target: object, name: string | symbol, current: AsyncLocalStorage<Invocation>): unknown {
  const member: unknown = Reflect.get(target, name);
  if (typeof member !== "function") return member;
  return async (...values: unknown[]) => {
    const invocation = current.getStore();
    if (invocation === undefined) return Reflect.apply(member, target, values);
    if (invocation.dead) throw exitError();
    invocation.callsLeft -= 1;
    if (invocation.callsLeft >= 0) return Reflect.apply(member, target, values);
    if (invocation.diesAfterCall) await Reflect.apply(member, target, values);
    invocation.dead = true;
    throw exitError();
  };
}

const exitError = () =>
  Object.assign(new Error("RequestId: sandbox Error: Runtime exited"), { name: "Runtime.ExitError" });
