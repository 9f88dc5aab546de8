import type { DebitKind } from "../method-kinds.ts";
import { fingerprintOf } from "../methods.ts";
import type { CardRecord, DebitRecord, MethodRecord } from "../records.ts";
import { type Json, secondsOf } from "./shape.ts";

/** The `card` hash of a payment method. */
export const cardFacts = (card: CardRecord): Json => ({
  brand: card.brand,
  checks: { address_line1_check: null, address_postal_code_check: null, cvc_check: "pass" },
  country: card.country,
  display_brand: card.brand === "amex" ? "american_express" : card.brand,
  exp_month: card.expMonth,
  exp_year: card.expYear,
  fingerprint: fingerprintOf(card),
  funding: card.funding,
  generated_from: null,
  last4: card.last4,
  networks: { available: [card.brand], preferred: null },
  three_d_secure_usage: { supported: true },
  wallet: card.wallet && { dynamic_last4: null, type: card.wallet, [card.wallet]: {} },
});

/** The hash that a payment method of a debit scheme has under the scheme's name. */
const debitFacts = (debit: DebitRecord): Json => {
  const common = { fingerprint: fingerprintOf(debit), last4: debit.last4 };
  const ofScheme: Readonly<Record<DebitKind, Json>> = {
    sepa_debit: { bank_code: "37040044", branch_code: "", country: debit.country },
    us_bank_account: {
      account_holder_type: "individual",
      account_type: "checking",
      bank_name: "STRIPE TEST BANK",
      routing_number: "110000000",
    },
    bacs_debit: { sort_code: "108800" },
    acss_debit: { bank_name: "STRIPE TEST BANK", institution_number: "000", transit_number: "11000" },
  };
  return { ...ofScheme[debit.kind], ...common };
};

/** `type`, and the hash of that name, as a payment method has them. */
export function methodFacts(method: MethodRecord): Json {
  switch (method.kind) {
    case "card":
    case "legacy-source":
      return { card: cardFacts(method), type: "card" };
    case "link":
      return { link: { email: null }, type: "link" };
    default:
      return { [method.kind]: debitFacts(method), type: method.kind };
  }
}

/** The same as a charge has them: with the network a card went by, and the mandate of a debit. */
export function methodDetails(method: MethodRecord): Json {
  switch (method.kind) {
    case "card":
    case "legacy-source":
      return { card: { ...cardFacts(method), network: method.brand }, type: "card" };
    case "link":
      return { link: { country: method.country }, type: "link" };
    default:
      return { [method.kind]: { ...debitFacts(method), mandate: `mandate_${method.id}` }, type: method.kind };
  }
}

export const paymentMethodShape = (method: MethodRecord): Json => ({
  id: method.id,
  object: "payment_method",
  allow_redisplay: "always",
  billing_details: { address: null, email: null, name: null, phone: null, tax_id: null },
  created: secondsOf(method.createdAt),
  customer: method.customerId,
  livemode: false,
  metadata: {},
  ...methodFacts(method),
});

/** A card from before there were payment methods. */
const sourceShape = (card: CardRecord): Json => ({
  id: card.id,
  object: "card",
  brand: { visa: "Visa", mastercard: "MasterCard", amex: "American Express" }[card.brand],
  country: card.country,
  customer: card.customerId,
  exp_month: card.expMonth,
  exp_year: card.expYear,
  fingerprint: fingerprintOf(card),
  funding: card.funding,
  last4: card.last4,
  metadata: {},
});

/** A method as the API gives it under its own id. */
export const methodShape = (method: MethodRecord): Json =>
  method.kind === "legacy-source" ? sourceShape(method) : paymentMethodShape(method);
