import type { LinkKey, ProviderKey, Secrets } from "../../functions/platform/ports/secrets.ts";

/** The secrets of the sandbox, which guard nothing. */
export const sandboxWebhookSecret = "whsec_sandbox";

/** @param more further secrets with which events may be signed. */
export const sandboxSecrets = (...more: readonly string[]): Secrets & LinkKey & ProviderKey => ({
  webhookSigningSecrets: async () => [sandboxWebhookSecret, ...more],
  linkSigningKey: async () => "a key that signs the links of the sandbox, and no others",
  providerApiKey: async () => "sk_test_sandbox",
});
