import type { Item, Store } from "./ports/store.ts";

/** What is written to the log of an item that could not be taken up. */
export interface DueLines {
  /** A try failed; it comes back. Else `sweep-failed`. */
  readonly failed?: string;
  /** It waits for a person. Else `item-parked`. */
  readonly parked?: string;
  /** `givenUp` settled it. Else `item-given-up`. */
  readonly givenUp?: string;
}

/** One kind of thing that may become due, and how the sweep takes it up. Each room brings its own. */
export interface DueKind {
  /** Names its shards of the due index, for ever: `inbox`, `case`, `message`. */
  readonly name: string;
  /** How many shards it has, if not the fewest: what its writers pass to `dueShard`. See decision 16 for changing it. */
  readonly shards?: number;
  /** How many of it one worker has in hand at once, if not 32: fewer where a service behind `take` would refuse more. */
  readonly atOnce?: number;
  /** The table it lies in. */
  readonly store: Store;
  /**
   * Takes up one item as just loaded, its try counted. A repeat must change nothing. It has succeeded once the item is
   * saved anew, be it due no more or later: that save forgets the tries. What only hands the item on, and knows nothing
   * of how that ends, saves through `stillTroubled`.
   * @throws TerminalError where no repetition can help; ConfigurationError where an operator must act first, and NotYetError
   *   where a service has no room, neither of which counts; anything else counts as a try that failed.
   */
  take(item: Item): Promise<void>;
  /**
   * What to save of an item that no try has settled; undefined, or nothing to ask: it is parked for a person. Pure. If it
   * throws, the item is parked too.
   */
  givenUp?(item: Item, reason: string): Item | undefined;
  readonly lines?: DueLines;
}
