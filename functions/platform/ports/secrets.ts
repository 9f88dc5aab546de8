/** Secrets by role. Each adapter knows the name of the secret in its own vault. */
export interface Secrets {
  /**
   * Live webhook signing secrets, newest first; two during rotation.
   * @throws ConfigurationError naming the secret and the command that fills it, if it is empty.
   */
  webhookSigningSecrets(): Promise<readonly string[]>;
}

/** The key that signs the links in messages. */
export interface LinkKey {
  /** At least 32 bytes. */
  linkSigningKey(): Promise<string>;
}

/** The provider's API key. */
export interface ProviderKey {
  /** @throws ConfigurationError naming the secret and the command that fills it, if it is empty. */
  providerApiKey(): Promise<string>;
}
