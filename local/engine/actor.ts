import type { Instant } from "../../functions/platform/instant.ts";

/** Something in the world that has things to do at known times: a queue, a calendar, a person, an engine. */
export interface Actor {
  readonly name: string;
  /** When it wants to act next; undefined while it has nothing to do. */
  nextAt(): Instant | undefined;
  /** Does what is due now, one thing or several, and has settled when the promise resolves. */
  act(): Promise<void>;
}
