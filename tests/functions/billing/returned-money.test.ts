import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { BillingFact } from "../../../functions/billing/billing-event.ts";
import { fold } from "../../../functions/billing/fold.ts";
import { parseKnownCustomer } from "../../../functions/billing/known-customer.ts";
import { changedItems } from "../../../functions/billing/known-customer-items.ts";
import { event } from "./sample-events.ts";

const nobody = parseKnownCustomer("stripe-cus_1", []);
const returned = (amountMinor: number, final = false): BillingFact => ({
  type: "money-returned",
  returned: { key: "dispute:dp_1", paymentId: "pi_1", amount: { amountMinor, currency: "EUR" }, final },
});

describe("money that went back", () => {
  it("is the newest sum, and a final one stands, in every order of arrival", () => {
    const told = [
      event("c", "PT1S", returned(4900)),
      event("b", "PT5S", returned(4900)),
      event("a", "PT5S", returned(0, true)),
      event("d", "PT4S", returned(2000)),
    ];
    fc.assert(
      fc.property(fc.shuffledSubarray([...told, ...told], { minLength: 8 }), (events) => {
        const known = events.reduce(fold, nobody);
        expect(known.returned.get("dispute:dp_1")).toMatchObject({ amount: { amountMinor: 0 }, final: true });
        expect(known.returned).toEqual(told.reduce(fold, nobody).returned);
      }),
    );
  });

  it("survives the store", () => {
    const known = fold(nobody, event("a", "PT1S", returned(4900)));
    const stored = JSON.parse(JSON.stringify(changedItems(nobody, known)));
    expect(parseKnownCustomer("stripe-cus_1", stored).returned).toEqual(known.returned);
  });
});
