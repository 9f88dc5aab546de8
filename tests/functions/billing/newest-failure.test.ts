import { describe, expect, it } from "vitest";
import { attemptsOf } from "../../../functions/billing/attempts.ts";
import type { BillingEvent } from "../../../functions/billing/billing-event.ts";
import { fold } from "../../../functions/billing/fold.ts";
import { parseKnownCustomer } from "../../../functions/billing/known-customer.ts";
import { newestFailure } from "../../../functions/billing/newest-failure.ts";
import { event, failedChargeFact, invoiceFact } from "./sample-events.ts";

const failed = event("a", "PT10S", invoiceFact({}, "failed"));
const unlinked = (code: string, paymentId = "pi_1") =>
  failedChargeFact(code, { paymentId, chargeId: `ch_${paymentId}`, invoiceId: undefined });
function codeOf(...events: BillingEvent[]) {
  const known = events.reduce(fold, parseKnownCustomer("stripe-cus_1", []));
  return newestFailure("in_1", attemptsOf(known, []))?.decline?.providerCode;
}

describe("newestFailure", () => {
  it("finds the payment that names the invoice", () => {
    expect(codeOf(failed, event("b", "P3D", failedChargeFact("expired_card")))).toBe("expired_card");
  });

  it("finds the payment whose other event names the invoice, in either order", () => {
    const charge = event("b", "P3D", unlinked("expired_card"));
    const intent = event("c", "P3D", failedChargeFact("expired_card", { speaker: "payment", chargeId: "ch_pi_1" }));
    expect(codeOf(failed, charge, intent)).toBe("expired_card");
    expect(codeOf(intent, charge, failed)).toBe("expired_card");
  });

  it("finds the payment that an event links to the invoice, in either order", () => {
    const link = { type: "payment-of-invoice", paymentId: "pi_1", invoiceId: "in_1" } as const;
    const payment = event("b", "P3D", unlinked("expired_card"));
    expect(codeOf(failed, payment, event("c", "P3D", link))).toBe("expired_card");
    expect(codeOf(event("c", "P3D", link), payment, failed)).toBe("expired_card");
  });

  it("finds the payment that the invoice names", () => {
    const naming = event("a", "PT10S", invoiceFact({ paymentIds: ["pi_1"] }, "failed"));
    expect(codeOf(naming, event("b", "P3D", unlinked("expired_card")))).toBe("expired_card");
  });

  it("takes no other purchase for the invoice's, however near in time and amount", () => {
    expect(codeOf(failed, event("b", "PT12S", unlinked("stolen_card", "pi_shop")))).toBeUndefined();
  });

  it("takes the newest of several", () => {
    const payments = [
      event("b", "PT12S", failedChargeFact("insufficient_funds")),
      event("c", "PT30M", failedChargeFact("lost_card", { paymentId: "pi_2", chargeId: "ch_2" })),
    ];
    expect(codeOf(failed, ...payments)).toBe("lost_card");
    expect(codeOf(failed, ...payments.reverse())).toBe("lost_card");
  });
});
