import { expect, it } from "vitest";
import { virtualClock } from "../../../local/engine/virtual-clock.ts";

it("stands still until it is set", () => {
  const clock = virtualClock("2026-01-05T00:00:00.000Z");
  expect([clock.now(), clock.now()]).toEqual(["2026-01-05T00:00:00.000Z", "2026-01-05T00:00:00.000Z"]);
  clock.set("2026-02-05T00:00:00.000Z");
  expect(clock.now()).toBe("2026-02-05T00:00:00.000Z");
});

it("refuses to go back, and stays where it was", () => {
  const clock = virtualClock("2026-01-05T00:00:00.000Z");
  expect(() => clock.set("2026-01-04T23:59:59.999Z")).toThrow("cannot go back to 2026-01-04T23:59:59.999Z");
  expect(clock.now()).toBe("2026-01-05T00:00:00.000Z");
});
