import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";

interface Run {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

const run = (...words: readonly string[]): Promise<Run> =>
  new Promise((resolve) => {
    execFile(process.execPath, ["local/cases.ts", ...words], { maxBuffer: 1e8 }, (error, stdout, stderr) =>
      resolve({ exitCode: typeof error?.code === "number" ? error.code : 0, stdout, stderr }),
    );
  });

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "cases-"));
});
afterEach(() => rm(folder, { recursive: true }));

const source = "tests/fixtures/cases/01-account-id-says-nothing";

async function folderWith(name: string, script: unknown): Promise<void> {
  await mkdir(join(folder, name), { recursive: true });
  await cp(join(source, "events.jsonl"), join(folder, name, "events-some.jsonl"));
  await writeFile(join(folder, name, "case.json"), JSON.stringify(script));
}

it("prints a line of JSON for every file of events below the folder, and nothing else on stdout", async () => {
  await folderWith("b", { until: "2026-01-12T00:00:00Z" });
  await folderWith("a/deep", { until: "2026-01-05T09:00:01Z" });
  await writeFile(join(folder, "a", "other.jsonl"), "{}");
  const { exitCode, stdout, stderr } = await run(`${folder}/`);
  expect([exitCode, stderr]).toEqual([0, ""]);
  const lines = stdout
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  expect(lines.map(({ file }) => file)).toEqual([
    `${folder}/a/deep/events-some.jsonl`,
    `${folder}/b/events-some.jsonl`,
  ]);
  for (const line of lines)
    expect(Object.keys(line)).toEqual(["file", "cases", "charges", "letters", "calls", "parked"]);
  const [one, other] = lines;
  const open = { invoiceId: "in_anna", status: "open", outcome: null, amountMinor: 4900, currency: "EUR" };
  expect(one).toMatchObject({ cases: [open], charges: [], letters: [], calls: [], parked: 0 });
  expect(other).toMatchObject({ cases: [open], parked: 0 });
  expect(other.charges[0]).toEqual({
    at: expect.stringMatching(/^2026-01-06T.*Z$/),
    invoiceId: "in_anna",
    methodId: "pm_anna1",
    result: "declined",
  });
  expect(other.letters[0]).toEqual({
    at: expect.stringMatching(/^2026-01-.*Z$/),
    name: "payment-failed",
    to: "anna@mail.example",
    subject: expect.any(String),
    text: expect.stringContaining("€49.00"),
    invoiceIds: ["in_anna"],
    because: expect.any(String),
  });
  expect((await run(folder)).stdout).toBe(stdout);
});

it("plays sixty days past the last event unless told until when", async () => {
  await cp(join(source, "events.jsonl"), join(folder, "events.jsonl"));
  const { stdout } = await run(folder);
  expect(JSON.parse(stdout)).toMatchObject({
    cases: [{ status: "closed", outcome: { kind: "lost" } }],
    calls: [
      { what: "pauseSubscription", id: "sub_anna" },
      { what: "markUncollectible", id: "in_anna" },
      { what: "cancelSubscription", id: "sub_anna" },
    ],
  });
});

it("tells on stderr what was left out and what the endpoint refused, and goes on", async () => {
  const endless = {
    id: "e".repeat(300),
    object: "event",
    type: "invoice.paid",
    created: 1767603600,
    data: { object: {} },
  };
  await writeFile(join(folder, "events.jsonl"), `${JSON.stringify(endless)}\nnot an event`);
  const { exitCode, stdout, stderr } = await run(folder);
  expect([exitCode, JSON.parse(stdout).cases]).toEqual([0, []]);
  expect(stderr).toMatch(/events\.jsonl: Line 2: not JSON/);
  expect(stderr).toMatch(/events\.jsonl: refused with 400: .+\./);
});

it.each([
  [[], "missing required argument 'FOLDER'"],
  [["one", "two"], "too many arguments"],
  [["nowhere"], "nowhere cannot be read: ENOENT"],
  [["docs/images"], "docs/images holds no events*.jsonl"],
])("ends with 2 and one sentence for %j", async (words, sentence) => {
  const { exitCode, stdout, stderr } = await run(...words);
  expect([exitCode, stdout]).toEqual([2, ""]);
  expect(stderr).toContain(sentence);
  expect(stderr).not.toContain("    at ");
});

it("plays nothing if a case.json cannot be meant, and says so once", async () => {
  await folderWith("a", { until: "soon" });
  await cp(join(source, "events.jsonl"), join(folder, "a", "events-more.jsonl"));
  const { exitCode, stdout, stderr } = await run(folder);
  expect([exitCode, stdout]).toEqual([2, ""]);
  expect(stderr).toMatch(/^[^\n]+a\/case\.json: until is "soon"; it must be [^\n]+\n$/);
});
