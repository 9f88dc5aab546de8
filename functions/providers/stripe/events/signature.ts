import { createHmac, timingSafeEqual } from "node:crypto";
import { type Instant, msOf } from "../../../platform/instant.ts";

const toleranceMs = 300_000;
/** Far above what Stripe sends; below what would cost anything to read. */
const maxHeaderLength = 1024;
const maxSignatures = 8;
const maxSecrets = 2;

/**
 * Whether `header` (`t=<seconds>,v1=<hex>[,v1=...]`) holds an HMAC-SHA256 of `<t>.<body>` under one of the live
 * secrets, made at most five minutes from `now`. Stripe's own library refuses old timestamps only; a future one would
 * stay replayable for as long as it lies ahead.
 */
export function isSignedByStripe({
  header,
  rawBody,
  secrets,
  now,
}: {
  readonly header: string | undefined;
  readonly rawBody: Uint8Array;
  readonly secrets: readonly string[];
  readonly now: Instant;
}): boolean {
  const parsed = parse(header);
  if (parsed === undefined) return false;
  if (Math.abs(msOf(now) - Number(parsed.timestamp) * 1000) > toleranceMs) return false;
  // Every pair is compared, so that the time taken does not tell which secret or signature matched.
  const matches = secrets
    .filter((secret) => secret !== "")
    .slice(0, maxSecrets)
    .map((secret) => createHmac("sha256", secret).update(`${parsed.timestamp}.`).update(rawBody).digest())
    .flatMap((expected) => parsed.signatures.map((signature) => timingSafeEqual(signature, expected)));
  return matches.includes(true);
}

function parse(header = ""): { timestamp: string; signatures: Buffer[] } | undefined {
  if (header.length > maxHeaderLength) return undefined;
  const parts = header.split(",");
  const [timestamp, ...others] = valuesOf(parts, "t=", /^[1-9]\d{0,11}$/);
  const signatures = valuesOf(parts, "v1=", /^[0-9a-f]{64}$/);
  if (timestamp === undefined || others.length > 0 || signatures.length > maxSignatures) return undefined;
  return { timestamp, signatures: signatures.map((hex) => Buffer.from(hex, "hex")) };
}

const valuesOf = (parts: readonly string[], prefix: string, shape: RegExp): string[] =>
  parts
    .filter((part) => part.startsWith(prefix))
    .map((part) => part.slice(prefix.length))
    .filter((value) => shape.test(value));
