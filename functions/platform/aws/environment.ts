import * as z from "zod/mini";
import { ConfigurationError } from "../errors.ts";

/**
 * The function's environment, checked against `schema` when the function starts.
 * @throws ConfigurationError with one sentence per missing or unusable variable. Values are never repeated in it.
 */
export function environment<Shape extends z.core.$ZodShape>(
  schema: z.ZodMiniObject<Shape>,
): z.output<z.ZodMiniObject<Shape>> {
  const parsed = z.safeParse(schema, process.env);
  if (parsed.success) return parsed.data;
  throw new ConfigurationError(parsed.error.issues.map(sentence).join(" "));
}

function sentence({ path, message }: z.core.$ZodIssue): string {
  const name = path.join(".");
  return process.env[name]
    ? `The environment variable ${name} is not usable: ${message}.`
    : `The environment variable ${name} is missing; the deployment sets it, so deploy again or set it by hand.`;
}
