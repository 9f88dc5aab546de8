import { createHmac, timingSafeEqual } from "node:crypto";
import * as z from "zod/mini";
import type { Instant } from "../platform/instant.ts";

/** What a link may be used for. One made for one purpose is worth nothing for another. */
export const purposes = ["update-payment"] as const;

const payloadSchema = z.object({
  purpose: z.enum(purposes),
  customerId: z.string(),
  caseId: z.string(),
  /** The name of the message that carried it: `payment-failed`. */
  message: z.string(),
  expiresAt: z.string(),
});
/** Bound to one customer, one case, one purpose and a time. */
export type LinkPayload = z.infer<typeof payloadSchema>;

export type LinkVerdict =
  | { readonly verdict: "valid"; readonly payload: LinkPayload }
  | { readonly verdict: "expired"; readonly payload: LinkPayload }
  | { readonly verdict: "invalid" };

/** Longer than any token we make; nothing beyond it is worth a hash. */
const longestToken = 2_000;

const signatureOf = (payload: string, key: string): Buffer => createHmac("sha256", key).update(payload).digest();

/** `<payload>.<signature>`, both base64url. Carries opaque ids only. */
export function signLink(payload: LinkPayload, key: string): string {
  const encoded = Buffer.from(JSON.stringify(payload)).toString("base64url");
  return `${encoded}.${signatureOf(encoded, key).toString("base64url")}`;
}

function parsePayload(encoded: string): LinkPayload | undefined {
  try {
    return payloadSchema.safeParse(JSON.parse(Buffer.from(encoded, "base64url").toString("utf8"))).data;
  } catch {
    return undefined;
  }
}

/** Checks the signature in constant time before it reads anything of the token. */
export function verifyLink(token: string, key: string, purpose: LinkPayload["purpose"], now: Instant): LinkVerdict {
  const [encoded, signature, ...rest] = token.length > longestToken ? [] : token.split(".");
  if (encoded === undefined || signature === undefined || rest.length > 0) return { verdict: "invalid" };
  const given = Buffer.from(signature, "base64url");
  const expected = signatureOf(encoded, key);
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return { verdict: "invalid" };
  const payload = parsePayload(encoded);
  if (payload?.purpose !== purpose) return { verdict: "invalid" };
  return { verdict: payload.expiresAt > now ? "valid" : "expired", payload };
}
