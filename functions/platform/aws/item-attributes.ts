import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import { marshall, unmarshall } from "@aws-sdk/util-dynamodb";
import * as z from "zod/mini";
import { instantOfSeconds, msOf } from "../instant.ts";
import type { Item } from "../ports/store.ts";
import { packed, unpacked } from "./packed-bytes.ts";

/** An item as DynamoDB holds it. */
export type Attributes = Record<string, AttributeValue>;

const troubleSchema = z.object({
  kind: z.string(),
  tries: z.int(),
  since: z.string(),
  lastError: z.optional(z.string()),
  underWay: z.optional(z.boolean()),
});

const storedSchema = z.object({
  pk: z.string(),
  sk: z.string(),
  rev: z.int(),
  kind: z.string(),
  v: z.optional(z.int()),
  body: z.record(z.string(), z.unknown()),
  /** Fields of the body that are packed. */
  packed: z.optional(z.array(z.string())),
  dueShard: z.optional(z.string()),
  dueAt: z.optional(z.string()),
  trouble: z.optional(z.unknown()),
  expiresAt: z.optional(z.int()),
});

/** What is written for `item`, its bytes packed. */
export function packedAttributesOf(item: Item): Attributes {
  const { body, names } = packed(item.body);
  if (names.length === 0) return attributesOf(item);
  return { ...attributesOf({ ...item, body }), packed: { L: names.map((name) => ({ S: name })) } };
}

/** What is written for `item`; undefined values disappear, and a time to live is rounded up to whole seconds. */
export const attributesOf = ({ pk, sk, rev, kind, v, body, due, trouble, expiresAt }: Item): Attributes => ({
  pk: { S: pk },
  sk: { S: sk },
  rev: { N: String(rev) },
  kind: { S: kind },
  ...(v !== undefined && { v: { N: String(v) } }),
  body: { M: marshall(body, { removeUndefinedValues: true }) },
  ...(due && { dueShard: { S: due.shard }, dueAt: { S: due.at } }),
  ...(trouble && { trouble: { M: marshall(trouble, { removeUndefinedValues: true }) } }),
  ...(expiresAt && { expiresAt: { N: String(Math.ceil(msOf(expiresAt) / 1000)) } }),
});

/** An account of trouble that cannot be read must not be trouble itself: the count begins anew. */
const troubleOf = (trouble: unknown): Pick<Item, "trouble"> => {
  const parsed = troubleSchema.safeParse(trouble);
  return parsed.success ? { trouble: parsed.data } : {};
};

/** The item that was written as `attributes`. @throws TerminalError if packed bytes cannot be unpacked. */
export function itemOf(attributes: Attributes): Item {
  const { dueShard, dueAt, trouble, expiresAt, packed: names, ...item } = storedSchema.parse(unmarshall(attributes));
  return {
    ...item,
    ...(names === undefined ? {} : { body: unpacked(item.body, names) }),
    ...(dueShard && dueAt ? { due: { shard: dueShard, at: dueAt } } : {}),
    ...troubleOf(trouble),
    ...(expiresAt ? { expiresAt: instantOfSeconds(expiresAt) } : {}),
  };
}
