import { describe, expect, it } from "vitest";
import { describeDecline, judge } from "../../../../functions/billing/declines/declines.ts";

describe("judge", () => {
  it.each([
    ["lost_card"],
    ["stolen_card"],
    ["incorrect_number"],
    ["do_not_try_again"],
    ["authentication_required"],
    ["expired_card"],
    ["incorrect_cvc"],
  ])("blocks %s until the card changes", (providerCode) => {
    expect(judge({ providerCode }).retry).toBe("blocked");
  });

  it.each([
    ["insufficient_funds"],
    ["do_not_honor"],
    ["generic_decline"],
    ["processing_error"],
    ["a_code_of_tomorrow"],
  ])("allows another charge after %s", (providerCode) => {
    expect(judge({ providerCode }).retry).toBe("allowed");
  });

  it("lets Visa's code overrule the provider's", () => {
    expect(judge({ providerCode: "generic_decline", network: "visa", networkCode: "46" }).retry).toBe("blocked");
    expect(judge({ providerCode: "expired_card", network: "visa", networkCode: "51" }).retry).toBe("allowed");
  });

  it("passes the question on from a generic network code", () => {
    expect(judge({ providerCode: "lost_card", network: "visa", networkCode: "05" }).retry).toBe("blocked");
  });

  it("reads Visa's table for Visa only", () => {
    expect(judge({ providerCode: "generic_decline", network: "mastercard", networkCode: "46" }).retry).toBe("allowed");
  });

  it.each([
    ["24", "PT1H"],
    ["02", "PT72H"],
    ["30", "P10D"],
  ])("waits as Mastercard's advice %s says", (adviceCode, waitAtLeast) => {
    const decline = { providerCode: "insufficient_funds", network: "mastercard", adviceCode };
    expect(judge(decline)).toMatchObject({ retry: "allowed", waitAtLeast });
  });

  it.each([["03"], ["21"], ["01"], ["40"]])("does not charge again after Mastercard's advice %s", (adviceCode) => {
    expect(judge({ providerCode: "do_not_honor", network: "mastercard", adviceCode }).retry).toBe("blocked");
  });

  it("does not charge cards issued in India without their holder", () => {
    expect(judge({ providerCode: "insufficient_funds" }, "IN").retry).toBe("blocked");
  });

  it("allows while nothing is known", () => {
    expect(judge(undefined).retry).toBe("allowed");
  });
});

describe("describeDecline", () => {
  it("names every code an operator can look up", () => {
    expect(describeDecline({ providerCode: "do_not_honor", network: "visa", networkCode: "05" })).toBe(
      "do_not_honor (visa 05)",
    );
    expect(describeDecline({ providerCode: "do_not_honor", network: "mastercard", adviceCode: "24" })).toBe(
      "do_not_honor (mastercard advice 24)",
    );
    expect(describeDecline(undefined)).toBe("unknown reason");
  });
});
