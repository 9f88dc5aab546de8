import { describe, expect, it } from "vitest";
import { describeDecline, judge, type Lasting } from "../../../../functions/billing/declines/declines.ts";

const rows = (list: string): string[] => list.split(" ");
/** How long a refusal stands; `allowed` where there is none. */
const heard = (...asked: Parameters<typeof judge>): Lasting | "allowed" => {
  const verdict = judge(...asked);
  return verdict.retry === "blocked" ? verdict.lasts : "allowed";
};

describe("judge, by Visa's table 7-2", () => {
  const visa = (networkCode: string) => heard({ providerCode: "generic_decline", network: "visa", networkCode });

  it.each(rows("04 07 12 14 15 41 43 46 57 R0 R1 R3"))("never charges the number again after %s", (code) =>
    expect(visa(code)).toBe("number"),
  );

  it.each(rows("03 19 39 51 52 53 59 61 62 65 75 78 83 86 91 93 96 5C 9G N3 N4 Z5"))(
    "may charge later after %s",
    (code) => expect(visa(code)).toBe("allowed"),
  );

  it.each(rows("54 55 82 6P N7"))("waits for corrected data after %s", (code) => expect(visa(code)).toBe("data"));

  it.each(rows("70 1A"))("waits for the holder after %s", (code) => expect(visa(code)).toBe("confirmation"));

  it.each(rows("05 01 06 13 94 ZZ"))("passes the question on from the generic %s", (code) => {
    expect(visa(code)).toBe("allowed");
    expect(heard({ providerCode: "lost_card", network: "visa", networkCode: code })).toBe("number");
  });

  it("goes before the provider's code, and is read for Visa only", () => {
    expect(heard({ providerCode: "expired_card", network: "visa", networkCode: "51" })).toBe("allowed");
    expect(heard({ providerCode: "generic_decline", network: "mastercard", networkCode: "46" })).toBe("allowed");
  });
});

describe("judge, by Mastercard's advice", () => {
  const advised = (adviceCode: string, more: object = { network: "mastercard" }) =>
    judge({ providerCode: "do_not_honor", networkCode: "05", adviceCode, ...more });

  it.each(rows("03 21 40 41 43"))("never charges the number again after %s", (code) =>
    expect(advised(code)).toMatchObject({ retry: "blocked", lasts: "number" }),
  );

  it.each(rows("01 04"))("waits for newer data after %s", (code) =>
    expect(advised(code)).toMatchObject({ retry: "blocked", lasts: "data" }),
  );

  it.each([
    ["02", "PT72H"],
    ["24", "PT1H"],
    ["25", "PT24H"],
    ["26", "P2D"],
    ["27", "P4D"],
    ["28", "P6D"],
    ["29", "P8D"],
    ["30", "P10D"],
  ])("waits after %s for %s", (code, waitAtLeast) =>
    expect(advised(code)).toMatchObject({ retry: "allowed", waitAtLeast }),
  );

  it.each(["insufficient_funds", "do_not_honor", "a_code_of_tomorrow"])("is heard beside %s", (providerCode) => {
    expect(advised("03", { providerCode, network: "mastercard" })).toMatchObject({ retry: "blocked" });
    expect(advised("03", { providerCode, network: undefined })).toMatchObject({ retry: "blocked" });
    expect(advised("03", { providerCode, network: "visa" })).toMatchObject({ retry: "allowed" });
  });
});

