import type * as z from "zod/mini";

/** What zod says where a setting has no sentence of its own. */
const unsaid = "Invalid input";

/** Settings that lie elsewhere than in an earlier version. */
const moved = new Map([
  ["dunning.unconfirmedAfter", "mail.unconfirmedAfter"],
  ["dunning.linksLastFor", "mail.linksLastFor"],
]);

const typesInWords = new Map([
  ["string", "a text"],
  ["boolean", "true or false"],
  ["number", "a number"],
  ["int", "a whole number"],
  ["array", "a list"],
  ["object", "a group of settings in braces"],
  ["record", "a group of settings in braces"],
]);

/**
 * What is wrong in what an operator wrote, one sentence for each setting, beginning with its place.
 * @param written what was checked.
 */
export function mistakesOf(issue: z.core.$ZodIssue, written: unknown): string[] {
  const place = issue.path.join(".");
  if (issue.message !== unsaid) return [sentence(place, issue.message)];
  switch (issue.code) {
    case "unrecognized_keys":
      return issue.keys.map((key) => unknownSetting([...issue.path, key].join(".")));
    case "invalid_type":
      if (valueAt(written, issue.path) === undefined) return [sentence(place, "is missing")];
      return [sentence(place, `must be ${typesInWords.get(issue.expected) ?? issue.expected}`)];
    case "invalid_value":
      return [sentence(place, `must be ${oneOf(issue.values.map(String))}`)];
    default:
      return [sentence(place, "is not valid")];
  }
}

const sentence = (place: string, text: string) => `${place || "the configuration"}: ${text}.`;

function unknownSetting(place: string): string {
  const now = moved.get(place);
  return sentence(place, now === undefined ? "is no setting" : `is now ${now}`);
}

const oneOf = (values: readonly string[]) =>
  values.length === 1 ? values.join("") : `${values.slice(0, -1).join(", ")} or ${values.at(-1)}`;

const valueAt = (written: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>((value, key) => (isObject(value) ? Reflect.get(value, key) : undefined), written);

const isObject = (value: unknown): value is object => typeof value === "object" && value !== null;
