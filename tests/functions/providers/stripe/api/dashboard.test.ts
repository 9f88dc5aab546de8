import { expect, it } from "vitest";
import { stripeDashboard } from "../../../../../functions/providers/stripe/api/dashboard.ts";

const ids = { providerCustomerId: "cus_1", invoiceId: "in_1", subscriptionId: "sub_1" };

it("leads to the dashboard's pages of the mode that the stage works in", async () => {
  expect(await stripeDashboard(async () => "test")(ids)).toEqual({
    customer: "https://dashboard.stripe.com/test/customers/cus_1",
    invoice: "https://dashboard.stripe.com/test/invoices/in_1",
    subscription: "https://dashboard.stripe.com/test/subscriptions/sub_1",
  });
  const live = await stripeDashboard(async () => "live")({ ...ids, subscriptionId: undefined });
  expect(live).toEqual({
    customer: "https://dashboard.stripe.com/customers/cus_1",
    invoice: "https://dashboard.stripe.com/invoices/in_1",
    subscription: undefined,
  });
  expect((await stripeDashboard(async () => undefined)(ids)).invoice).toBe(
    "https://dashboard.stripe.com/invoices/in_1",
  );
});
