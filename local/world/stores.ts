import type { Store } from "../../functions/platform/ports/store.ts";
import { memoryStore } from "../engine/memory-store.ts";

export type StoreKind = "memory" | "dynalite";

/** Both tables of the product, empty. */
export interface Stores {
  readonly inbox: Store;
  readonly state: Store;
  stop(): Promise<void>;
}

export async function startStores(kind: StoreKind): Promise<Stores> {
  if (kind === "memory") return { inbox: memoryStore(), state: memoryStore(), stop: async () => {} };
  // Loading it takes a quarter of a second, which most runs have no use for.
  const { startDynalite } = await import("../engine/dynalite-store.ts");
  return startDynalite();
}
