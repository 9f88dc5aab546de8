import { marshall, unmarshall } from "@aws-sdk/util-dynamodb";
import { type Instant, instantOfMs, msOf } from "../../functions/platform/instant.ts";
import type { Item, Trouble } from "../../functions/platform/ports/store.ts";

type Fields = Readonly<Record<string, unknown>>;
type Mutable<T> = { -readonly [Name in keyof T]: T[Name] };

/**
 * A copy of an item as a table gives it back: what the detour over DynamoDB's attributes makes of it, at a tenth of the
 * cost. The tests hold the two together.
 * @throws Error for what an attribute cannot hold.
 */
export function storedItem({ pk, sk, rev, kind, v, body, due, trouble, expiresAt }: Item): Item {
  const stored: Mutable<Item> = { pk, sk, rev, kind, body: isFields(body) ? storedFields(body) : detour(body) };
  if (v !== undefined) stored.v = v;
  if (due) stored.due = { shard: due.shard, at: due.at };
  if (trouble) stored.trouble = storedTrouble(trouble);
  if (expiresAt) stored.expiresAt = inWholeSeconds(expiresAt);
  return stored;
}

const storedTrouble = ({ kind, tries, since, lastError, underWay }: Trouble): Trouble => ({
  ...{ kind, tries, since },
  ...(lastError !== undefined && { lastError }),
  ...(underWay !== undefined && { underWay }),
});

/** A time to live counts seconds, and is never shorter than asked. */
const inWholeSeconds = (at: Instant): Instant =>
  at.endsWith(".000Z") ? at : instantOfMs(Math.ceil(msOf(at) / 1000) * 1000);

/**
 * A copy of a value, without undefined values and functions, with bytes of its own.
 * @throws Error for what an attribute cannot hold: NaN, numbers that are not exact, instances of classes.
 */
function storedValue(value: unknown): unknown {
  if (typeof value === "string" || typeof value === "boolean" || value === null) return value;
  // An attribute knows no negative zero.
  if (typeof value === "number" && Math.abs(value) <= Number.MAX_SAFE_INTEGER) return value + 0;
  if (Array.isArray(value)) return value.filter(isHeld).map(storedValue);
  if (isFields(value)) return storedFields(value);
  if (value instanceof Uint8Array) return new Uint8Array(value);
  return detour({ value })["value"];
}

const detour = (fields: Fields): Fields => unmarshall(marshall(fields, { removeUndefinedValues: true }));

function storedFields(fields: Fields): Fields {
  const stored: Record<string, unknown> = {};
  for (const name in fields) {
    const value = fields[name];
    if (!isHeld(value)) continue;
    const held = storedValue(value);
    if (name !== "__proto__") stored[name] = held;
  }
  return stored;
}

const isHeld = (value: unknown): boolean => value !== undefined && typeof value !== "function";

const isFields = (value: unknown): value is Fields =>
  typeof value === "object" &&
  value !== null &&
  Object.getPrototypeOf(value) === Object.prototype &&
  value.constructor === Object;

/** At least as many bytes as DynamoDB counts for a value: a character has three at most, a number 21. */
export function bytesAtMost(value: unknown): number {
  if (typeof value === "string") return 3 * value.length;
  if (value instanceof Uint8Array) return value.byteLength;
  if (Array.isArray(value)) return value.reduce((sum: number, entry: unknown) => sum + 1 + bytesAtMost(entry), 3);
  if (!isFields(value)) return typeof value === "object" && value !== null ? Number.POSITIVE_INFINITY : 21;
  let bytes = 3;
  for (const name in value) bytes += 1 + 3 * name.length + bytesAtMost(value[name]);
  return bytes;
}
