import { readFile } from "node:fs/promises";
import * as z from "zod/mini";
import { messageOf } from "../../functions/platform/errors.ts";
import { type Instant, instantOfMs, msOf } from "../../functions/platform/instant.ts";
import { answerSchemas, type Call, type ScriptedAnswer, schemaOfAnswer } from "./scripted-answers.ts";

/** How long a case is played, and what its provider answers where the events do not imply it. */
export interface CaseScript {
  readonly until?: Instant | undefined;
  readonly answers: readonly ScriptedAnswer[];
}

/** Something in a `case.json` that cannot be meant; the message names the file, the place, the value and the fix. */
export class CaseFileError extends Error {
  override readonly name = "CaseFileError";
}

const notATime = "must be a time in ISO 8601 with its zone, such as 2026-01-20T00:00:00Z";
const instant = z.pipe(
  z.iso.datetime({ offset: true, error: notATime }),
  z.transform((text): Instant => instantOfMs(msOf(text))),
);

const isCall = (name: string): name is Call => Object.hasOwn(answerSchemas, name);
const calls = Object.keys(answerSchemas).filter(isCall);

const scriptSchema = z.strictObject({
  until: z.optional(instant),
  answers: z.optional(
    z.array(
      z.strictObject({
        call: z.enum(calls),
        from: z.optional(instant),
        until: z.optional(instant),
        answer: z.optional(z.unknown()),
      }),
    ),
  ),
});

/**
 * Reads a `case.json`; one that is not there asks for nothing.
 * @throws CaseFileError with a line for each mistake.
 */
export async function readCaseFile(path: string): Promise<CaseScript> {
  const text = await readFile(path, "utf8").catch((error: unknown) => {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw new CaseFileError(`${path} cannot be read: ${messageOf(error)}`);
  });
  return text === undefined ? { answers: [] } : caseScript(text, path);
}

/** @param path for the errors. @throws CaseFileError with a line for each mistake. */
export function caseScript(text: string, path: string): CaseScript {
  const written = jsonOf(text, path);
  const parsed = scriptSchema.safeParse(written);
  if (!parsed.success) throw new CaseFileError(sentences(path, [], parsed.error, written).join("\n"));
  const { until, answers = [] } = parsed.data;
  const mistakes = answers.flatMap(({ call, answer, ...times }, index) => {
    const place = ["answers", index];
    const checked = schemaOfAnswer(call, answer).safeParse(answer);
    const wrong = checked.success ? [] : sentences(path, [...place, "answer"], checked.error, answer);
    if (times.from === undefined || times.until === undefined || times.from < times.until) return wrong;
    return [...wrong, `${path}: ${placeName([...place, "until"])} is ${times.until}; it must lie after ${times.from}.`];
  });
  if (mistakes.length > 0) throw new CaseFileError(mistakes.join("\n"));
  return { until, answers: answers.map(({ answer, ...rest }) => ({ ...rest, answer })) };
}

function jsonOf(text: string, path: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch (error) {
    throw new CaseFileError(
      `${path} is not JSON (${messageOf(error)}); it must be as {"until": "2026-01-20T00:00:00Z"}.`,
    );
  }
}

function sentences(
  path: string,
  within: readonly PropertyKey[],
  { issues }: z.core.$ZodError,
  written: unknown,
): string[] {
  return issues.flatMap((issue) => {
    const place = placeName([...within, ...issue.path]);
    if (issue.code === "unrecognized_keys")
      return issue.keys.map(
        (key) => `${path}: ${placeName([...within, ...issue.path, key])} is not known; take it out.`,
      );
    const value = JSON.stringify(valueAt(written, issue.path)) ?? "missing";
    return [`${path}: ${place} is ${value}; it ${demandOf(issue)}.`];
  });
}

function demandOf(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case "invalid_value":
      return `must be ${oneOf(issue.values.map(String))}`;
    case "invalid_type":
      return `must be ${typesInWords.get(issue.expected) ?? issue.expected}`;
    case "invalid_union":
      return "options" in issue && issue.options !== undefined
        ? `must be ${oneOf(issue.options.map(String))}`
        : "is none of those that are known";
    default:
      return issue.message.startsWith("must ")
        ? issue.message
        : `must be a valid ${"format" in issue ? issue.format : "value"}`;
  }
}

const typesInWords = new Map([
  ["string", "a text"],
  ["number", "a number"],
  ["int", "a whole number"],
  ["array", "a list"],
  ["object", "an object"],
]);

const oneOf = (values: readonly string[]): string =>
  values.length === 1 ? values.join("") : `${values.slice(0, -1).join(", ")} or ${values.at(-1)}`;

/** `answers[0].answer.result` */
const placeName = (path: readonly PropertyKey[]): string =>
  path.reduce<string>(
    (place, key) =>
      typeof key === "number" ? `${place}[${key}]` : place === "" ? String(key) : `${place}.${String(key)}`,
    "",
  ) || "the whole";

const valueAt = (written: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>((value, key) => (isObject(value) ? Reflect.get(value, key) : undefined), written);

const isObject = (value: unknown): value is object => typeof value === "object" && value !== null;
