import type { Channel, Purpose } from "../messages/terms.ts";
import type { Instant } from "../platform/instant.ts";

/** Somebody wants to say something. The same under its key on every repeat. */
export interface Request {
  readonly key: string;
  readonly purpose: Purpose;
  /** 0 is the most urgent, 99 the least. */
  readonly priority: number;
  /** In order of preference. The second is taken only where the first is impossible, never because it is full. */
  readonly channels: readonly Channel[];
  readonly from: Instant;
  readonly by: Instant;
}

/** `because` is a sentence without its capital and stop, so that the line of a story can go on with it. */
export type Answer = { readonly because: string } & (
  | { readonly do: "send"; readonly channel: Channel /** Not after this. */; readonly until: Instant }
  | { readonly do: "wait"; readonly channel: Channel /** Then ask again. */; readonly until: Instant }
  | { readonly do: "drop" }
);

/**
 * How long a permission lasts, counted from the look at the recipient: longer than any function runs, and short enough
 * that what was true then is true at the sending.
 */
export const lease = "PT2M";
