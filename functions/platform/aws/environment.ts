import * as z from "zod/mini";
import { ConfigurationError } from "../errors.ts";

/**
 * The function's environment, checked against `schema` when the function starts. An empty variable counts as missing.
 * @throws ConfigurationError with one sentence per missing or unusable variable. Values are never repeated in it.
 */
export function environment<Shape extends z.core.$ZodShape>(
  schema: z.ZodMiniObject<Shape>,
): z.output<z.ZodMiniObject<Shape>> {
  const given = Object.fromEntries(Object.entries(process.env).filter(([, value]) => value !== ""));
  const parsed = z.safeParse(schema, given);
  if (parsed.success) return parsed.data;
  throw new ConfigurationError(parsed.error.issues.map((issue) => sentence(issue, given)).join(" "));
}

function sentence({ path, message }: z.core.$ZodIssue, given: Readonly<Record<string, unknown>>): string {
  const name = path.join(".");
  return name in given
    ? `The environment variable ${name} is not usable: ${message}.`
    : `The environment variable ${name} is missing; the deployment sets it, so deploy again or set it by hand.`;
}
