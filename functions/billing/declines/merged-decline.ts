import type { Decline } from "../payment.ts";

/** Codes that say no more than "declined". */
const unspecific: ReadonlySet<string> = new Set([
  "card_declined",
  "generic_decline",
  "payment_intent_payment_attempt_failed",
]);

/**
 * One decline of what several have said of it, field by field: the first who says something is heard, but a code that
 * says no more than "declined" gives way to one that does. Undefined if nobody said anything.
 */
export function mergedDecline(said: readonly (Decline | undefined)[]): Decline | undefined {
  const declines = said.filter((decline) => decline !== undefined);
  if (declines.length === 0) return undefined;
  const first = <Field extends keyof Decline>(field: Field): Decline[Field] =>
    declines.map((decline) => decline[field]).find((value) => value !== undefined);
  const codes = declines.map(({ providerCode }) => providerCode);
  const merged: Decline = {
    providerCode: codes.find((code) => code !== undefined && !unspecific.has(code)) ?? first("providerCode"),
    networkCode: first("networkCode"),
    adviceCode: first("adviceCode"),
    network: first("network"),
    providerAdvice: first("providerAdvice"),
    blockedByMerchant: first("blockedByMerchant"),
  };
  for (const [name, value] of Object.entries(merged)) if (value === undefined) Reflect.deleteProperty(merged, name);
  return merged;
}
