import { isDebit, type MethodKind } from "../method-kind.ts";
import { networkNames } from "../network-name.ts";
import type { Decline } from "../payment.ts";
import { bankDebit, bankReturns, mastercardAdvice, stripe, visa } from "./decline-codes.ts";

/**
 * How long a refusal stands: for the number, whatever becomes of it; for the data that were given with it, until they
 * are renewed; until its holder has confirmed.
 */
export type Lasting = "number" | "data" | "confirmation";

/** What a decline allows. */
export type Verdict =
  /** Charging this method again cannot succeed, or is forbidden by its network or bank, until the method changes. */
  | { readonly retry: "blocked"; readonly lasts: Lasting; readonly reason: string }
  | { readonly retry: "allowed"; readonly waitAtLeast?: string | undefined; readonly reason: string };

const never = (reason: string): Verdict => ({ retry: "blocked", lasts: "number", reason });
const untilData = (reason: string): Verdict => ({ retry: "blocked", lasts: "data", reason });
const untilConfirmed = (reason: string): Verdict => ({ retry: "blocked", lasts: "confirmation", reason });
const allowed = (reason: string, waitAtLeast?: string): Verdict => ({ retry: "allowed", reason, waitAtLeast });

/** `Mastercard 05 (advice 25)`, `Visa 46`, `R02`: as people write it; undefined where no network said anything. */
function networkWords({ network, networkCode, adviceCode }: Decline): string | undefined {
  if (networkCode === undefined && adviceCode === undefined) return undefined;
  const name = network === undefined ? undefined : (networkNames.get(network) ?? network);
  const advice = adviceCode && (networkCode === undefined ? `advice ${adviceCode}` : `(advice ${adviceCode})`);
  return [name, networkCode, advice].filter(Boolean).join(" ");
}

function byVisa(code: string, words: string): Verdict | undefined {
  if (visa.never.has(code)) return never(`${words} forbids charging this card again`);
  if (visa.fixDataFirst.has(code)) return untilData(`${words} asks for corrected card details first`);
  if (visa.holderFirstInEurope.has(code)) return untilConfirmed(`${words} asks for the card's holder first`);
  return visa.later.has(code) ? allowed(`${words} may clear later`) : undefined;
}

function byAdvice(code: string, words: string): Verdict | undefined {
  if (mastercardAdvice.never.has(code)) return never(`${words} forbids charging this card again`);
  if (mastercardAdvice.updateCard.has(code)) return untilData(`${words} asks for newer card details`);
  const waitAtLeast = mastercardAdvice.waitAtLeast.get(code);
  return waitAtLeast === undefined ? undefined : allowed(`${words} asks to wait`, waitAtLeast);
}

function byProviderAdvice(advice: string): Verdict | undefined {
  if (stripe.adviceNever.has(advice)) return never("the provider advises not to charge it again");
  return stripe.adviceFixDataFirst.has(advice)
    ? untilData("the provider advises to confirm the card's data")
    : undefined;
}

function byProvider(code: string): Verdict {
  if (stripe.never.has(code)) return never(`${code} cannot succeed with the same card`);
  if (bankReturns.has(code)) return never(`${code} stops debits of this account`);
  if (stripe.fixDataFirst.has(code)) return untilData(`${code} needs the customer to correct the card`);
  if (stripe.holderFirst.has(code)) return untilConfirmed(`${code} needs the customer to confirm`);
  if (stripe.soon.has(code)) return allowed(`${code} is a passing fault`);
  return allowed(`${code} may clear with time`);
}

/** A debit is presented again only where the account had too little on it. What a card's network says is of no debit. */
function byBank({ network, networkCode, providerCode }: Decline): Verdict {
  const said = (network === undefined ? networkCode : undefined) ?? providerCode;
  if (said === undefined) return never("the bank returned the debit and did not say why");
  if (bankDebit.mayBePresentedAgain.has(said)) return allowed(`${said} may be presented again`);
  return never(`${said} is no reason for which a debit may be presented again`);
}

/**
 * Whether the method may be charged again, by one decline. Precedence: what forbids whatever else is said (the
 * merchant's own block, the provider's advice against it), then the network's code, its advice, the provider's code; a
 * generic network code passes the question on. Of a bank debit the bank's word alone counts.
 * @param cardCountry ISO 3166-1 alpha-2 of the issuer; cards issued in India may not be charged again without the
 *   customer (Reserve Bank of India's rules on recurring payments, as Stripe's Smart Retries apply them).
 */
export function judge(decline: Decline | undefined, cardCountry?: string, kind?: MethodKind): Verdict {
  const ofBank = kind !== undefined && isDebit(kind);
  if (cardCountry === "IN" && !ofBank) return never("cards issued in India are not charged again without their holder");
  if (decline === undefined) return allowed("the reason of the decline is not known yet");
  const { networkCode, adviceCode, network, providerCode, providerAdvice } = decline;
  if (decline.blockedByMerchant) return never("a rule of the merchant's stopped it before the bank was asked");
  const advised = providerAdvice === undefined ? undefined : byProviderAdvice(providerAdvice);
  if (advised?.retry === "blocked" && advised.lasts === "number") return advised;
  if (ofBank) return byBank(decline);
  const words = networkWords(decline) ?? "the network";
  const byNetwork = network === "visa" && networkCode !== undefined ? byVisa(networkCode, words) : undefined;
  // Nobody but Mastercard has such codes.
  const hasAdvice = adviceCode !== undefined && (network === undefined || network === "mastercard");
  const byMerchantAdvice = hasAdvice ? byAdvice(adviceCode, words) : undefined;
  return byNetwork ?? byMerchantAdvice ?? advised ?? byProvider(providerCode ?? "generic_decline");
}

/** `insufficient_funds, Visa 51`, with everything an operator can look up; customers never read it. */
export function describeDecline(decline: Decline | undefined): string {
  if (decline === undefined) return "unknown reason";
  const { providerCode = "declined", providerAdvice, blockedByMerchant } = decline;
  const blocked = blockedByMerchant ? "blocked by a rule of the merchant's" : undefined;
  const advice = providerAdvice && `advised: ${providerAdvice}`;
  return [providerCode, networkWords(decline), blocked, advice].filter(Boolean).join(", ");
}
