import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { freePort } from "./free-port.ts";
import { cache } from "./paths.ts";
import { runFetching, startServer } from "./processes.ts";
import { say } from "./tally.ts";
import { until } from "./until.ts";

const version = "v0.203.0";

/** stripe-mock, which checks each request against Stripe's own description of its API. */
export async function startStripeMock(): Promise<{ readonly url: string; stop(): Promise<void> }> {
  const program = await install();
  const port = await freePort();
  const server = await startServer({
    file: program,
    arguments: ["-http-port", String(port)],
    environment: {},
    logFile: join(cache, "stripe-mock.log"),
  });
  const url = `http://127.0.0.1:${port}`;
  await until("stripe-mock answers", () => fetch(url).catch(() => undefined));
  return { url, stop: server.stop };
}

async function install(): Promise<string> {
  const folder = join(cache, `stripe-mock-${version}`);
  const program = join(folder, "stripe-mock");
  if (existsSync(program)) return program;
  say(`Installing stripe-mock ${version}.`);
  mkdirSync(folder, { recursive: true });
  const environment = { ...process.env, GOBIN: folder };
  await runFetching({ file: "go", arguments: ["install", `github.com/stripe/stripe-mock@${version}`], environment });
  return program;
}
