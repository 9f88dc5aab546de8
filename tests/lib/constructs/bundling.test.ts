import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import * as z from "zod/mini";
import { bundle } from "../../../lib/constructs/bundling.ts";
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
  const bundled = bundle(entry);
  expect(readdirSync(bundled)).toEqual(["index.mjs"]);
  const { handler } = z
    .object({ handler: z.function({ input: [z.string()], output: z.string() }) })
    .parse(await import(join(bundled, "index.mjs")));
  expect(handler("class")).toBe("function class");
});

test("the same entry is bundled once", () => {
  const entry = entryFile("b.ts", "export const handler = () => DynamoDBClient;");
  expect(bundle(entry)).toBe(bundle(entry));
  expect(existsSync(join(bundle(entry), "index.mjs"))).toBe(true);
});

test("an entry that is missing stops the synthesis", () => {
  expect(() => bundle(join(folder, "missing.ts"))).toThrow(/missing\.ts/);
});
