import type { Move } from "../platform/history.ts";
import type { Instant } from "../platform/instant.ts";
import type { Item } from "../platform/ports/store.ts";
import type { KnownCustomer } from "./known-customer.ts";

/** A payer's partition and what has just become known of the payer. */
export interface FoldedPayer {
  /** Everything current that the partition holds, and what history holds of the things that the event speaks of, as read. */
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

/** What a capability says of its own things and of the facts it needs, so that the rest may become history. */
export interface Settling {
  /** Places of facts that it still needs. */
  readonly needed: ReadonlySet<string>;
  /** Its own items that are settled for long. @param isCurrent whether an invoice stays among what is current. */
  moves(isCurrent: (invoiceId: string) => boolean): readonly Move[];
}

/** A payer as it is, for the question what of it has become history. */
export interface SettledPayer {
  /** The current items of the partition, as read. */
  readonly items: readonly Item[];
  readonly known: KnownCustomer;
  /** What was settled after this stays in sight. */
  readonly settledBefore: Instant;
}

/** How a capability stands to the facts of a payer. */
export interface Reconciler {
  /**
   * Moves its own state when facts change. It looks at the state of things, not at the event that came, so that the order of
   * events does not matter. Pure but for `wake`.
   */
  reconcile(payer: FoldedPayer): Reconciled;
  /** Where what it has of an invoice lies in the payer's partition, or in history once it is settled. */
  placesFor(provider: string, invoiceId: string): readonly string[];
  /** Pure. */
  settling(payer: SettledPayer): Settling;
}
