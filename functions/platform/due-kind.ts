import type { Item, Store } from "./ports/store.ts";

/** One kind of thing that may become due, and how the sweep takes it up. Each room brings its own. */
export interface DueKind {
  /** Names its shards of the due index, for ever: `inbox`, `case`, `message`. */
  readonly name: string;
  /** The table it lies in. */
  readonly store: Store;
  /** Takes up one item as just loaded. A repeat must change nothing. */
  take(item: Item): Promise<void>;
}
