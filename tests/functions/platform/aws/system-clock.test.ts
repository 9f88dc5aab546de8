import { afterEach, expect, it, vi } from "vitest";
import { systemClock } from "../../../../functions/platform/aws/system-clock.ts";

afterEach(() => vi.useRealTimers());

it("tells the machine's time as an instant in UTC", () => {
  vi.useFakeTimers({ now: Date.UTC(2026, 1, 28, 23, 59, 59, 7), toFake: ["Date"] });
  expect(systemClock.now()).toBe("2026-02-28T23:59:59.007Z");
});
