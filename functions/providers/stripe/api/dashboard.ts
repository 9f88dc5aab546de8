import type { ProviderMode } from "../../../billing/event-source.ts";
import type { PagesAtProvider } from "../../../billing/provider-pages.ts";

/**
 * Pages of Stripe's dashboard, `https://dashboard.stripe.com/test/customers/cus_123`. Where the mode is not known they are
 * those of live mode, from which the dashboard leads on.
 */
export const stripeDashboard =
  (modeNow: () => Promise<ProviderMode | undefined>): PagesAtProvider =>
  async ({ providerCustomerId, invoiceId, subscriptionId }) => {
    const base = `https://dashboard.stripe.com${(await modeNow()) === "test" ? "/test" : ""}`;
    const page = (kind: string, id: string) => `${base}/${kind}/${encodeURIComponent(id)}`;
    return {
      customer: page("customers", providerCustomerId),
      invoice: page("invoices", invoiceId),
      subscription: subscriptionId && page("subscriptions", subscriptionId),
    };
  };
