import type { Store } from "../../functions/platform/ports/store.ts";
import { startDynalite } from "../engine/dynalite-store.ts";
import { memoryStore } from "../engine/memory-store.ts";

export type StoreKind = "memory" | "dynalite";

/** Both tables of the product, empty. */
export interface Stores {
  readonly inbox: Store;
  readonly state: Store;
  stop(): Promise<void>;
}

export async function startStores(kind: StoreKind): Promise<Stores> {
  if (kind === "dynalite") return startDynalite();
  return { inbox: memoryStore(), state: memoryStore(), stop: async () => {} };
}
