import { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import * as z from "zod/mini";
import { ConfigurationError, RetryableError } from "../errors.ts";
import { msBetween } from "../instant.ts";
import type { Clock } from "../ports/clock.ts";
import type { LinkKey, ProviderKey, Secrets } from "../ports/secrets.ts";
import { requestHandler, serviceFailure } from "./service-failure.ts";

interface Wiring {
  /** Names of the secrets; a function gets only those it may read. */
  readonly webhookSigningSecret?: string;
  readonly providerKey?: string;
  readonly linkKey?: string;
  readonly clock: Clock;
  readonly client?: SecretsManagerClient;
}

const cachedForMs = 5 * 60_000;
const leastLinkKeyBytes = 32;
const tidied = z.pipe(
  z.nullish(z.string()),
  z.transform((text) => asMeant(text ?? "") || undefined),
);
const signingSecret = z.string().check(z.regex(/^whsec_\S+$/));
const rotationSchema = z.object({
  current: z.pipe(tidied, signingSecret),
  previous: z.pipe(tidied, z.optional(signingSecret)),
});

/**
 * Secrets as AWS Secrets Manager keeps them, read again after five minutes. While it does not answer, a value already
 * read stays good. The webhook secret is either `whsec_...` or, during rotation, `{"current": "whsec_...", "previous":
 * "whsec_..."}`.
 */
export function secretsManager(wiring: Wiring): Secrets & ProviderKey & LinkKey {
  const read = cachedReader(wiring.clock, wiring.client ?? new SecretsManagerClient({ requestHandler }));
  return {
    webhookSigningSecrets: async () => {
      const name = nameOf(wiring.webhookSigningSecret, "webhook signing secret");
      return signingSecretsOf(await read(name, "whsec_..."), name);
    },
    providerApiKey: async () => read(nameOf(wiring.providerKey, "provider's API key"), "sk_live_..."),
    linkSigningKey: async () => {
      const name = nameOf(wiring.linkKey, "link signing key");
      const key = await read(name, '"$(openssl rand -base64 48)"');
      if (Buffer.byteLength(key) >= leastLinkKeyBytes) return key;
      throw new ConfigurationError(
        `The secret ${name} is shorter than ${leastLinkKeyBytes} bytes, too short to sign links with. ${fillIt(name, '"$(openssl rand -base64 48)"')}`,
      );
    },
  };
}

function cachedReader(clock: Clock, client: SecretsManagerClient) {
  const known = new Map<string, { readonly value: string; readonly readAt: string }>();
  return async (name: string, example: string): Promise<string> => {
    const cached = known.get(name);
    const now = clock.now();
    if (cached && msBetween(cached.readAt, now) < cachedForMs) return cached.value;
    try {
      const value = await fetchSecret(client, name, example);
      known.set(name, { value, readAt: now });
      return value;
    } catch (error) {
      if (cached && error instanceof RetryableError) return cached.value;
      throw error;
    }
  };
}

async function fetchSecret(client: SecretsManagerClient, name: string, example: string): Promise<string> {
  try {
    const { SecretString = "" } = await client.send(new GetSecretValueCommand({ SecretId: name }));
    const value = asMeant(SecretString);
    if (value && !value.startsWith("EMPTY")) return value;
  } catch (error) {
    // An existing secret without any value is not found either.
    if (!(error instanceof Error && error.name === "ResourceNotFoundException"))
      throw serviceFailure(error, `Reading the secret ${name}`);
  }
  throw new ConfigurationError(`The secret ${name} is empty. ${fillIt(name, example)}`);
}

/**
 * A value as whoever pasted it meant it: without the line ends, the quotes and the signs that cannot be seen which come
 * along with it. Quotes around a link key stay, for links were signed with them.
 */
function asMeant(pasted: string): string {
  const value = pasted.replaceAll(/[\u200B-\u200D\u2060\uFEFF]/g, "").trim();
  return /^(["'])((whsec|sk|rk)_[^"']*)\1$/.exec(value)?.[2]?.trim() ?? value;
}

/** The line ends within a JSON text that was pasted are none of the secrets'. */
const inOneLine = (value: string): string => value.replaceAll(/[\r\n]+/g, "");

function signingSecretsOf(value: string, name: string): readonly string[] {
  const rotation = rotationSchema.safeParse(value.startsWith("{") ? parsedJson(inOneLine(value)) : { current: value });
  if (rotation.success) return [rotation.data.current, rotation.data.previous].filter((secret) => secret !== undefined);
  throw new ConfigurationError(
    `The secret ${name} must be the endpoint's signing secret, which starts with whsec_, or during rotation {"current": "whsec_...", "previous": "whsec_..."}. ${fillIt(name, "whsec_...")}`,
  );
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function nameOf(name: string | undefined, role: string): string {
  if (name) return name;
  throw new ConfigurationError(`This function was not given the name of the ${role}; its construct must pass it.`);
}

const fillIt = (name: string, example: string) =>
  `Fill it: aws secretsmanager put-secret-value --secret-id ${name} --secret-string ${example}`;
