/** A pending call. */
interface Timer {
  readonly id: number;
  readonly atMs: number;
  readonly call: () => void;
}

/** `setTimeout` and `clearTimeout` over a time that moves only when it is told to. */
export interface VirtualTimers {
  /** Milliseconds since 1970. */
  nowMs(): number;
  setTimeout(call: () => void, delayMs?: number): number;
  /** Ignores what is no longer pending, as the real one does. */
  clearTimeout(id: number | undefined): void;
  /** When the next timer is due; undefined when none is pending. */
  nextAtMs(): number | undefined;
  pendingCount(): number;
  /** Moves time to the next timer and calls it. Timers of the same moment are called in the order they were set. */
  fireNext(): void;
  /** Moves time on without calling anything; never back. */
  moveTo(ms: number): void;
}

/**
 * Timers that reach any distance: the real ones, and those of test libraries, fire at once when asked to wait more
 * than 2^31 ms, 24.8 days, which a sleeping case easily does.
 * @param onMove told the new time whenever it has moved.
 */
export function virtualTimers(startMs: number, onMove: (nowMs: number) => void = () => {}): VirtualTimers {
  let nowMs = startMs;
  const moveTo = (ms: number) => {
    if (ms <= nowMs) return;
    nowMs = ms;
    onMove(ms);
  };
  let lastId = 0;
  // Soonest first.
  const pending: Timer[] = [];
  return {
    nowMs: () => nowMs,
    setTimeout: (call, delayMs = 0) => {
      // The real one takes NaN for 1 ms; here it can only come from a timestamp nobody can read.
      if (Number.isNaN(delayMs)) throw new RangeError("Cannot wait for a time that is not a number.");
      const timer = { id: ++lastId, atMs: nowMs + Math.max(0, delayMs), call };
      const later = pending.findLastIndex(({ atMs }) => atMs <= timer.atMs) + 1;
      pending.splice(later, 0, timer);
      return timer.id;
    },
    clearTimeout: (id) => {
      const index = pending.findIndex((timer) => timer.id === id);
      if (index >= 0) pending.splice(index, 1);
    },
    nextAtMs: () => pending[0]?.atMs,
    pendingCount: () => pending.length,
    fireNext: () => {
      const timer = pending.shift();
      if (!timer) return;
      moveTo(timer.atMs);
      timer.call();
    },
    moveTo,
  };
}
