import { type Instant, msBetween } from "../../../../functions/platform/instant.ts";
import { type Answer, refusal } from "./answers.ts";

const keptForMs = 24 * 3_600_000;

/** Answers by idempotency key. */
export interface IdempotentAnswers {
  /** The first answer given under the key, if it was within a day; a refusal if the request was another one. */
  recall(key: string, request: string, now: Instant): Answer | undefined;
  remember(key: string, request: string, now: Instant, answer: Answer): void;
}

/** Stripe keeps answers, errors included, for at least 24 hours; this one for exactly that long, the harder case. */
export function idempotentAnswers(): IdempotentAnswers {
  const kept = new Map<string, { readonly request: string; readonly at: Instant; readonly answer: Answer }>();
  return {
    recall: (key, request, now) => {
      const first = kept.get(key);
      if (first === undefined || msBetween(first.at, now) >= keptForMs) return undefined;
      return first.request === request ? first.answer : otherRequest(key);
    },
    remember: (key, request, now, answer) => {
      kept.set(key, { request, at: now, answer });
    },
  };
}

const otherRequest = (key: string) =>
  refusal(400, {
    message: `Keys for idempotent requests can only be used with the same parameters they were first used with. Try using a key other than '${key}' if you meant to execute a different request.`,
    type: "idempotency_error",
  });
