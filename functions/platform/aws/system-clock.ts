import { instantOfMs } from "../instant.ts";
import type { Clock } from "../ports/clock.ts";

/** The time of the machine: the one place that reads it. */
export const systemClock: Clock = { now: () => instantOfMs(Date.now()) };
