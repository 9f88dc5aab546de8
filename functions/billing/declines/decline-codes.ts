const codes = (list: string): ReadonlySet<string> => new Set(list.split(" "));

/**
 * Visa response codes, Visa Core Rules, April 2026, Table 7-2. Codes in none of the sets are category 4, generic:
 * they say nothing about whether a retry can succeed.
 */
export const visa = {
  never: codes("04 07 12 14 15 41 43 46 57 R0 R1 R3"),
  later: codes("03 19 39 51 52 53 59 61 62 65 75 78 83 86 91 93 96 5C 9G N3 N4 Z5"),
  fixDataFirst: codes("54 55 82 6P N7"),
  /** Category 3 in Europe and CEMEA, category 4 elsewhere; read as category 3, which never costs a fine. */
  fixDataFirstInEurope: codes("70 1A"),
} as const;

/** Mastercard merchant advice codes, PayPal and Braintree merchant reference. */
export const mastercardAdvice = {
  never: codes("03 21"),
  updateCard: codes("01 04 40 41 43"),
  waitAtLeast: new Map([
    ["02", "PT72H"],
    ["24", "PT1H"],
    ["25", "PT24H"],
    ["26", "P2D"],
    ["27", "P4D"],
    ["28", "P6D"],
    ["29", "P8D"],
    ["30", "P10D"],
  ]),
} as const;

/** Stripe decline codes, docs.stripe.com/declines/codes and Smart Retries. */
export const stripe = {
  blocked: codes(
    "incorrect_number lost_card pickup_card stolen_card revocation_of_authorization revocation_of_all_authorizations " +
      "authentication_required highest_risk_level transaction_not_allowed stop_payment_order do_not_try_again " +
      "invalid_account restricted_card security_violation fraudulent merchant_blacklist",
  ),
  customerMustAct: codes(
    "expired_card incorrect_cvc invalid_cvc incorrect_zip invalid_expiry_month invalid_expiry_year invalid_number " +
      "incorrect_pin card_not_supported currency_not_supported no_payment_method",
  ),
  soon: codes("processing_error issuer_not_available reenter_transaction approve_with_id try_again_later"),
} as const;
