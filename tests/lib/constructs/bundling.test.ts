import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseSync } from "oxc-parser";
import { afterAll, describe, expect, test, vi } from "vitest";
import * as z from "zod/mini";
import { bundle } from "../../../lib/constructs/bundling.ts";
import { entryOf, functionList } from "../../../lib/functions.ts";
import policy from "../../../retention.config.ts";
import { projectRoot } from "../synthesise.ts";

const folder = mkdtempSync(join(tmpdir(), "holdfast-test-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** Writes an entry that imports the AWS SDK, whose parts are partly CommonJS. */
function entryFile(name: string, body: string): string {
  const file = join(folder, name);
  const client = join(projectRoot, "node_modules/@aws-sdk/client-dynamodb");
  writeFileSync(file, `import { DynamoDBClient } from ${JSON.stringify(client)};\n${body}`);
  return file;
}

test("a bundle is one file that runs by itself, SDK included", async () => {
  const entry = entryFile("a.ts", 'export const handler = (name: string) => [typeof DynamoDBClient, name].join(" ");');
  const bundled = bundle(entry, policy);
  expect(readdirSync(bundled)).toEqual(["index.mjs"]);
  const { handler } = z
    .object({ handler: z.function({ input: [z.string()], output: z.string() }) })
    .parse(await import(join(bundled, "index.mjs")));
  expect(handler("class")).toBe("function class");
});

test("a bundle signs with what Lambda gives it, and carries no other way to credentials", async () => {
  const region = '{ region: "eu-north-1" }';
  const entry = entryFile(
    "signing.ts",
    `export const handler = () => new DynamoDBClient(${region}).config.credentials();`,
  );
  const file = join(bundle(entry, policy), "index.mjs");
  expect(readFileSync(file, "utf8").includes("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI")).toBe(false);
  const { handler } = z
    .object({ handler: z.function({ input: [], output: z.promise(z.unknown()) }) })
    .parse(await import(file));
  vi.stubEnv("AWS_ACCESS_KEY_ID", undefined);
  await expect(handler()).rejects.toThrow("AWS_ACCESS_KEY_ID is missing");
  const given = { accessKeyId: "AKIA", secretAccessKey: "secret", sessionToken: "token" };
  vi.stubEnv("AWS_ACCESS_KEY_ID", given.accessKeyId);
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", given.secretAccessKey);
  vi.stubEnv("AWS_SESSION_TOKEN", given.sessionToken);
  expect(await handler()).toMatchObject(given);
});

test("the same entry is bundled once", () => {
  const entry = entryFile("b.ts", "export const handler = () => DynamoDBClient;");
  expect(bundle(entry, policy)).toBe(bundle(entry, policy));
  expect(existsSync(join(bundle(entry, policy), "index.mjs"))).toBe(true);
});

test("an entry that is missing stops the synthesis", () => {
  expect(() => bundle(join(folder, "missing.ts"), policy)).toThrow(/missing\.ts/);
});

test("an entry that needs what is neither in it nor in Node stops the synthesis", () => {
  const entry = join(folder, "needy.ts");
  writeFileSync(
    entry,
    'export const handler = () => { try { return require("not-there"); } catch { return "without"; } };',
  );
  expect(() => bundle(entry, policy)).toThrow('A bundle needs "not-there", which is neither in it nor in Node');
});

describe("the bundle of each function", () => {
  const variables = (entry: string) =>
    [...readFileSync(entry, "utf8").matchAll(/\b([A-Z][A-Z0-9_]+): z\./g)].map(([, name = ""]) => name);

  test.each(functionList.map((listed) => [listed.name, join(projectRoot, entryOf(listed))] as const))(
    "%s imports nothing, and starts",
    async (_, entry) => {
      const file = join(bundle(entry, policy), "index.mjs");
      expect(parseSync(file, readFileSync(file, "utf8")).module.staticImports).toEqual([]);
      for (const name of variables(entry)) vi.stubEnv(name, "https://example.com");
      vi.stubEnv("AWS_REGION", "us-east-1");
      expect(await import(file)).toMatchObject({ handler: expect.any(Function) });
    },
  );
});

test("a function carries the letters it sends, and no others", () => {
  const carried = (name: string) => {
    const file = join(bundle(join(projectRoot, `functions/dunning/acts/${name}.lambda.ts`), policy), "index.mjs");
    const text = readFileSync(file, "utf8");
    return { toCustomers: text.includes("Update your card"), toStaff: text.includes("Open billing support") };
  };
  expect(carried("notify")).toEqual({ toCustomers: true, toStaff: false });
  expect(carried("retry-payment")).toEqual({ toCustomers: true, toStaff: false });
  expect(carried("hand-to-person")).toEqual({ toCustomers: false, toStaff: true });
});

test("a function carries the policy that was proved, and not the checks", async () => {
  const entry = join(folder, "c.ts");
  writeFileSync(
    entry,
    `export { deployedPolicy as policy } from ${JSON.stringify(join(projectRoot, "functions/policy/deployed-policy.ts"))};\n`,
  );
  const proved = { ...policy, company: { ...policy.company, name: "Proved" } };
  const file = join(bundle(entry, proved), "index.mjs");
  expect(readFileSync(file, "utf8")).not.toContain("must be an ISO 8601 duration");
  expect(await import(file)).toMatchObject({ policy: proved });
});
