import type { ContactPolicy } from "../../contact/policy-slice.ts";
import { durationMs } from "../../platform/duration.ts";
import { urgencyOf } from "../urgency.ts";
import type { DunningStep } from "./dunning-policy.ts";

const weekMs = durationMs("P7D");

/**
 * A ladder that writes more in a week than the contact policy lets pass would wait for its own letters, and its charges with
 * them. What must be said in its window counts and is not held.
 */
export function proveLetters(steps: readonly DunningStep[], { contact }: ContactPolicy): string[] {
  const { noticesPerWeek } = contact;
  const letters = steps.flatMap(({ message, after }, index) =>
    message === undefined ? [] : [{ message, index, afterMs: durationMs(after) }],
  );
  const tooMany = letters.find(({ message, afterMs }, place) => {
    const inWeek = letters.slice(0, place + 1).filter((letter) => afterMs - letter.afterMs < weekMs);
    return inWeek.length > noticesPerWeek && !urgencyOf(message).mustBeSaid;
  });
  if (tooMany === undefined) return [];
  return [
    `dunning.steps.${tooMany.index}.message: contact.noticesPerWeek lets ${noticesPerWeek} notices pass in 7 days, and this would be one more; write fewer, further apart, or allow more.`,
  ];
}
