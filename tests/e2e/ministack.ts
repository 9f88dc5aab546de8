import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { freePort } from "./free-port.ts";
import { cache, searchPath } from "./paths.ts";
import { run, runFetching, type Server, startServer } from "./processes.ts";
import { say } from "./tally.ts";
import { until } from "./until.ts";

const version = "1.5.33";
const pythons = ["python3.11", "python3.12", "python3.13", "python3"];
export const region = "eu-central-1";

/** MiniStack, an emulator of AWS, on a port of this machine. */
export interface MiniStack {
  readonly url: string;
  readonly logFile: string;
  /** What a program needs to take it for AWS, and to know of no other account. */
  readonly environment: Readonly<Record<string, string>>;
  /** Stops it and starts it again with what it held. From then on each call must be permitted by the caller's role. */
  enforcePermissions(): Promise<void>;
  stop(): Promise<void>;
}

/** Installs MiniStack, pinned, in a virtual environment of its own, and starts it empty. */
export async function startMiniStack(): Promise<MiniStack> {
  const program = await install();
  const state = join(cache, "ministack");
  rmSync(state, { recursive: true, force: true });
  for (const folder of ["home", "tmp"]) mkdirSync(join(state, folder), { recursive: true });
  // What MiniStack runs from there is CommonJS, whatever the project around it says of itself.
  writeFileSync(join(state, "tmp/package.json"), "{}");
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const logFile = join(state, "ministack.log");
  const start = (more: Readonly<Record<string, string>>) =>
    startServer({ file: program, arguments: [], environment: { ...settings(state, port), ...more }, logFile });
  let server = await start({});
  await healthy(url, server);
  return {
    url,
    logFile,
    environment: accountEnvironment(url, state),
    enforcePermissions: async () => {
      await server.stop();
      server = await start({ AUTH: "true" });
      await healthy(url, server);
    },
    stop: () => server.stop(),
  };
}

async function install(): Promise<string> {
  const folder = join(cache, `ministack-${version}`);
  const program = join(folder, "bin/ministack");
  if (existsSync(program)) return program;
  say(`Installing MiniStack ${version}.`);
  await run({ file: await findPython(), arguments: ["-m", "venv", "--clear", folder], environment: process.env });
  const pip = ["-m", "pip", "install", "--quiet", `ministack==${version}`];
  await runFetching({ file: join(folder, "bin/python"), arguments: pip, environment: process.env });
  return program;
}

async function findPython(): Promise<string> {
  const recent = "import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))";
  for (const file of pythons) {
    const fits = await run({ file, arguments: ["-c", recent], environment: process.env }).then(
      () => true,
      () => false,
    );
    if (fits) return file;
  }
  throw new Error(`The end-to-end tests need Python 3.11 or later with venv; tried ${pythons.join(", ")}.`);
}

/** Functions inherit this, so it holds nothing that a deployed function would not have. */
const settings = (state: string, port: number): Record<string, string> => ({
  PATH: searchPath,
  HOME: join(state, "home"),
  TMPDIR: join(state, "tmp"),
  LANG: "C.UTF-8",
  GATEWAY_PORT: String(port),
  MINISTACK_REGION: region,
  PERSIST_STATE: "1",
  STATE_DIR: join(state, "state"),
  S3_PERSIST: "1",
  S3_DATA_DIR: join(state, "s3"),
});

const accountEnvironment = (url: string, state: string): Record<string, string> => ({
  PATH: searchPath,
  HOME: join(state, "home"),
  AWS_ENDPOINT_URL: url,
  AWS_REGION: region,
  AWS_ACCESS_KEY_ID: "test",
  AWS_SECRET_ACCESS_KEY: "test",
  AWS_EC2_METADATA_DISABLED: "true",
  CDK_DISABLE_CLI_TELEMETRY: "1",
});

async function healthy(url: string, server: Server): Promise<void> {
  await until("MiniStack answers", async () => {
    if (server.ended() !== null) throw new Error(`MiniStack ended with ${server.ended()} instead of answering.`);
    const answer = await fetch(`${url}/_ministack/health`).catch(() => undefined);
    return answer?.ok;
  });
}
