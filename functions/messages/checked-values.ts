import * as z from "zod/mini";
import { TerminalError } from "../platform/errors.ts";
import { faultsIn } from "../platform/schema-faults.ts";
import { frameValues, type MessageKind, type MessageValues } from "./message-kind.ts";
import type { Value, ValueKind, ValueKinds, Values } from "./values.ts";

/** What a value of this kind passes, if it is there. */
function schemaOf(kind: ValueKind): z.ZodMiniType<Value> {
  switch (kind.form) {
    case "count":
      return z.int();
    case "one-of":
      return z.enum(kind.options);
    case "may-be-empty":
    case "link-if-known":
      return z.string();
    case "list":
      return z.array(z.object(Object.fromEntries(kind.names.map((name) => [name, z.string()]))));
    case "shown":
    case "link":
    case "mailbox":
      return z.string().check(z.minLength(1, "must not be empty"));
  }
}

/** What a value of this kind passes, in letters of every version. */
const schemaSince = (kind: ValueKind): z.ZodMiniType<Value> =>
  kind.before === undefined ? schemaOf(kind) : z._default(schemaOf(kind), kind.before);

/** Making one takes longer than using it. */
const schemas = new WeakMap<ValueKinds, z.ZodMiniType<Values>>();

/** What the values of a message pass: those of its kind and of every frame, and no others. */
function valuesSchema(own: ValueKinds): z.ZodMiniType<Values> {
  const known = schemas.get(own);
  if (known !== undefined) return known;
  const fields = Object.entries({ ...frameValues, ...own }).map(([name, kind]) => [name, schemaSince(kind)] as const);
  const schema = z.object(Object.fromEntries(fields));
  schemas.set(own, schema);
  return schema;
}

/**
 * The values a message of this kind speaks of; others that come along are left out.
 * @throws TerminalError naming the message, each value that is missing or wrong, and what it must be.
 */
export function checkedValues<Kind extends MessageKind>(kind: Kind, values: Values): MessageValues<Kind["values"]>;
export function checkedValues({ name, values: own }: MessageKind, values: Values): Values {
  const checked = valuesSchema(own).safeParse(values);
  if (checked.success) return checked.data;
  const faults = faultsIn(checked.error);
  throw new TerminalError(`The message ${name} cannot be written: ${faults}. Whoever sends it must give it these.`);
}
