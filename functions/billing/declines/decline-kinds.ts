import type { Locale } from "../../appearance/locales.ts";

/** Why a payment was declined, as far as a customer may be told. */
export const declineKinds = [
  "insufficient-funds",
  "expired-card",
  "wrong-number",
  "wrong-security-code",
  "wrong-postcode",
  "wrong-expiry",
  "outdated-card",
  "authentication-required",
  "card-not-supported",
  "account-closed",
  "wrong-account",
  "debit-refused",
  "no-method",
  "limit-exceeded",
  "temporary",
  "unspecified",
] as const;
export type DeclineKind = (typeof declineKinds)[number];

/** The sentence for each kind of decline. */
export type DeclineReasons = Readonly<Record<Locale, Readonly<Record<DeclineKind, string>>>>;

const kindByCode = (...kinds: readonly [kind: DeclineKind, codes: string][]): ReadonlyMap<string, DeclineKind> =>
  new Map(kinds.flatMap(([kind, codes]) => codes.split(" ").map((code) => [code, kind] as const)));

const codes = (list: string): ReadonlySet<string> => new Set(list.split(" "));

/**
 * Codes of loss, theft, fraud and blocks. Stripe asks never to tell the customer (docs.stripe.com/declines/codes): the
 * reader may be the thief. They outrank every other code.
 */
export const untold = {
  network: codes("04 07 34 41 43 59 62 63 R0 R1 R3"),
  provider: codes(
    "lost_card stolen_card pickup_card fraudulent merchant_blacklist highest_risk_level restricted_card " +
      "security_violation stop_payment_order revocation_of_authorization revocation_of_all_authorizations",
  ),
} as const;

/**
 * ISO 8583 response codes as Visa and Mastercard use them, return codes of ACH (Nacha Operating Rules) and reasons of SEPA
 * debits (ISO 20022); the three share no code. Codes that say nothing to a customer are not here.
 */
export const kindByNetworkCode = kindByCode(
  ["insufficient-funds", "51 N4 R01 R09 AM04"],
  ["account-closed", "R02 AC04"],
  ["wrong-account", "R03 R04 AC01 RC01"],
  ["debit-refused", "R05 R07 R08 R10 R16 R20 R29 AC06 AG01 MD01 MD06"],
  ["expired-card", "54"],
  ["wrong-number", "14"],
  ["wrong-security-code", "82 N7"],
  ["authentication-required", "1A"],
  ["card-not-supported", "57 58"],
  ["limit-exceeded", "61 65"],
  ["temporary", "19 91 96"],
);

/** Mastercard merchant advice codes: 01 and 04 ask for newer details of the card, 40 and 41 refuse its kind. */
export const kindByAdviceCode = kindByCode(["outdated-card", "01 04"], ["card-not-supported", "40 41"]);

/** Stripe decline and error codes, docs.stripe.com/declines/codes. */
export const kindByProviderCode = kindByCode(
  ["insufficient-funds", "insufficient_funds"],
  ["expired-card", "expired_card"],
  ["wrong-number", "incorrect_number invalid_number"],
  ["wrong-security-code", "incorrect_cvc invalid_cvc"],
  ["wrong-postcode", "incorrect_zip"],
  ["wrong-expiry", "invalid_expiry_month invalid_expiry_year"],
  ["outdated-card", "new_account_information_available"],
  [
    "authentication-required",
    "authentication_required authentication_not_handled mobile_device_authentication_required " +
      "payment_intent_authentication_failure",
  ],
  ["card-not-supported", "card_not_supported currency_not_supported service_not_allowed transaction_not_allowed"],
  ["account-closed", "account_closed bank_account_closed"],
  ["wrong-account", "no_account invalid_account invalid_account_number incorrect_account_holder_name"],
  [
    "debit-refused",
    "debit_not_authorized bank_account_restricted bank_account_unusable bank_account_unverified " +
      "bank_ownership_changed mandate_invalid account_frozen",
  ],
  ["no-method", "no_payment_method"],
  ["limit-exceeded", "card_velocity_exceeded withdrawal_count_limit_exceeded amount_too_large"],
  ["temporary", "processing_error issuer_not_available reenter_transaction try_again_later approve_with_id"],
);
