import { createHmac } from "node:crypto";
import type { HttpRequest } from "../../../functions/platform/http/http-handler.ts";
import { type Instant, msOf } from "../../../functions/platform/instant.ts";

export const signingSecret = "whsec_first";
export const now: Instant = "2026-01-05T08:10:00.000Z";

/** The value of `Stripe-Signature` for a body sent at `at`. */
export function stripeSignature(body: string | Uint8Array, secret = signingSecret, at = now): string {
  const seconds = Math.floor(msOf(at) / 1000);
  return `t=${seconds},v1=${createHmac("sha256", secret).update(`${seconds}.`).update(body).digest("hex")}`;
}

/** A webhook of Stripe as API Gateway hands it over; bytes travel in base64. */
export function webhook(body: string | Uint8Array, changes: Partial<HttpRequest> = {}): HttpRequest {
  const isBase64Encoded = typeof body !== "string";
  return {
    requestContext: { http: { method: "POST" } },
    headers: { "content-type": "application/json; charset=utf-8", "stripe-signature": stripeSignature(body) },
    pathParameters: { provider: "stripe" },
    body: isBase64Encoded ? Buffer.from(body).toString("base64") : body,
    isBase64Encoded,
    ...changes,
  };
}

export const stripeEvent = (changes: Readonly<Record<string, unknown>> = {}): Readonly<Record<string, unknown>> => ({
  id: "evt_1",
  object: "event",
  created: 1767600000,
  data: { object: { id: "cus_1", object: "customer" } },
  type: "customer.updated",
  ...changes,
});

/** An event that names its object and leaves out what it says. */
export const thinEvent = (changes: Readonly<Record<string, unknown>> = {}): Readonly<Record<string, unknown>> => ({
  id: "evt_thin",
  object: "v2.core.event",
  type: "v1.invoice.payment_failed",
  created: "2026-01-05T09:00:00.000Z",
  livemode: true,
  reason: null,
  related_object: { id: "in_zoe", type: "invoice", url: "/v1/invoices/in_zoe" },
  ...changes,
});
