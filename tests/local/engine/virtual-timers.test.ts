import fc from "fast-check";
import { expect, it } from "vitest";
import { virtualTimers } from "./reference/virtual-timers.ts";

function fireAll(timers: ReturnType<typeof virtualTimers>): void {
  while (timers.pendingCount() > 0) timers.fireNext();
}

it("calls timers by time, and those of one moment in the order they were set", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -5, max: 5 })), (delays) => {
      const timers = virtualTimers(1_000);
      const calls: { delay: number; index: number; at: number }[] = [];
      for (const [index, delay] of delays.entries())
        timers.setTimeout(() => calls.push({ delay, index, at: timers.nowMs() }), delay);
      fireAll(timers);
      const expected = delays
        .map((delay, index) => ({ delay, index, at: 1_000 + Math.max(0, delay) }))
        .toSorted((a, b) => a.at - b.at || a.index - b.index);
      expect(calls).toEqual(expected);
    }),
  );
});

it("waits longer than 2^31 ms, where real timers fire at once", () => {
  const timers = virtualTimers(0);
  const days = 365 * 86_400_000;
  timers.setTimeout(() => {}, days);
  expect(timers.nextAtMs()).toBe(days);
  timers.fireNext();
  expect(timers.nowMs()).toBe(days);
});

it("forgets a timer that was cleared, and only that", () => {
  const timers = virtualTimers(0);
  const calls: string[] = [];
  const cleared = timers.setTimeout(() => calls.push("cleared"), 1);
  timers.setTimeout(() => calls.push("kept"), 1);
  timers.clearTimeout(cleared);
  timers.clearTimeout(cleared);
  timers.clearTimeout(undefined);
  fireAll(timers);
  expect(calls).toEqual(["kept"]);
});

it("refuses to wait for a time that is not a number", () => {
  expect(() => virtualTimers(0).setTimeout(() => {}, Number.NaN)).toThrow(RangeError);
});

it("tells each move of time before the call, and never moves back", () => {
  const moves: number[] = [];
  const timers = virtualTimers(10, (ms) => moves.push(ms));
  timers.setTimeout(() => moves.push(-1), 5);
  timers.fireNext();
  timers.moveTo(12);
  timers.moveTo(20);
  expect(moves).toEqual([15, -1, 20]);
  expect(timers.nowMs()).toBe(20);
});

it("has nothing to fire when nothing is pending", () => {
  const timers = virtualTimers(0);
  timers.fireNext();
  expect([timers.nowMs(), timers.nextAtMs()]).toEqual([0, undefined]);
});
