import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import * as z from "zod/mini";
import { messageOf } from "../../functions/platform/errors.ts";
import { type Instant, instantOfMs, instantOfSeconds, lastUnixSecond, msOf } from "../../functions/platform/instant.ts";
import { jsonTexts } from "./json-texts.ts";

/** One event of an export, as the file has it. */
export interface ExportedEvent {
  readonly createdAt: Instant;
  /** When this copy of it arrives; undefined: when it was created. */
  readonly deliveredAt?: Instant | undefined;
  readonly rawBody: string;
}

/** An export, oldest event first, and what was wrong with what was left out. */
export interface EventFile {
  readonly events: readonly ExportedEvent[];
  /** `Line 12: ...` */
  readonly mistakes: readonly string[];
}

const unixTime = z.int().check(z.nonnegative(), z.maximum(lastUnixSecond));

const times = {
  created: z.union([
    z.pipe(unixTime, z.transform(instantOfSeconds)),
    z.pipe(z.iso.datetime({ offset: true }), z.transform(instantOfText)),
  ]),
  _deliverAt: z.optional(z.pipe(unixTime, z.transform(instantOfSeconds))),
};

/** A thin event tells where its object is, and carries none. */
const thinSchema = z.object({ object: z.literal("v2.core.event"), id: z.string(), type: z.string(), ...times });
const snapshotSchema = z.object({ id: z.string(), type: z.string(), ...times, data: z.object({}) });
/** What stands within no other value: an event by itself, whatever is wrong with its fields. */
const eventLike = z.object({ id: z.unknown(), type: z.string(), created: z.unknown() });

const objectSchema = z.record(z.string(), z.unknown());
const listSchema = z.union([
  z.array(z.unknown()),
  z.pipe(
    z.object({ object: z.literal("list"), data: z.array(z.unknown()) }),
    z.transform(({ data }) => data),
  ),
]);

function instantOfText(text: string): Instant {
  return instantOfMs(msOf(text));
}

/**
 * Reads an export of Stripe events, in any order: one JSON object per line, an array, a list as Stripe's API answers
 * with, or any number of these one after the other, on one line each or spread over many.
 * @throws Error if the file cannot be read.
 */
export async function readEventFile(path: string): Promise<EventFile> {
  const events: ExportedEvent[] = [];
  const mistakes: string[] = [];
  const take = (text: string, line: number) => {
    for (const { what, place } of eventsIn(text)) {
      if (typeof what === "string") mistakes.push(`Line ${line}${place}: ${what}`);
      else events.push(what);
    }
  };
  const texts = jsonTexts((line) => line.startsWith("{") && eventLike.safeParse(jsonIn(line)).success);
  let isFirst = true;
  for await (const line of createInterface({
    input: createReadStream(path, "utf8"),
    crlfDelay: Number.POSITIVE_INFINITY,
  })) {
    for (const { text, line: number } of texts.take(isFirst ? line.replace(/^\uFEFF/, "") : line)) take(text, number);
    isFirst = false;
  }
  for (const { text, line } of texts.end()) take(text, line);
  events.sort((a, b) => (a.createdAt < b.createdAt ? -1 : a.createdAt > b.createdAt ? 1 : 0));
  return { events, mistakes };
}

interface Found {
  /** The event, or what is wrong with it. */
  readonly what: ExportedEvent | string;
  /** Where it stands in a list: `, event 3`. */
  readonly place: string;
}

/** The events of a text: one, or those of a list. */
function eventsIn(text: string): readonly Found[] {
  try {
    const value: unknown = JSON.parse(text);
    const list = listSchema.safeParse(value);
    if (!list.success) return [{ what: eventOf(value, text), place: "" }];
    return list.data.map((each, index) => ({ what: eventOf(each), place: `, event ${index + 1}` }));
  } catch (error) {
    return [{ what: `not JSON (${messageOf(error)}).`, place: "" }];
  }
}

function jsonIn(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

/** @param text the value as the file has it, where it stands there by itself: it is sent as it is. */
function eventOf(value: unknown, text?: string): ExportedEvent | string {
  const isThin = z.object({ object: thinSchema.shape.object }).safeParse(value).success;
  const parsed = (isThin ? thinSchema : snapshotSchema).safeParse(value);
  if (!parsed.success) return `not a Stripe event; ${fieldIn(parsed.error)}.`;
  const { created: createdAt, _deliverAt: deliveredAt } = parsed.data;
  if (deliveredAt === undefined) return { createdAt, rawBody: text ?? JSON.stringify(value) };
  const { _deliverAt, ...sent } = objectSchema.parse(value);
  return { createdAt, deliveredAt, rawBody: JSON.stringify(sent) };
}

const fieldIn = ({ issues }: z.core.$ZodError): string =>
  issues.map(({ path, message }) => `${path.join(".") || "the line"}: ${message}`).join("; ");
