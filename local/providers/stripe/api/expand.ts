import type { Json } from "../shapes/shape.ts";

/**
 * Replaces ids by the objects they stand for along a path such as `payments.data.payment.payment_intent`. A step into
 * a list goes into each of its entries; a path that leads nowhere changes nothing.
 */
export function expand(object: Json, path: string, lookup: (id: string) => Json | undefined): Json {
  const [field, ...rest] = path.split(".");
  if (field === undefined || field === "") return object;
  return { ...object, [field]: expandValue(object[field], rest.join("."), lookup) };
}

function expandValue(value: unknown, rest: string, lookup: (id: string) => Json | undefined): unknown {
  if (Array.isArray(value)) return value.map((entry) => expandValue(entry, rest, lookup));
  const object = typeof value === "string" ? lookup(value) : value;
  return isJson(object) ? expand(object, rest, lookup) : value;
}

const isJson = (value: unknown): value is Json => typeof value === "object" && value !== null && !Array.isArray(value);
