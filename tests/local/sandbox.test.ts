import { execFile } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";

interface Run {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

const run = (...words: readonly string[]): Promise<Run> =>
  new Promise((resolve) => {
    execFile(process.execPath, ["local/sandbox.ts", ...words], (error, stdout, stderr) =>
      resolve({ exitCode: typeof error?.code === "number" ? error.code : 0, stdout, stderr }),
    );
  });

const short = ["--headless", "--days", "2", "--customers", "5", "--seed", "1"];

it("prints the summary as JSON and nothing else, with --json", async () => {
  const { exitCode, stdout, stderr } = await run(...short, "--json");
  expect(exitCode).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({ seed: 1, customers: 5, failed: expect.any(Number) });
  expect(stderr).toContain("100%");
});

it("prints a table that fits a terminal", async () => {
  const { stdout } = await run(...short);
  expect(stdout).toContain("Failed invoices");
  expect(Math.max(...stdout.split("\n").map((line) => line.length))).toBeLessThanOrEqual(100);
});

it.each([
  [["--days", "0"], "option '--days <N>' argument '0' is invalid. It must be a whole number from 1 to 730.\n"],
  [["--headless", "--events", "none.jsonl"], "none.jsonl cannot be read: ENOENT"],
])("ends with 2 and one sentence for %j", async (words, sentence) => {
  const { exitCode, stdout, stderr } = await run(...words);
  expect([exitCode, stdout]).toEqual([2, ""]);
  expect(stderr).toContain(sentence);
  expect(stderr).not.toContain("    at ");
});

it("ends with 2 and one sentence when the port is taken", async () => {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" ? String(address?.port) : "";
  const { exitCode, stderr } = await run("--customers", "1", "--days", "1", "--port", port);
  server.close();
  expect(exitCode).toBe(2);
  expect(stderr).toBe(`Port ${port} is taken: stop what listens there, or choose another with --port.\n`);
});

it("replays a file, and counts the lines it could not read", async () => {
  const folder = await mkdtemp(join(tmpdir(), "sandbox-"));
  try {
    const path = join(folder, "events.jsonl");
    const event = {
      id: "evt_1",
      type: "customer.created",
      created: 1_767_600_000,
      data: { object: { id: "cus_1", object: "customer" } },
    };
    await writeFile(path, `${JSON.stringify(event)}\nnonsense\n`);
    const { exitCode, stdout, stderr } = await run("--headless", "--json", "--events", path);
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ eventsAccepted: 1, linesLeftOut: 1, from: "2026-01-05T07:59:59.000Z" });
    expect(stderr).toContain("Line 2: not JSON");
  } finally {
    await rm(folder, { recursive: true });
  }
});
