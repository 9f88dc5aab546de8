import middy from "@middy/core";
import type { Context } from "aws-lambda";
import { ConfigurationError, messageOf, RequestError } from "../errors.ts";
import type { Log } from "../ports/log.ts";
import { type HttpAnswer, type HttpHandler, type HttpRequest, jsonAnswer } from "./http-handler.ts";

/** How an error looks to whoever asked: `{ "error": sentence }`, or a page. */
export type ErrorAnswer = (status: number, sentence: string) => HttpAnswer;

const jsonError: ErrorAnswer = (status, sentence) => jsonAnswer(status, { error: sentence });

const tryLater = "Something failed here, not in the request; try again later.";

/**
 * `handle` with every error answered: a RequestError as it says; anything else with 503 and a line in the log, so that
 * a provider sends its event again and nobody is shown a stack trace.
 */
export function answerErrors({
  handle,
  log,
  answer = jsonError,
}: {
  readonly handle: HttpHandler;
  readonly log: Log;
  readonly answer?: ErrorAnswer;
}): HttpHandler {
  return middy<HttpRequest, HttpAnswer, unknown, Context | undefined>()
    .onError((request) => {
      request.response = answerOf(request.error, log, answer);
    })
    .handler(handle);
}

function answerOf(error: unknown, log: Log, answer: ErrorAnswer): HttpAnswer {
  if (error instanceof RequestError) {
    log.info("request-refused", { status: error.status, reason: error.message });
    return answer(error.status, error.message);
  }
  if (error instanceof ConfigurationError) log.error("configuration", { reason: error.message });
  else
    log.error("request-failed", {
      error: error instanceof Error ? error.name : typeof error,
      reason: messageOf(error),
    });
  const unavailable = answer(503, tryLater);
  return { ...unavailable, headers: { ...unavailable.headers, "retry-after": "60" } };
}
