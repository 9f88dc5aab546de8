import type Stripe from "stripe";
import type { Payments } from "../../../billing/payments.ts";
import { ConfigurationError } from "../../../platform/errors.ts";
import { portalLocale } from "./portal-locale.ts";
import { failureOf, isRefusal } from "./stripe-failure.ts";

/** A session of Stripe's customer portal that opens at the form for a new card. */
export async function createCardUpdateLink(
  client: Stripe,
  { providerCustomerId, returnUrl, locale }: Parameters<Payments["createCardUpdateLink"]>[0],
): Promise<{ readonly url: string }> {
  const params = { customer: providerCustomerId, return_url: returnUrl, locale: portalLocale(locale) };
  const toCardForm: Stripe.BillingPortal.SessionCreateParams.FlowData = {
    type: "payment_method_update",
    after_completion: { type: "redirect", redirect: { return_url: returnUrl } },
  };
  try {
    return await openPortal(client, { ...params, flow_data: toCardForm });
  } catch (error) {
    if (!isRefusal(error)) throw failureOf(error, `Opening the portal for ${providerCustomerId}`);
  }
  // The account's portal may not offer that flow; its front page leads to the cards as well.
  try {
    return await openPortal(client, params);
  } catch (error) {
    throw portalFailure(error, providerCustomerId);
  }
}

async function openPortal(client: Stripe, params: Stripe.BillingPortal.SessionCreateParams): Promise<{ url: string }> {
  const { url } = await client.billingPortal.sessions.create(params);
  return { url };
}

function portalFailure(error: unknown, providerCustomerId: string): unknown {
  const doing = `Opening the portal for ${providerCustomerId}`;
  if (!isRefusal(error) || error.code === "resource_missing") return failureOf(error, doing);
  return new ConfigurationError(
    `${doing}: ${error.message} Save the portal's settings at https://dashboard.stripe.com/settings/billing/portal.`,
    { cause: error },
  );
}
