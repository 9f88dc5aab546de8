import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { messageOf } from "../../functions/platform/errors.ts";
import { say } from "./tally.ts";

interface Command {
  readonly file: string;
  readonly arguments: readonly string[];
  readonly cwd?: string;
  /** The whole environment; nothing is inherited. */
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/**
 * Runs a command to its end.
 * @returns what it wrote to stdout.
 * @throws Error with everything it wrote if it fails or cannot be found.
 */
export async function run(command: Command): Promise<string> {
  const child = spawn(command.file, command.arguments, {
    cwd: command.cwd,
    env: command.environment,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const stdout: Buffer[] = [];
  const everything: Buffer[] = [];
  child.stdout.on("data", (chunk: Buffer) => stdout.push(chunk) && everything.push(chunk));
  child.stderr.on("data", (chunk: Buffer) => everything.push(chunk));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  if (code === 0) return Buffer.concat(stdout).toString();
  const line = [command.file, ...command.arguments].join(" ");
  throw new Error(`${line} ended with ${code}:\n${Buffer.concat(everything).toString()}`);
}

const pausesBetweenTriesMs = [5_000, 30_000];

/**
 * Runs a command that fetches something, again if it fails: registries have bad moments.
 * @throws Error of the last try.
 */
export async function runFetching(command: Command): Promise<void> {
  for (const pauseMs of pausesBetweenTriesMs) {
    const failure = await run(command).then(() => undefined, messageOf);
    if (failure === undefined) return;
    say(`Once more in ${pauseMs / 1000} s. ${failure}`);
    await sleep(pauseMs);
  }
  await run(command);
}

/** A server that runs until it is stopped. */
export interface Server {
  /** The exit code if it has ended by itself. */
  readonly ended: () => number | null;
  stop(): Promise<void>;
}

const politeMs = 10_000;

/** Starts a server in a process group of its own, its output in `logFile`; a second start appends to it. */
export async function startServer(command: Command & { readonly logFile: string }): Promise<Server> {
  const child = spawn(command.file, command.arguments, {
    cwd: command.cwd,
    env: command.environment,
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
  });
  const log = createWriteStream(command.logFile, { flags: "a" });
  child.stdout.pipe(log, { end: false });
  child.stderr.pipe(log, { end: false });
  await once(child, "spawn");
  return { ended: () => child.exitCode, stop: () => stopGroup(child) };
}

async function stopGroup(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.pid === undefined) return;
  const closed = once(child, "exit");
  process.kill(-child.pid, "SIGTERM");
  const late = await Promise.race([closed.then(() => false), sleep(politeMs, true, { ref: false })]);
  if (late) process.kill(-child.pid, "SIGKILL");
  await closed;
}
