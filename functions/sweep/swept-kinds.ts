import * as z from "zod/mini";
import { ConfigurationError } from "../platform/errors.ts";
import type { Store } from "../platform/ports/store.ts";
import { faultsIn } from "../platform/schema-faults.ts";
import type { CountedKind } from "./shard-count.ts";

const sweptKindsSchema = z.array(
  z.object({ name: z.string(), table: z.enum(["inbox", "state"]), shards: z.optional(z.int()) }),
);

/** Both tables of the product. */
export interface Tables {
  readonly inbox: Store;
  readonly state: Store;
}

/**
 * The due kinds that a deployment has drains for, as lib/functions.ts lists them and the variable SWEPT_KINDS tells.
 * @throws ConfigurationError if the text is no such list.
 */
export function sweptKindsOf(text: string, tables: Tables): CountedKind[] {
  const parsed = sweptKindsSchema.safeParse(jsonOf(text));
  if (parsed.success) return parsed.data.map(({ table, ...kind }) => ({ ...kind, store: tables[table] }));
  throw new ConfigurationError(
    `The environment variable SWEPT_KINDS does not list due kinds: ${faultsIn(parsed.error)}. The deployment sets it; deploy again.`,
  );
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
