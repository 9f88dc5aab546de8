import { ConfigurationError } from "../errors.ts";

/** What the SDK signs requests with. */
interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string | undefined;
}

/**
 * The credentials that Lambda gives every function in its environment, under the name of the SDK's own chain, in whose
 * place bundles have it: the chain's other links (SSO, files, instance metadata, other processes) have nothing to find in
 * a function, and are a tenth of its bundle. They are those of one environment for as long as it lives.
 * @throws ConfigurationError where there are none.
 */
export const defaultProvider = (): (() => Promise<Credentials>) => async () => {
  const {
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    AWS_SESSION_TOKEN: sessionToken,
  } = process.env;
  if (accessKeyId === undefined || secretAccessKey === undefined)
    throw new ConfigurationError("AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are not set: Lambda sets both.");
  return { accessKeyId, secretAccessKey, sessionToken };
};
