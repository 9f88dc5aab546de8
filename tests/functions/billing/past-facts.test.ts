import { describe, expect, it } from "vitest";
import { fold } from "../../../functions/billing/fold.ts";
import { parseKnownCustomer } from "../../../functions/billing/known-customer.ts";
import { pastFacts } from "../../../functions/billing/past-facts.ts";
import type { Decline } from "../../../functions/billing/payment.ts";
import { plus } from "../../../functions/platform/duration.ts";
import { event, failedChargeFact, invoiceFact } from "./sample-events.ts";

const settledBefore = plus("2026-01-05T11:00:00.000Z", "P60D");
/** A failed payment of a number, of an invoice that was paid in the end. */
const failed = (id: string, after: string, decline: Decline, number: string) => [
  event(`${id}-i`, after, invoiceFact({ invoiceId: `in_${id}`, status: "paid", paymentIds: [`pi_${id}`] })),
  event(
    `${id}-c`,
    after,
    failedChargeFact("", {
      paymentId: `pi_${id}`,
      chargeId: `ch_${id}`,
      invoiceId: `in_${id}`,
      decline,
      method: { methodId: `pm_${id}`, number, kind: "card" },
    }),
  ),
];
const past = (...events: ReturnType<typeof failed>[]) => {
  const known = events.flat().reduce(fold, parseKnownCustomer("stripe-cus_1", []));
  return pastFacts(known, { needed: new Set(), settledBefore }).filter((place) => place.startsWith("payment#"));
};

describe("pastFacts", () => {
  it("keeps what forbids a number for ever, once for each number, and lets the rest go", () => {
    const funds = { providerCode: "insufficient_funds" };
    const lost = { providerCode: "lost_card" };
    expect(past(failed("1", "P1D", funds, "fp:1"), failed("2", "P2D", lost, "fp:2"))).toEqual(["payment#pi_1"]);
    expect(past(failed("1", "P1D", lost, "fp:2"), failed("2", "P2D", lost, "fp:2"))).toEqual(["payment#pi_1"]);
    expect(past(failed("1", "P1D", lost, "fp:1"), failed("2", "P2D", lost, "fp:2"))).toEqual([]);
  });
});
