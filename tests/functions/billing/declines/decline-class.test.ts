import { describe, expect, it } from "vitest";
import {
  type DeclineClass,
  declineClass,
  declineClasses,
} from "../../../../functions/billing/declines/decline-class.ts";
import {
  kindByAdviceCode,
  kindByNetworkCode,
  kindByProviderCode,
} from "../../../../functions/billing/declines/decline-kinds.ts";
import { judge } from "../../../../functions/billing/declines/declines.ts";

describe("declineClass", () => {
  it.each<[providerCode: string, expected: DeclineClass]>([
    ["insufficient_funds", "insufficient-funds"],
    ["processing_error", "processor"],
    ["issuer_not_available", "processor"],
    ["try_again_later", "processor"],
    ["withdrawal_count_limit_exceeded", "limit"],
    ["card_velocity_exceeded", "limit"],
    ["authentication_required", "authentication"],
    ["mobile_device_authentication_required", "authentication"],
    ["expired_card", "card-data"],
    ["incorrect_cvc", "card-data"],
    ["pin_try_exceeded", "card-data"],
    ["currency_not_supported", "not-supported"],
    ["service_not_allowed", "not-supported"],
    ["lost_card", "fraud"],
    ["highest_risk_level", "fraud"],
    ["rule", "merchant-rule"],
    ["stop_payment_order", "revoked"],
    ["debit_not_authorized", "revoked"],
    ["account_closed", "bank-account"],
    ["bank_account_restricted", "bank-account"],
    ["no_payment_method", "no-method"],
    ["do_not_honor", "generic"],
    ["generic_decline", "generic"],
    ["a_code_of_tomorrow", "generic"],
  ])("is of %s: %s", (providerCode, expected) => {
    expect(declineClass({ providerCode })).toBe(expected);
  });

  it.each<[networkCode: string, expected: DeclineClass]>([
    ["51", "insufficient-funds"],
    ["R01", "insufficient-funds"],
    ["AM04", "insufficient-funds"],
    ["91", "processor"],
    ["61", "limit"],
    ["1A", "authentication"],
    ["54", "card-data"],
    ["57", "not-supported"],
    ["59", "fraud"],
    ["R1", "revoked"],
    ["R10", "revoked"],
    ["R02", "bank-account"],
    ["AC04", "bank-account"],
    ["05", "generic"],
  ])("is of the network's %s: %s", (networkCode, expected) => {
    expect(declineClass({ providerCode: "generic_decline", networkCode })).toBe(expected);
  });

  it("is unknown while nobody has said anything", () => {
    expect(declineClass(undefined)).toBe("unknown");
  });

  it("hears the network before the provider, and the provider where the network names no reason", () => {
    expect(declineClass({ providerCode: "expired_card", networkCode: "51" })).toBe("insufficient-funds");
    expect(declineClass({ providerCode: "lost_card", networkCode: "05" })).toBe("fraud");
  });

  it("reads Mastercard's advice for Mastercard only", () => {
    expect(declineClass({ network: "mastercard", adviceCode: "01" })).toBe("card-data");
    expect(declineClass({ network: "visa", adviceCode: "01" })).toBe("generic");
  });

  it("takes an advice that only says when for no reason", () => {
    const decline = { network: "mastercard", adviceCode: "24", providerCode: "insufficient_funds" };
    expect(declineClass(decline)).toBe("insufficient-funds");
  });

  it("names a class for every code that customers are told of", () => {
    const declines = [
      ...[...kindByNetworkCode.keys()].map((networkCode) => ({ networkCode })),
      ...[...kindByAdviceCode.keys()].map((adviceCode) => ({ adviceCode, network: "mastercard" })),
      ...[...kindByProviderCode.keys()].map((providerCode) => ({ providerCode })),
    ];
    expect(declines.filter((decline) => declineClass(decline) === "generic")).toEqual([]);
  });

  it("puts nothing that may never be charged again among what a better moment mends", () => {
    const mending: readonly DeclineClass[] = ["insufficient-funds", "processor", "limit"];
    const codes = [...kindByProviderCode.keys()].filter((providerCode) =>
      mending.includes(declineClass({ providerCode })),
    );
    expect(codes.filter((providerCode) => judge({ providerCode }).retry === "blocked")).toEqual([]);
    expect(new Set(declineClasses).size).toBe(declineClasses.length);
  });
});
