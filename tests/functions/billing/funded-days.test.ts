import { describe, expect, it } from "vitest";
import { fundedDays } from "../../../functions/billing/funded-days.ts";
import type { Invoice } from "../../../functions/billing/invoice.ts";

const invoice = (changes: Partial<Invoice>): Invoice => ({
  invoiceId: "in_1",
  asOf: "2026-01-01T00:00:00.000Z",
  providerCustomerId: "cus_1",
  status: "paid",
  amountDue: { amountMinor: 4900, currency: "EUR" },
  chargedAutomatically: true,
  firstOfSubscription: false,
  attemptCount: 1,
  paidOutOfBand: false,
  paymentIds: [],
  createdAt: "2026-01-01T00:00:00.000Z",
  ...changes,
});
const recovered = (failedAt: string, paidAt: string) => invoice({ failedAt, paidAt });

describe("fundedDays", () => {
  it("are the local days on which failed payments went through after all", () => {
    const invoices = [
      recovered("2026-01-05T11:00:00.000Z", "2026-01-24T23:30:00.000Z"),
      recovered("2026-02-05T11:00:00.000Z", "2026-02-25T08:00:00.000Z"),
      recovered("2026-03-05T11:00:00.000Z", "2026-03-10T08:00:00.000Z"),
    ];
    expect(fundedDays(invoices, "Europe/Stockholm")).toEqual([10, 25]);
  });

  it("are not learned from what succeeded at once, is unpaid, or was paid by hand", () => {
    const invoices = [
      invoice({ paidAt: "2026-01-05T11:00:00.000Z" }),
      invoice({ failedAt: "2026-01-05T11:00:00.000Z", status: "open" }),
      invoice({ ...recovered("2026-01-05T11:00:00.000Z", "2026-01-25T11:00:00.000Z"), paidOutOfBand: true }),
    ];
    expect(fundedDays(invoices, "UTC")).toEqual([]);
  });

  it("are those of the newest payments", () => {
    const invoices = Array.from({ length: 8 }, (_, month) =>
      recovered(`2026-0${month + 1}-01T00:00:00.000Z`, `2026-0${month + 1}-${11 + month}T12:00:00.000Z`),
    );
    expect(fundedDays(invoices.reverse(), "UTC")).toEqual([13, 14, 15, 16, 17, 18]);
  });
});
