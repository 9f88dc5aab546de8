import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type LinkPayload, signLink, verifyLink } from "../../../functions/links/links.ts";
import { plus } from "../../../functions/platform/duration.ts";

const key = "k".repeat(64);
const now = "2026-01-05T11:00:00.000Z";
const payload: LinkPayload = {
  purpose: "update-payment",
  customerId: "stripe-cus_1",
  caseId: "stripe-in_1",
  message: "payment-failed",
  expiresAt: plus(now, "P30D"),
};

describe("a signed link", () => {
  it("says for whom and for what it was made", () => {
    expect(verifyLink(signLink(payload, key), key, "update-payment", now)).toEqual({ verdict: "valid", payload });
  });

  it("expires", () => {
    expect(verifyLink(signLink(payload, key), key, "update-payment", plus(now, "P30D")).verdict).toBe("expired");
  });

  it("is worth nothing with any character changed, cut or added", () => {
    const token = signLink(payload, key);
    fc.assert(
      fc.property(fc.nat(token.length - 1), fc.constantFrom("A", "b", "_", "", ".", "=="), (index, character) => {
        const changed = token.slice(0, index) + character + token.slice(index + 1);
        // The last character of base64url carries bits that mean nothing; the bytes are what is signed.
        const [payloadPart, signature] = [changed.split(".")[0], changed.split(".")[1] ?? ""];
        const same =
          changed.split(".").length === 2 &&
          payloadPart === token.split(".")[0] &&
          Buffer.from(signature, "base64url").equals(Buffer.from(token.split(".")[1] ?? "", "base64url"));
        if (!same) expect(verifyLink(changed, key, "update-payment", now)).toEqual({ verdict: "invalid" });
      }),
    );
  });

  it("is worth nothing under another key", () => {
    expect(verifyLink(signLink(payload, "x".repeat(64)), key, "update-payment", now)).toEqual({ verdict: "invalid" });
  });

  it("is worth nothing with a third part, or longer than any we make", () => {
    const signed = [`${signLink(payload, key)}.x`, signLink({ ...payload, customerId: "x".repeat(2_000) }, key)];
    for (const token of signed) expect(verifyLink(token, key, "update-payment", now)).toEqual({ verdict: "invalid" });
  });

  it.each(["", ".", "a.b", "a.b.c", "x".repeat(5000), "__proto__.constructor"])("refuses %j", (token) => {
    expect(verifyLink(token, key, "update-payment", now)).toEqual({ verdict: "invalid" });
  });
});
