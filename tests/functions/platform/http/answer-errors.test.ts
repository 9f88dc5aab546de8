import { describe, expect, it } from "vitest";
import { ConfigurationError, RequestError } from "../../../../functions/platform/errors.ts";
import { answerErrors } from "../../../../functions/platform/http/answer-errors.ts";
import { type HttpHandler, jsonAnswer } from "../../../../functions/platform/http/http-handler.ts";
import type { LogFacts } from "../../../../functions/platform/ports/log.ts";

const request = { requestContext: { http: { method: "GET" } }, headers: {}, isBase64Encoded: false };

function answering(handle: HttpHandler, answer?: Parameters<typeof answerErrors>[0]["answer"]) {
  const lines: [string, string, LogFacts][] = [];
  const noted = (level: string) => (event: string, facts: LogFacts) => void lines.push([level, event, facts]);
  const log = { info: noted("info"), warn: noted("warn"), error: noted("error") };
  return { lines, handler: answerErrors({ handle, log, ...(answer && { answer }) }) };
}
const failing = (error: unknown) => answering(() => Promise.reject(error));

describe("a handler whose errors are answered", () => {
  it("answers as it is when nothing fails, and sees the request", async () => {
    const { handler, lines } = answering(async ({ headers }) => jsonAnswer(200, { name: headers["x-name"] }));

    const answer = await handler({ ...request, headers: { "x-name": "Ada" } });

    expect(answer).toMatchObject({ statusCode: 200, body: '{"name":"Ada"}' });
    expect(lines).toEqual([]);
  });

  it("answers a wrong request with its status and sentence", async () => {
    const { handler, lines } = failing(new RequestError(410, "The link is too old."));
    expect(await handler(request)).toMatchObject({ statusCode: 410, body: '{"error":"The link is too old."}' });
    expect(lines).toEqual([["info", "request-refused", { status: 410, reason: "The link is too old." }]]);
  });

  it("answers a fault of ours with 503 and says nothing of it but in the log", async () => {
    const { handler, lines } = failing(new TypeError("x is not a function"));
    const answer = await handler(request);
    expect(answer).toMatchObject({ statusCode: 503, headers: { "retry-after": "60", "cache-control": "no-store" } });
    expect(answer.body).not.toContain("x is not");
    expect(lines).toEqual([["error", "request-failed", { error: "TypeError", reason: "x is not a function" }]]);
  });

  it("tells an operator's omission from a fault", async () => {
    const { handler, lines } = failing(new ConfigurationError("Fill the secret."));
    expect(await handler(request)).toMatchObject({ statusCode: 503 });
    expect(lines).toEqual([["error", "configuration", { reason: "Fill the secret." }]]);
  });

  it("answers errors that are thrown at once, and in the form the caller wants", async () => {
    const page = (statusCode: number, sentence: string) => ({ statusCode, headers: { "x-page": "1" }, body: sentence });
    const { handler } = answering(() => {
      throw new RequestError(404, "No such page.");
    }, page);
    expect(await handler(request)).toEqual({ statusCode: 404, headers: { "x-page": "1" }, body: "No such page." });
  });
});
