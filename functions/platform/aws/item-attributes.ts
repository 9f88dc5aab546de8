import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import { marshall, unmarshall } from "@aws-sdk/util-dynamodb";
import * as z from "zod/mini";
import { instantOfSeconds, msOf } from "../instant.ts";
import type { Item } from "../ports/store.ts";

/** An item as DynamoDB holds it. */
export type Attributes = Record<string, AttributeValue>;

const storedSchema = z.object({
  pk: z.string(),
  sk: z.string(),
  rev: z.int(),
  kind: z.string(),
  body: z.record(z.string(), z.unknown()),
  dueShard: z.optional(z.string()),
  dueAt: z.optional(z.string()),
  expiresAt: z.optional(z.int()),
});

/** What is written for `item`; undefined values disappear, and a time to live is rounded up to whole seconds. */
export const attributesOf = ({ pk, sk, rev, kind, body, due, expiresAt }: Item): Attributes => ({
  pk: { S: pk },
  sk: { S: sk },
  rev: { N: String(rev) },
  kind: { S: kind },
  body: { M: marshall(body, { removeUndefinedValues: true }) },
  ...(due && { dueShard: { S: due.shard }, dueAt: { S: due.at } }),
  ...(expiresAt && { expiresAt: { N: String(Math.ceil(msOf(expiresAt) / 1000)) } }),
});

/** The item that was written as `attributes`. */
export function itemOf(attributes: Attributes): Item {
  const { dueShard, dueAt, expiresAt, ...item } = storedSchema.parse(unmarshall(attributes));
  return {
    ...item,
    ...(dueShard && dueAt ? { due: { shard: dueShard, at: dueAt } } : {}),
    ...(expiresAt ? { expiresAt: instantOfSeconds(expiresAt) } : {}),
  };
}
