import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { createAdaptorServer } from "@hono/node-server";
import type { StripeApi } from "./api/stripe-api.ts";

/** The simulated Stripe's API over HTTP. */
export interface StripeServer {
  /** `http://127.0.0.1:12111` */
  readonly url: string;
  readonly port: number;
  close(): Promise<void>;
}

/**
 * Serves the API on this machine only.
 * @param port 0 takes any free one.
 */
export async function startStripeServer(options: {
  readonly port: number;
  readonly stripe: StripeApi;
}): Promise<StripeServer> {
  const fetch = (request: Request) => options.stripe.fetch(request);
  // It would put classes of its own in the place of Request and Response, for the whole process.
  const server = createAdaptorServer({ fetch, overrideGlobalObjects: false });
  server.listen(options.port, "127.0.0.1");
  await once(server, "listening");
  const { port } = addressOf(server.address());
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    close: async () => {
      server.close();
      await once(server, "close");
    },
  };
}

function addressOf(address: AddressInfo | string | null): AddressInfo {
  if (address === null || typeof address === "string")
    throw new TypeError("The simulated Stripe does not listen on a port.");
  return address;
}
