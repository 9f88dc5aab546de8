import type { HttpRequest } from "../../functions/platform/http/http-handler.ts";

/** The request that API Gateway makes of a provider's webhook. */
export const webhookRequest = (rawBody: string, signature: string): HttpRequest => ({
  requestContext: { http: { method: "POST" } },
  headers: { "content-type": "application/json; charset=utf-8", "stripe-signature": signature },
  pathParameters: { provider: "stripe" },
  body: rawBody,
  isBase64Encoded: false,
});
