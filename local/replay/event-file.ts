import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import * as z from "zod/mini";
import { messageOf } from "../../functions/platform/errors.ts";
import { type Instant, instantOfSeconds } from "../../functions/platform/instant.ts";

/** One event of an export, as its line has it. */
export interface ExportedEvent {
  readonly createdAt: Instant;
  readonly rawBody: string;
}

/** An export, oldest event first, and what was wrong with lines that were left out. */
export interface EventFile {
  readonly events: readonly ExportedEvent[];
  /** `Line 12: ...` */
  readonly mistakes: readonly string[];
}

const eventSchema = z.object({
  id: z.string(),
  type: z.string(),
  created: z.int().check(z.nonnegative()),
  data: z.object({}),
});

/**
 * Reads an export of Stripe events: one JSON object per line, in any order; empty lines are passed over.
 * @throws Error if the file cannot be read.
 */
export async function readEventFile(path: string): Promise<EventFile> {
  const events: ExportedEvent[] = [];
  const mistakes: string[] = [];
  let number = 0;
  for await (const line of createInterface({
    input: createReadStream(path, "utf8"),
    crlfDelay: Number.POSITIVE_INFINITY,
  })) {
    number += 1;
    if (line.trim() === "") continue;
    const event = eventIn(line);
    if (typeof event === "string") mistakes.push(`Line ${number}: ${event}`);
    else events.push(event);
  }
  events.sort((a, b) => (a.createdAt < b.createdAt ? -1 : a.createdAt > b.createdAt ? 1 : 0));
  return { events, mistakes };
}

/** The event, or what is wrong with the line. */
function eventIn(line: string): ExportedEvent | string {
  try {
    const parsed = eventSchema.safeParse(JSON.parse(line));
    if (!parsed.success) return `not a Stripe event; ${fieldIn(parsed.error)}.`;
    return { createdAt: instantOfSeconds(parsed.data.created), rawBody: line };
  } catch (error) {
    return `not JSON (${messageOf(error)}).`;
  }
}

const fieldIn = ({ issues }: z.core.$ZodError): string =>
  issues.map(({ path, message }) => `${path.join(".") || "the line"}: ${message}`).join("; ");
