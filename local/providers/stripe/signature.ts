import { createHmac } from "node:crypto";

/** Stripe's signature of a webhook body: `t=<seconds>,v1=<hex HMAC-SHA256 of "t.body">`. */
export function signatureHeader(body: string, secret: string, atSeconds: number): string {
  const v1 = createHmac("sha256", secret).update(`${atSeconds}.`).update(body).digest("hex");
  return `t=${atSeconds},v1=${v1}`;
}
