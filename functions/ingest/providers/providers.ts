import type { WebhookProvider } from "./provider.ts";
import { stripeWebhooks } from "./stripe/stripe-webhooks.ts";

const providers: ReadonlyMap<string, WebhookProvider> = new Map(
  [stripeWebhooks].map((provider) => [provider.name, provider]),
);

export const providerNamed = (name: string): WebhookProvider | undefined => providers.get(name);
export const providerNames = (): string[] => [...providers.keys()];
