import type { Instant } from "../instant.ts";

/** Where `now` comes from; the only source of time. */
export interface Clock {
  now(): Instant;
}