describe("judge, by the provider's codes", () => {
  it.each(
    rows(
      "incorrect_number lost_card pickup_card stolen_card revocation_of_authorization revocation_of_all_authorizations " +
        "authentication_required highest_risk_level transaction_not_allowed stop_payment_order do_not_try_again " +
        "invalid_account restricted_card security_violation fraudulent merchant_blacklist " +
        "mobile_device_authentication_required authentication_not_handled pin_try_exceeded " +
        "allowable_pin_tries_exceeded service_not_allowed invalid_amount duplicate_transaction no_payment_method " +
        "expired_card incorrect_cvc incorrect_zip invalid_expiry_month invalid_expiry_year",
    ),
  )("does not charge again after %s, whatever the kind of method", (providerCode) => {
    for (const kind of [undefined, "card", "link", "wallet", "legacy-source", "sepa-debit"] as const)
      expect(judge({ providerCode }, undefined, kind).retry).toBe("blocked");
  });

  it.each(rows("lost_card stolen_card pickup_card fraudulent restricted_card do_not_try_again invalid_amount"))(
    "%s is the number's",
    (providerCode) => expect(heard({ providerCode })).toBe("number"),
  );

  it.each(rows("expired_card incorrect_cvc incorrect_zip incorrect_number invalid_expiry_year no_payment_method"))(
    "%s is mended by new data",
    (providerCode) => expect(heard({ providerCode })).toBe("data"),
  );

  it.each(rows("authentication_required mobile_device_authentication_required authentication_not_handled"))(
    "%s is mended by its holder",
    (providerCode) => expect(heard({ providerCode })).toBe("confirmation"),
  );

  it.each(
    rows(
      "processing_error issuer_not_available reenter_transaction approve_with_id try_again_later insufficient_funds " +
        "withdrawal_count_limit_exceeded card_velocity_exceeded do_not_honor generic_decline a_code_of_tomorrow",
    ),
  )("may charge a card again after %s", (providerCode) => expect(heard({ providerCode })).toBe("allowed"));

  it.each(rows("insufficient_funds processing_error generic_decline a_code_of_tomorrow"))(
    "hears the advice against it beside %s, and beside a network that would allow it",
    (providerCode) => {
      const providerAdvice = "do_not_try_again";
      expect(heard({ providerCode, providerAdvice })).toBe("number");
      expect(heard({ providerCode, providerAdvice, network: "visa", networkCode: "51" })).toBe("number");
      expect(heard({ providerCode, providerAdvice, network: "mastercard", adviceCode: "25" })).toBe("number");
    },
  );

  it("takes the advice to confirm the data for what the code leaves open", () => {
    expect(heard({ providerCode: "generic_decline", providerAdvice: "confirm_card_data" })).toBe("data");
    expect(heard({ providerAdvice: "confirm_card_data", network: "visa", networkCode: "51" })).toBe("allowed");
  });

  it("does not repeat what a rule of the merchant's has blocked", () => {
    expect(heard({ providerCode: "card_declined", blockedByMerchant: true })).toBe("number");
    expect(heard({ blockedByMerchant: true, network: "visa", networkCode: "51" })).toBe("number");
  });

  it("does not charge cards issued in India without their holder", () => {
    expect(judge({ providerCode: "insufficient_funds" }, "IN").retry).toBe("blocked");
    expect(judge(undefined, "IN", "card").retry).toBe("blocked");
  });

  it("allows while nothing is known", () => {
    expect(judge(undefined).retry).toBe("allowed");
  });
});

describe("judge, of a bank debit", () => {
  const debits = ["sepa-debit", "us-bank-account", "bacs-debit", "acss-debit", "au-becs-debit"] as const;

  it.each(debits)("presents a %s again for want of funds only", (kind) => {
    for (const decline of [
      { providerCode: "insufficient_funds" },
      { networkCode: "R01", providerCode: "a_code_of_tomorrow" },
      // A card network has no say in a debit.
      { networkCode: "51", network: "visa", providerCode: "insufficient_funds" },
      { networkCode: "R09" },
      { networkCode: "AM04" },
    ])
      expect(heard(decline, undefined, kind)).toBe("allowed");
    for (const decline of [
      { providerCode: "processing_error" },
      { providerCode: "generic_decline" },
      { providerCode: "insufficient_funds", networkCode: "R02" },
      { networkCode: "MS03" },
      {},
    ])
      expect(heard(decline, undefined, kind)).toBe("number");
  });

  it.each(
    rows(
      "account_closed account_frozen bank_account_closed bank_account_restricted bank_account_unusable " +
        "bank_ownership_changed could_not_process debit_not_authorized no_account invalid_account_number",
    ),
  )("stops after %s until the method changes, even if nobody says that it was a debit", (providerCode) => {
    for (const kind of [...debits, undefined]) expect(heard({ providerCode }, undefined, kind)).toBe("number");
  });
});

describe("describeDecline", () => {
  it.each([
    [{ providerCode: "do_not_honor", network: "visa", networkCode: "05" }, "do_not_honor, Visa 05"],
    [
      { providerCode: "do_not_honor", network: "mastercard", networkCode: "05", adviceCode: "25" },
      "do_not_honor, Mastercard 05 (advice 25)",
    ],
    [{ providerCode: "do_not_honor", network: "mastercard", adviceCode: "24" }, "do_not_honor, Mastercard advice 24"],
    [{ providerCode: "card_declined", network: "amex", networkCode: "100" }, "card_declined, American Express 100"],
    [{ providerCode: "account_closed", networkCode: "R02" }, "account_closed, R02"],
    [
      { providerCode: "fraudulent", blockedByMerchant: true, network: "visa" },
      "fraudulent, blocked by a rule of the merchant's",
    ],
    [
      { providerCode: "generic_decline", providerAdvice: "do_not_try_again" },
      "generic_decline, advised: do_not_try_again",
    ],
    [{}, "declined"],
    [undefined, "unknown reason"],
  ])("names every code of %j as people write it", (decline, words) => expect(describeDecline(decline)).toBe(words));

  it("writes the reason of a verdict in the same words", () => {
    const decline = { providerCode: "do_not_honor", network: "mastercard", networkCode: "05", adviceCode: "25" };
    expect(judge(decline).reason).toBe("Mastercard 05 (advice 25) asks to wait");
    expect(judge({ network: "visa", networkCode: "46" }).reason).toBe("Visa 46 forbids charging this card again");
  });
});
