import Stripe from "stripe";
import type { ProviderKey } from "../../../platform/ports/secrets.ts";

/** How to reach Stripe. */
export interface StripeConnection {
  readonly providerKey: ProviderKey;
  /** Another server that speaks Stripe's API, for tests. */
  readonly apiUrl?: string | undefined;
  /** Carries the requests instead of Node's own client. */
  readonly fetch?: typeof fetch | undefined;
  /** How long one request may take. */
  readonly timeoutMs?: number | undefined;
}

/** Most charges are answered within five seconds; a bank that asks around takes longer. */
const defaultTimeoutMs = 20_000;

/** A client for the key as it is now; the vault keeps the key for some minutes, so asking costs nothing. */
export function stripeClient(connection: StripeConnection): () => Promise<Stripe> {
  let current: { readonly key: string; readonly client: Stripe } | undefined;
  return async () => {
    const key = await connection.providerKey.providerApiKey();
    if (current?.key !== key) current = { key, client: newClient(key, connection) };
    return current.client;
  };
}

function newClient(key: string, { apiUrl, fetch, timeoutMs = defaultTimeoutMs }: StripeConnection): Stripe {
  return new Stripe(key, {
    // Pinned: what this adapter reads has the shape of this version, whatever version the account is on.
    apiVersion: "2026-10-28.endive",
    timeout: timeoutMs,
    // The workflow repeats a failed step, with the same idempotency key; repeating here too would multiply the two.
    maxNetworkRetries: 0,
    telemetry: false,
    ...(apiUrl === undefined ? {} : addressOf(new URL(apiUrl))),
    ...(fetch === undefined ? {} : { httpClient: Stripe.createFetchHttpClient(fetch) }),
  });
}

const addressOf = ({ protocol, hostname, port }: URL) => {
  const isPlain = protocol === "http:";
  return { protocol: isPlain ? "http" : "https", host: hostname, port: port || (isPlain ? "80" : "443") } as const;
};
