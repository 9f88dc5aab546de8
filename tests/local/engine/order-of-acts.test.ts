import { expect, it } from "vitest";
import type { Actor } from "../../../local/engine/actor.ts";
import { agenda } from "../../../local/engine/order-of-acts.ts";
import { timetable } from "../../../local/engine/timetable.ts";
import { virtualClock } from "../../../local/engine/virtual-clock.ts";

const second = (count: number) => `2026-01-01T00:00:${String(count).padStart(2, "0")}.000Z`;

function actorOf(name: string, seconds: readonly number[], act: () => void): Actor {
  const table = timetable<number>();
  for (const at of seconds) table.add(second(at), at);
  return {
    name,
    nextAt: table.nextAt,
    act: async () => {
      table.take();
      act();
    },
  };
}

it("plays what is due, earliest first, actors in order at the same instant, and stops at the end", async () => {
  const clock = virtualClock(second(0));
  const story: string[] = [];
  const actor = (name: string, seconds: readonly number[]) =>
    actorOf(name, seconds, () => story.push(`${name} ${clock.now().slice(17, 19)}`));
  const plan = agenda(clock, [actor("a", [5, 1, 9]), actor("b", [5, 3])]);
  await plan.playTo(second(5));
  expect(story).toEqual(["a 01", "b 03", "a 05", "b 05"]);
  expect(clock.now()).toBe(second(5));
  await plan.playTo(second(7));
  expect(story).toHaveLength(4);
  await plan.playTo(second(9));
  expect(story.at(-1)).toBe("a 09");
});

it("plays what is overdue at the present time, and never turns the clock back", async () => {
  const clock = virtualClock(second(30));
  const times: string[] = [];
  await agenda(clock, [actorOf("late", [10], () => times.push(clock.now()))]).playTo(second(20));
  await agenda(clock, [actorOf("late", [10], () => times.push(clock.now()))]).playTo(second(40));
  expect(times).toEqual([second(30), second(30)]);
  expect(clock.now()).toBe(second(40));
});
