import fc from "fast-check";
import { expect, it } from "vitest";
import { packedPayment, packedPaymentSchema, unpackedPayment } from "../../../functions/billing/packed-payment.ts";
import type { Payment } from "../../../functions/billing/payment.ts";

const statement = fc.record(
  {
    speaker: fc.constantFrom("charge" as const, "payment" as const, "merged" as const),
    at: fc.constant("2026-01-05T11:00:00.000Z"),
    eventId: fc.string(),
    amount: fc.record({ amountMinor: fc.nat(3), currency: fc.constantFrom("EUR", "USD") }),
    decline: fc.record({ providerCode: fc.constantFrom("lost_card", "expired_card") }, { requiredKeys: [] }),
    method: fc.record({ methodId: fc.constantFrom("pm_1", "pm_2"), last4: fc.string() }, { requiredKeys: [] }),
    chargeId: fc.constantFrom("ch_1", "ch_2"),
    invoiceId: fc.constantFrom("in_1", "in_2"),
  },
  { requiredKeys: ["speaker", "at", "eventId", "amount", "decline", "method"] },
);

it("a payment comes out of its packing as it went in, through the store", () => {
  fc.assert(
    fc.property(fc.dictionary(fc.constantFrom("a", "b", "c", "d"), statement), (said) => {
      const payment: Payment = { paymentId: "pi_1", asOf: "2026-01-05T11:00:00.000Z", said };
      const stored = packedPaymentSchema.parse(JSON.parse(JSON.stringify(packedPayment(payment))));
      expect(unpackedPayment(stored)).toEqual(payment);
    }),
  );
});

it("what statements share stands once", () => {
  const told = { at: "t", amount: { amountMinor: 1, currency: "EUR" }, decline: {}, method: { methodId: "pm_1" } };
  const said = {
    a: { ...told, speaker: "charge", eventId: "1" },
    b: { ...told, speaker: "payment", eventId: "2" },
  } as const;
  const { methods, amounts, declines } = packedPayment({ paymentId: "pi_1", asOf: "t", said });
  expect([methods, amounts, declines].map((list) => list.length)).toEqual([1, 1, 1]);
});
