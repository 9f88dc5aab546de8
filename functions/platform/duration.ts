import { Temporal } from "temporal-polyfill";
import { type Instant, plusMs } from "./instant.ts";

/** Milliseconds of an ISO 8601 duration of weeks, days or smaller; a day counts 24 hours. */
export const durationMs = (duration: string): number =>
  Temporal.Duration.from(duration).total({ unit: "millisecond", relativeTo: "1970-01-01" });

/** `instant` moved by an ISO 8601 duration such as `P3D` or `PT5S`; a day counts 24 hours. */
export const plus = (instant: Instant, duration: string): Instant => plusMs(instant, durationMs(duration));
