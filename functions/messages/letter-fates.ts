import * as z from "zod/mini";
import type { Instant } from "../platform/instant.ts";
import type { Item } from "../platform/ports/store.ts";

/** What the ledger knows of a letter, as far as others decide by it. */
export interface LetterFate {
  readonly state: string;
  readonly name?: string | undefined;
  /** Every invoice it names. */
  readonly invoiceIds?: readonly string[] | undefined;
  /** When it was last about to be handed to the mail service. */
  readonly claimedAt?: Instant | undefined;
  /** When the mail service took it. */
  readonly sentAt?: Instant | undefined;
  readonly bounce?: "transient" | "permanent" | undefined;
}

/** Letters by the message's key. */
export type LetterFates = ReadonlyMap<string, LetterFate>;

const fateSchema = z.object({
  messageKey: z.string(),
  state: z.string(),
  name: z.optional(z.string()),
  invoiceIds: z.optional(z.array(z.string())),
  claimedAt: z.optional(z.string()),
  sentAt: z.optional(z.string()),
  bounce: z.optional(z.enum(["transient", "permanent"])),
});

/** The letters among the items of a partition. One that cannot be read is passed over: it hides nobody else's. */
export function letterFates(items: readonly Item[]): LetterFates {
  const fates = items.flatMap(({ kind, body }) => (kind === "message" ? (fateSchema.safeParse(body).data ?? []) : []));
  return new Map(fates.map((fate) => [fate.messageKey, fate]));
}
