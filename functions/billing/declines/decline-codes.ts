const codes = (list: string): ReadonlySet<string> => new Set(list.split(" "));

/**
 * Visa response codes, Visa Core Rules, April 2026, Table 7-2. Codes in none of the sets are category 4, generic:
 * they say nothing about whether a retry can succeed.
 */
export const visa = {
  never: codes("04 07 12 14 15 41 43 46 57 R0 R1 R3"),
  later: codes("03 19 39 51 52 53 59 61 62 65 75 78 83 86 91 93 96 5C 9G N3 N4 Z5"),
  fixDataFirst: codes("54 55 82 6P N7"),
  /**
   * Category 3 in Europe and CEMEA, category 4 elsewhere; read as category 3, which never costs a fine. They ask for
   * the holder, not for other data.
   */
  holderFirstInEurope: codes("70 1A"),
} as const;

/** Mastercard merchant advice codes, PayPal and Braintree merchant reference. */
export const mastercardAdvice = {
  /** 03 and 21: do not try again; 40, 41 and 43: a prepaid or virtual card that may not be charged again. */
  never: codes("03 21 40 41 43"),
  /** 01: newer details of the card are known; 04: its token is not as it must be. */
  updateCard: codes("01 04"),
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

/**
 * Stripe decline codes, docs.stripe.com/declines/codes and docs.stripe.com/billing/revenue-recovery/smart-retries; the
 * codes of errors before a bank was asked, docs.stripe.com/error-codes.
 */
export const stripe = {
  never: codes(
    "lost_card pickup_card stolen_card revocation_of_authorization revocation_of_all_authorizations " +
      "highest_risk_level transaction_not_allowed stop_payment_order do_not_try_again invalid_account restricted_card " +
      "security_violation fraudulent merchant_blacklist pin_try_exceeded allowable_pin_tries_exceeded " +
      "service_not_allowed invalid_amount duplicate_transaction card_not_supported currency_not_supported " +
      "testmode_decline",
  ),
  fixDataFirst: codes(
    "expired_card incorrect_cvc invalid_cvc incorrect_zip incorrect_address invalid_expiry_month invalid_expiry_year " +
      "incorrect_number invalid_number incorrect_pin invalid_pin new_account_information_available no_payment_method",
  ),
  /** The holder has to confirm; another card is not needed for that. */
  holderFirst: codes(
    "authentication_required mobile_device_authentication_required authentication_not_handled " +
      "payment_intent_authentication_failure invoice_payment_intent_requires_action payment_intent_action_required " +
      "offline_pin_required online_or_offline_pin_required",
  ),
  soon: codes("processing_error issuer_not_available reenter_transaction approve_with_id try_again_later"),
  /** Advice beside a code. `do_not_try_again` is heard whatever the code says. */
  adviceNever: codes("do_not_try_again"),
  adviceFixDataFirst: codes("confirm_card_data"),
} as const;

/**
 * What a bank says of a debit. Only insufficient funds may be presented again: for ACH R01 and R09 by the Nacha
 * Operating Rules (Subsection 2.13.4), for SEPA AM04 of ISO 20022's external status reasons; Stripe says
 * `insufficient_funds` for all (docs.stripe.com/payments/ach-direct-debit/blocked-bank-accounts). Everything else
 * stops until the method changes.
 */
export const bankDebit = {
  mayBePresentedAgain: codes("insufficient_funds R01 R09 AM04"),
} as const;

/** Bank-return codes of Stripe that no card has: they stop whatever the kind of method, known or not. */
export const bankReturns = codes(
  "account_closed account_frozen bank_account_closed bank_account_restricted bank_account_unusable " +
    "bank_account_unverified bank_account_declined bank_ownership_changed branch_does_not_exist " +
    "could_not_process debit_disputed debit_not_authorized generic_could_not_process " +
    "incorrect_account_holder_address incorrect_account_holder_name incorrect_account_holder_tax_id " +
    "invalid_account_number invalid_currency mandate_invalid no_account payment_method_bank_account_blocked " +
    "payment_method_bank_account_already_verified recipient_deceased refer_to_customer",
);
