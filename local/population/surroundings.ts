import type { Instant } from "../../functions/platform/instant.ts";
import type { SimulatedStripe } from "../providers/stripe/simulated-stripe.ts";
import type { Lives } from "./lives.ts";
import type { Visitor } from "./visitor.ts";

/** Something a person is going to do. */
export type Deed = () => void | Promise<void>;

/** What people need in order to act. */
export interface Surroundings {
  readonly seed: number;
  readonly start: Instant;
  readonly stripe: SimulatedStripe;
  readonly visitor: Visitor;
  /** Where the pages behind the buttons of messages are. */
  readonly portalUrl: string;
  readonly lives?: Lives;
  /** Writes down what a person is going to do at that time. */
  plan(at: Instant, deed: Deed): void;
}
