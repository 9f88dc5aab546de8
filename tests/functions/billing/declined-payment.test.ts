import { describe, expect, it } from "vitest";
import type { BillingEvent } from "../../../functions/billing/billing-event.ts";
import { declinedPaymentOf } from "../../../functions/billing/declined-payment.ts";
import { fold } from "../../../functions/billing/fold.ts";
import { parseKnownCustomer } from "../../../functions/billing/known-customer.ts";
import { event, failedPaymentFact, invoiceFact } from "./sample-events.ts";

const failed = event("a", "PT10S", invoiceFact({}, "failed"));
function codeOf(...events: BillingEvent[]) {
  const known = events.reduce(fold, parseKnownCustomer("stripe-cus_1", []));
  const invoice = known.invoices.get("in_1");
  return invoice && declinedPaymentOf(invoice, known)?.decline.providerCode;
}

describe("declinedPaymentOf", () => {
  it("finds the payment that names the invoice, in either order", () => {
    const link = { type: "payment-of-invoice", paymentId: "pi_1", invoiceId: "in_1" } as const;
    const payment = event("b", "P3D", failedPaymentFact("expired_card"));
    expect(codeOf(failed, payment, event("c", "P3D", link))).toBe("expired_card");
    expect(codeOf(event("c", "P3D", link), payment, failed)).toBe("expired_card");
  });

  it("finds the payment that the invoice names", () => {
    const naming = event("a", "PT10S", invoiceFact({ paymentIds: ["pi_1"] }, "failed"));
    expect(codeOf(naming, event("b", "P3D", failedPaymentFact("expired_card")))).toBe("expired_card");
  });

  it("takes the only invoice of that amount at that time where nothing links them", () => {
    expect(codeOf(failed, event("b", "PT12S", failedPaymentFact("expired_card")))).toBe("expired_card");
    expect(codeOf(failed, event("b", "PT2H", failedPaymentFact("expired_card")))).toBeUndefined();
    const twin = event("t", "PT11S", invoiceFact({ invoiceId: "in_2" }, "failed"));
    expect(codeOf(failed, twin, event("b", "PT12S", failedPaymentFact("expired_card")))).toBeUndefined();
  });

  it("takes the newest of several", () => {
    const payments = [
      event("b", "PT12S", failedPaymentFact("insufficient_funds", "pi_1")),
      event("c", "PT30M", failedPaymentFact("lost_card", "pi_2")),
    ];
    expect(codeOf(failed, ...payments)).toBe("lost_card");
    expect(codeOf(failed, ...payments.reverse())).toBe("lost_card");
  });
});
