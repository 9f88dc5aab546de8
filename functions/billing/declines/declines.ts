import type { Decline } from "../payment.ts";
import { mastercardAdvice, stripe, visa } from "./decline-codes.ts";

/** What a decline allows. */
export type Verdict =
  /** Charging this card again cannot succeed, or is forbidden by its network, until the card changes. */
  | { readonly retry: "blocked"; readonly reason: string }
  | { readonly retry: "allowed"; readonly waitAtLeast?: string | undefined; readonly reason: string };

const blocked = (reason: string): Verdict => ({ retry: "blocked", reason });
const allowed = (reason: string, waitAtLeast?: string): Verdict => ({ retry: "allowed", reason, waitAtLeast });

function byVisa(code: string): Verdict | undefined {
  if (visa.never.has(code)) return blocked(`Visa code ${code} forbids charging this card again`);
  if (visa.fixDataFirst.has(code) || visa.fixDataFirstInEurope.has(code))
    return blocked(`Visa code ${code} asks for corrected card details first`);
  return visa.later.has(code) ? allowed(`Visa code ${code} may clear later`) : undefined;
}

function byAdvice(code: string): Verdict | undefined {
  if (mastercardAdvice.never.has(code)) return blocked(`Mastercard advice ${code} forbids charging this card again`);
  if (mastercardAdvice.updateCard.has(code)) return blocked(`Mastercard advice ${code} asks for another card`);
  const waitAtLeast = mastercardAdvice.waitAtLeast.get(code);
  return waitAtLeast === undefined ? undefined : allowed(`Mastercard advice ${code} asks to wait`, waitAtLeast);
}

function byProvider(code: string): Verdict {
  if (stripe.blocked.has(code)) return blocked(`${code} cannot succeed with the same card`);
  if (stripe.customerMustAct.has(code)) return blocked(`${code} needs the customer to correct the card`);
  if (stripe.soon.has(code)) return allowed(`${code} is a passing fault`);
  return allowed(`${code} may clear with time`);
}

/**
 * Whether the card may be charged again. Precedence: the network's code, then its advice, then the provider's
 * code; a generic network code passes the question on.
 * @param cardCountry ISO 3166-1 alpha-2 of the issuer; cards issued in India may not be charged again without the
 *   customer (Reserve Bank of India's rules on recurring payments, as Stripe's Smart Retries apply them).
 */
export function judge(decline: Decline | undefined, cardCountry?: string): Verdict {
  if (cardCountry === "IN") return blocked("cards issued in India are not charged again without their holder");
  if (decline === undefined) return allowed("the reason of the decline is not known yet");
  const { networkCode, adviceCode, network, providerCode } = decline;
  const byNetwork = network === "visa" && networkCode !== undefined ? byVisa(networkCode) : undefined;
  const byMerchantAdvice = network === "mastercard" && adviceCode !== undefined ? byAdvice(adviceCode) : undefined;
  return byNetwork ?? byMerchantAdvice ?? byProvider(providerCode ?? "generic_decline");
}

/** `insufficient_funds`, with the network's code where there is one: for operators, never for customers. */
export function describeDecline(decline: Decline | undefined): string {
  if (decline === undefined) return "unknown reason";
  const { providerCode, network, networkCode, adviceCode } = decline;
  const details = [network, networkCode, adviceCode && `advice ${adviceCode}`].filter(Boolean).join(" ");
  return `${providerCode ?? "declined"}${networkCode || adviceCode ? ` (${details})` : ""}`;
}
