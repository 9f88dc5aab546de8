import { describe, expect, it } from "vitest";
import { locales } from "../../../functions/appearance/locales.ts";
import { declineKinds } from "../../../functions/billing/declines/decline-kinds.ts";
import { declineKind, declineReason } from "../../../functions/dunning/decline-reasons.ts";

describe("what a customer is told of a decline", () => {
  it.each([
    [{ providerCode: "insufficient_funds" }, "insufficient-funds"],
    [{ providerCode: "card_declined", networkCode: "51", network: "visa" }, "insufficient-funds"],
    [{ providerCode: "do_not_honor", networkCode: "54" }, "expired-card"],
    [{ providerCode: "expired_card", networkCode: "05" }, "expired-card"],
    [{ providerCode: "generic_decline", adviceCode: "01" }, "outdated-card"],
    [{ providerCode: "insufficient_funds", adviceCode: "01" }, "outdated-card"],
    [{ providerCode: "incorrect_cvc" }, "wrong-security-code"],
    [{ providerCode: "incorrect_number" }, "wrong-number"],
    [{ providerCode: "incorrect_zip" }, "wrong-postcode"],
    [{ providerCode: "invalid_expiry_year" }, "wrong-expiry"],
    [{ providerCode: "authentication_required" }, "authentication-required"],
    [{ providerCode: "generic_decline", networkCode: "1A" }, "authentication-required"],
    [{ providerCode: "card_not_supported" }, "card-not-supported"],
    [{ providerCode: "withdrawal_count_limit_exceeded" }, "limit-exceeded"],
    [{ providerCode: "issuer_not_available" }, "temporary"],
    [{ networkCode: "AM04" }, "insufficient-funds"],
    [{ networkCode: "R02" }, "account-closed"],
    [{ networkCode: "AC01" }, "wrong-account"],
    [{ networkCode: "MD01" }, "debit-refused"],
    [{ providerCode: "debit_not_authorized" }, "debit-refused"],
    [{ providerCode: "bank_account_closed" }, "account-closed"],
    [{ providerCode: "bank_ownership_changed" }, "debit-refused"],
    [{ providerCode: "insufficient_funds", blockedByMerchant: true }, "unspecified"],
    [{ providerCode: "no_payment_method" }, "no-method"],
    [{ providerCode: "something_new" }, "unspecified"],
    [{ providerCode: "__proto__" }, "unspecified"],
    [{}, "unspecified"],
    [undefined, "unspecified"],
  ] as const)("%j is %s", (decline, kind) => {
    expect(declineKind(decline)).toBe(kind);
  });

  it.each(["lost_card", "stolen_card", "pickup_card", "fraudulent", "merchant_blacklist", "highest_risk_level"])(
    "never that it was %s, whatever else is known",
    (providerCode) => {
      expect(declineKind({ providerCode, networkCode: "51", adviceCode: "01" })).toBe("unspecified");
    },
  );

  it.each(["04", "07", "41", "43", "59", "62", "63"])("never what network code %s means", (networkCode) => {
    expect(declineKind({ providerCode: "expired_card", networkCode })).toBe("unspecified");
  });

  it("says of a bank account nothing that only a card can have, and of nothing at all that it is missing", () => {
    const ofCards = /\bcard|kart|kort|卡/i;
    for (const locale of locales) {
      for (const providerCode of ["expired_card", "incorrect_cvc", "insufficient_funds", "card_not_supported"])
        for (const means of ["account", "other"] as const)
          expect(declineReason({ providerCode }, locale, means)).not.toMatch(ofCards);
      expect(declineReason({ providerCode: "expired_card" }, locale)).toMatch(ofCards);
      expect(declineReason(undefined, locale, "none")).toBe(
        declineReason({ providerCode: "no_payment_method" }, locale),
      );
    }
  });

  it("has one sentence for each kind in each language, and none speaks of theft", () => {
    for (const locale of locales) {
      const sentences = new Set(
        ["insufficient_funds", "expired_card", "fraudulent", "issuer_not_available"].map((providerCode) =>
          declineReason({ providerCode }, locale),
        ),
      );
      expect(sentences.size).toBe(4);
      for (const sentence of sentences) {
        expect(sentence).toMatch(/^\p{Lu}?.*[.。]$/u);
        expect(sentence).not.toMatch(/stolen|lost|fraud|skradzion|oszust|stulen|bedrägeri|盗|欺诈/i);
      }
    }
    expect(declineKinds).toHaveLength(16);
  });
});
