import { serve } from "@hono/node-server";
import type { SandboxWorld } from "../views/sandbox-world.ts";
import { createApp } from "./app.ts";

/** The sandbox's web page while it is served. */
export interface RunningPage {
  /** `http://localhost:8787`, without a slash at its end. */
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Serves the sandbox on this machine only.
 * @param port 0 picks a free one.
 * @throws an error that names the port if it is taken.
 */
export function startPage({
  world,
  port,
}: {
  readonly world: SandboxWorld;
  readonly port: number;
}): Promise<RunningPage> {
  return new Promise((resolve, reject) => {
    // The server would put classes of its own in the place of Request and Response, for the whole process.
    const ours = { fetch: createApp(world).fetch, port, hostname: "127.0.0.1", overrideGlobalObjects: false };
    const server = serve(ours, (address) =>
      resolve({ url: `http://localhost:${address.port}`, close: () => close(server) }),
    );
    server.once("error", (error: NodeJS.ErrnoException) =>
      reject(
        error.code === "EADDRINUSE"
          ? new Error(`Port ${port} is taken: stop what listens there, or choose another with --port.`)
          : error,
      ),
    );
  });
}

function close(server: ReturnType<typeof serve>): Promise<void> {
  return new Promise((resolve, reject) => {
    server.close((error) => (error ? reject(error) : resolve()));
    if ("closeAllConnections" in server) server.closeAllConnections();
  });
}
