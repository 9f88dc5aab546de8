import { randomFor } from "../../../engine/random.ts";

/** How a request can go wrong. */
export type Fault =
  /** 429, nothing done. */
  | "rate-limited"
  /** 500, nothing done. */
  | "unavailable"
  /** 500, nothing done, and the same idempotency key repeats that answer for a day, as at Stripe. */
  | "failed-inside"
  /** Nothing done, and no answer. */
  | "unreachable"
  /** Done, but the answer came too late or got lost. */
  | "answer-lost";

/** Says what goes wrong with a request, if anything. */
export type Faults = (request: {
  readonly number: number;
  readonly method: string;
  readonly path: string;
}) => Fault | undefined;

export const noFaults: Faults = () => undefined;

/** Lets a share of the requests fail, each in one of the ways. */
export const randomFaults =
  (seed: number, rate: number): Faults =>
  ({ number }) => {
    const random = randomFor(seed, "fault", number);
    if (!random.chance(rate)) return undefined;
    return random.pick(["rate-limited", "unavailable", "failed-inside", "unreachable", "answer-lost"]);
  };
