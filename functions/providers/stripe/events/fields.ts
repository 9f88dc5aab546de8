import * as z from "zod/mini";
import { TerminalError } from "../../../platform/errors.ts";
import { instantOfSeconds, lastUnixSecond } from "../../../platform/instant.ts";

/** A field that may be missing or null, both of which become undefined. */
export const maybe = <T>(schema: z.ZodMiniType<T>) =>
  z.pipe(
    z.nullish(schema),
    z.transform((value) => value ?? undefined),
  );

/** A text; an empty one says nothing and becomes undefined. */
export const text = z.pipe(
  z.nullish(z.string()),
  z.transform((value) => value?.trim() || undefined),
);

/**
 * Metadata, which Stripe keeps as texts. Whoever builds events by other means writes numbers and switches, which are
 * read as text, and lists and objects, which say nothing here.
 */
export const metadata = z.pipe(z.optional(z.unknown()), z.transform(textsIn));

function textsIn(value: unknown): Readonly<Record<string, string>> {
  if (typeof value !== "object" || value === null) return {};
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, entry]: [string, unknown]) => {
      const isSaid = ["string", "number", "boolean"].includes(typeof entry);
      return isSaid ? [[key, String(entry).trim()]] : [];
    }),
  );
}

/** An object or, as Stripe sends it unless asked to expand it, the object's id. Becomes the id. */
export const reference = z.pipe(
  z.union([z.string(), z.object({ id: z.string() })]),
  z.transform((value) => (typeof value === "string" ? value : value.id)),
);

/** A Unix time in seconds. Becomes an instant. */
export const unixTime = z.pipe(
  z.int().check(z.minimum(0), z.maximum(lastUnixSecond)),
  z.transform((seconds) => instantOfSeconds(seconds)),
);

/**
 * @param where the place of `value`, for the error: `invoice.paid evt_123: data.object`.
 * @throws TerminalError naming the field. Values stay out of it: they may be personal.
 */
export function parse<T>(schema: z.ZodMiniType<T>, value: unknown, where: string): T {
  const parsed = z.safeParse(schema, value);
  if (parsed.success) return parsed.data;
  throw new TerminalError(`${parsed.error.issues.map((issue) => sentenceOf(issue, where)).join(" ")}`);
}

function sentenceOf(issue: z.core.$ZodIssue, where: string): string {
  const field = [where, ...issue.path].join(".");
  return `${field} is not as Stripe documents it${"expected" in issue ? `: expected ${issue.expected}` : ""}.`;
}

/** A field of `previous_attributes`: undefined if it did not change, null if it was empty before. */
export const previously = z.optional(z.nullable(reference));
