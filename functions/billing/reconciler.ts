import type { Instant } from "../platform/instant.ts";
import type { Item } from "../platform/ports/store.ts";
import type { KnownCustomer } from "./known-customer.ts";

/** A payer's partition and what has just become known of the payer. */
export interface FoldedPayer {
  /** Everything the partition holds, as it was read. */
  readonly items: readonly Item[];
  /** What another partition holds that once kept this payer too; empty for nearly everybody. */
  readonly heldElsewhere: readonly Item[];
  /** The provider's facts before and after the event. */
  readonly before: KnownCustomer;
  readonly known: KnownCustomer;
  readonly now: Instant;
}

/** What a capability makes of new facts. */
export interface Reconciled {
  /** To be saved after the facts they speak of. */
  readonly items: readonly Item[];
  /** To be done once everything is saved; a repeat must change nothing. */
  readonly wake: () => Promise<void>;
}

/**
 * How a capability moves its own state when facts of a payer change. It looks at the state of things, not at the event
 * that came, so that the order of events does not matter. Pure but for `wake`.
 */
export type Reconciler = (payer: FoldedPayer) => Reconciled;
