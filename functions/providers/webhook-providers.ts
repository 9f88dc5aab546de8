import { isProviderName, type ProviderName } from "../billing/provider-names.ts";
import { stripeWebhooks } from "./stripe/events/stripe-webhooks.ts";
import type { WebhookProvider } from "./webhook-provider.ts";

const providers: Readonly<Record<ProviderName, WebhookProvider>> = { stripe: stripeWebhooks };

export const providerNamed = (name: string): WebhookProvider | undefined =>
  isProviderName(name) ? providers[name] : undefined;
