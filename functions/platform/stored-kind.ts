import type * as z from "zod/mini";
import { RetryableError, TerminalError } from "./errors.ts";
import type { Item } from "./ports/store.ts";
import { faultsIn } from "./schema-faults.ts";

type Body = Item["body"];

/** One kind of stored item: how it is written and read, whichever version of us wrote it. */
export interface StoredKind<T extends Body> {
  readonly kind: string;
  /** What an item says of its body. @throws TerminalError naming the fields that the schema refuses. */
  bodyOf(value: T): Pick<Item, "kind" | "v" | "body">;
  /**
   * What an item of this kind holds, brought up to the present version.
   * @throws TerminalError naming the item and its fields; values stay out of it, they may be personal.
   * @throws RetryableError if a later version of us wrote it, as happens while a deployment is under way.
   */
  parse(item: Item): T;
}

/**
 * A kind of stored item. What is written passes the schema it is read by, so that nothing is saved that nobody can load.
 * @param upgrades one for each version there was before the present one, oldest first: the first makes a body of version
 *   2 out of one of version 1. An upgrade is kept as long as a table may hold an item of its version.
 */
export function storedKind<T extends Body>({
  kind,
  schema,
  upgrades = [],
}: {
  readonly kind: string;
  readonly schema: z.ZodMiniType<T>;
  readonly upgrades?: readonly ((body: Body) => Body)[];
}): StoredKind<T> {
  const version = upgrades.length + 1;
  const checked = (value: unknown, what: string): T => {
    const parsed = schema.safeParse(value);
    if (parsed.success) return parsed.data;
    throw new TerminalError(`${what} is not of kind ${kind}, version ${version}. ${faultsIn(parsed.error)}`);
  };
  return {
    kind,
    bodyOf: (value) => ({ kind, v: version, body: checked(value, "What was to be saved") }),
    parse: ({ pk, sk, v = 1, body }) => {
      if (v > version)
        throw new RetryableError(
          `Item ${pk} / ${sk} is of version ${v} of ${kind}; this function knows ${version}. Deploy the later one again.`,
        );
      const upgraded = upgrades.slice(v - 1).reduce((older, upgrade) => upgrade(older), body);
      return checked(upgraded, `Item ${pk} / ${sk}`);
    },
  };
}
