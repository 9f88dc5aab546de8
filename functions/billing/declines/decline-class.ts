import type { Decline } from "../payment.ts";

/**
 * What stands in the way of a payment, for whoever times the next charge or counts failures. It allows and forbids
 * nothing (declines.ts does), and no customer is told of it (decline-kinds.ts says what they are).
 */
export const declineClasses = [
  /** Too little on the account this moment. */
  "insufficient-funds",
  /** The issuer, the network or the processor did not answer: nobody has looked at the account. */
  "processor",
  /** An amount, a count or a speed over what the issuer allows in some window. */
  "limit",
  /** The holder must confirm, or the confirmation failed. */
  "authentication",
  /** Number, expiry, code or postcode no longer fit, or the card is dead. */
  "card-data",
  /** The kind of card or account may not be used for this: by country, currency or product. */
  "not-supported",
  /** Loss, theft, suspicion, a block by the issuer. */
  "fraud",
  /** A rule of the merchant's own blocked it. */
  "merchant-rule",
  /** The holder took back the permission. */
  "revoked",
  /** A bank account that cannot be debited: closed, unknown, frozen, without a mandate. */
  "bank-account",
  /** There is nothing to charge. */
  "no-method",
  /** Declined, and nobody says why. */
  "generic",
  /** Nothing is known of it yet. */
  "unknown",
] as const;
export type DeclineClass = (typeof declineClasses)[number];

type Rows = readonly (readonly [declineClass: DeclineClass, codes: string])[];

/**
 * Response codes of the card networks (ISO 8583 as Visa and Mastercard use it; Visa Core Rules, April 2026, Table 7-2),
 * return codes of ACH (Nacha Operating Rules, R01 to R29) and reasons of SEPA direct debits (ISO 20022, external status
 * reasons). The three share no code.
 */
const byNetworkCode: Rows = [
  ["insufficient-funds", "51 R01 R09 AM04"],
  ["processor", "19 91 92 96"],
  ["limit", "61 65 N4 Z5"],
  ["authentication", "1A 70"],
  ["card-data", "14 15 46 54 55 75 82 86 6P N7"],
  ["not-supported", "12 39 52 53 57 58 62 5C N3"],
  ["fraud", "04 07 34 41 43 59 63"],
  ["revoked", "R0 R1 R3 R05 R07 R08 R10 R29 MD01 MD06"],
  ["bank-account", "R02 R03 R04 R16 R20 AC01 AC04 AC06 AG01 RC01"],
];

/** Mastercard merchant advice codes, PayPal and Braintree merchant reference. Those that only say when say nothing here. */
const byAdviceCode: Rows = [
  ["card-data", "01 04"],
  ["not-supported", "40 41 43"],
  ["revoked", "21"],
];

/** Stripe: docs.stripe.com/declines/codes, docs.stripe.com/error-codes, and the reasons in a charge's `outcome`. */
const byProviderCode: Rows = [
  ["insufficient-funds", "insufficient_funds"],
  ["processor", "processing_error issuer_not_available reenter_transaction try_again_later approve_with_id"],
  ["limit", "withdrawal_count_limit_exceeded card_velocity_exceeded amount_too_large"],
  [
    "authentication",
    "authentication_required authentication_not_handled mobile_device_authentication_required " +
      "payment_intent_authentication_failure invoice_payment_intent_requires_action payment_intent_action_required " +
      "offline_pin_required online_or_offline_pin_required",
  ],
  [
    "card-data",
    "expired_card incorrect_cvc invalid_cvc incorrect_zip incorrect_address invalid_expiry_month invalid_expiry_year " +
      "incorrect_number invalid_number incorrect_pin invalid_pin pin_try_exceeded allowable_pin_tries_exceeded " +
      "new_account_information_available",
  ],
  [
    "not-supported",
    "card_not_supported currency_not_supported service_not_allowed transaction_not_allowed not_permitted " +
      "invalid_amount testmode_decline",
  ],
  [
    "fraud",
    "fraudulent merchant_blacklist lost_card stolen_card pickup_card restricted_card security_violation " +
      "highest_risk_level elevated_risk_level",
  ],
  ["merchant-rule", "rule"],
  ["revoked", "stop_payment_order revocation_of_authorization revocation_of_all_authorizations debit_not_authorized"],
  [
    "bank-account",
    "account_closed bank_account_closed mandate_invalid no_account invalid_account invalid_account_number " +
      "bank_account_restricted " +
      "bank_account_unusable bank_account_unverified bank_ownership_changed account_frozen " +
      "incorrect_account_holder_name invalid_account_holder_name",
  ],
  ["no-method", "no_payment_method"],
];

const classes = (rows: Rows): ReadonlyMap<string, DeclineClass> =>
  new Map(rows.flatMap(([declineClass, codes]) => codes.split(" ").map((code) => [code, declineClass] as const)));

const ofNetwork = classes(byNetworkCode);
const ofAdvice = classes(byAdviceCode);
const ofProvider = classes(byProviderCode);

/**
 * The class of a decline. Precedence as everywhere: the network's code, its advice, the provider's code; one that names
 * no reason passes the question on.
 */
export function declineClass(decline: Decline | undefined): DeclineClass {
  if (decline === undefined) return "unknown";
  if (decline.blockedByMerchant) return "merchant-rule";
  const { networkCode = "", adviceCode = "", providerCode = "", network } = decline;
  const ofMastercard = network === "mastercard" ? ofAdvice.get(adviceCode) : undefined;
  return ofNetwork.get(networkCode) ?? ofMastercard ?? ofProvider.get(providerCode) ?? "generic";
}
