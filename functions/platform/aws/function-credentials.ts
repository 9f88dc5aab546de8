import * as z from "zod/mini";
import { environment } from "./environment.ts";

/** What the SDK signs requests with. */
interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string | undefined;
}

const givenByLambda = z.object({
  AWS_ACCESS_KEY_ID: z.string(),
  AWS_SECRET_ACCESS_KEY: z.string(),
  AWS_SESSION_TOKEN: z.optional(z.string()),
});

/**
 * The credentials that Lambda gives every function in its environment, under the name of the SDK's own chain, in whose
 * place bundles have it: the chain's other links (SSO, files, instance metadata, other processes) have nothing to find in
 * a function, and are a tenth of its bundle. They are those of one environment for as long as it lives.
 * @throws ConfigurationError where there are none.
 */
export const defaultProvider = (): (() => Promise<Credentials>) => async () => {
  const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN } = environment(givenByLambda);
  return {
    accessKeyId: AWS_ACCESS_KEY_ID,
    secretAccessKey: AWS_SECRET_ACCESS_KEY,
    sessionToken: AWS_SESSION_TOKEN,
  };
};
