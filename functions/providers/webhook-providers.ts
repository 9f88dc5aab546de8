import { stripeWebhooks } from "./stripe/events/stripe-webhooks.ts";
import type { WebhookProvider } from "./webhook-provider.ts";

const providers: ReadonlyMap<string, WebhookProvider> = new Map(
  [stripeWebhooks].map((provider) => [provider.name, provider]),
);

export const providerNamed = (name: string): WebhookProvider | undefined => providers.get(name);
export const providerNames = (): string[] => [...providers.keys()];
