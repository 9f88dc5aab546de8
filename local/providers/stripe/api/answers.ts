import type { Json } from "../shapes/shape.ts";

/** What the API says to a request. */
export interface Answer {
  readonly status: number;
  readonly body: Json;
}

export const ok = (body: Json): Answer => ({ status: 200, body });

/** Stripe's error body. */
export const refusal = (status: number, error: Json): Answer => ({ status, body: { error } });

export const noSuch = (what: string, id: string): Answer =>
  refusal(404, {
    code: "resource_missing",
    doc_url: "https://docs.stripe.com/error-codes/resource-missing",
    message: `No such ${what}: '${id}'`,
    param: what,
    type: "invalid_request_error",
  });

export const invalid = (message: string, code?: string): Answer =>
  refusal(400, { ...(code !== undefined && { code }), message, type: "invalid_request_error" });

export const rateLimited = refusal(429, {
  code: "rate_limit",
  message: "Request rate limit exceeded. Learn more about rate limits: https://docs.stripe.com/rate-limits",
  type: "invalid_request_error",
});

export const serverError = refusal(500, { message: "An unknown error occurred.", type: "api_error" });

export const unauthorized = refusal(401, {
  message: "You did not provide an API key. You need to provide your API key in the Authorization header.",
  type: "invalid_request_error",
});
