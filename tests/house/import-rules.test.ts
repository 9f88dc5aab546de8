import { existsSync, globSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import * as z from "zod/mini";
import { inPlaceOf } from "../../lib/constructs/bundling.ts";
import { aliasFaults, houseFaults } from "./import-rules.ts";
import { projectFiles, root, textOf } from "./project-files.ts";
import type { SourceFile } from "./source-file.ts";

const packageSchema = z.looseObject({
  dependencies: z.record(z.string(), z.string()),
  devDependencies: z.record(z.string(), z.string()),
});
const readJson = (path: string): unknown => JSON.parse(textOf(path));

// What these tests show as wrong stands in strings here, and some rules read text.
const files = projectFiles.filter(({ path }) => !path.startsWith("tests/house/"));

describe("the house", () => {
  it("is looked at", () => {
    const paths = files.map(({ path }) => path);
    expect(paths).toEqual(expect.arrayContaining(["retention.config.ts", "functions/platform/aws/system-clock.ts"]));
  });

  it("keeps its rules", () => {
    expect(houseFaults(files)).toEqual([]);
  });

  it("knows no alias", () => {
    const { dependencies, devDependencies, ...others } = packageSchema.parse(readJson("package.json"));
    const packages = { ...dependencies, ...devDependencies };
    expect(aliasFaults(projectFiles, Object.keys(packages))).toEqual([]);
    expect(Object.values(packages).filter((version) => !/^[\^\d]/.test(version))).toEqual([]);
    expect(Object.keys(others).filter((key) => ["imports", "exports", "workspaces", "main"].includes(key))).toEqual([]);
    expect(textOf("tsconfig.json")).not.toMatch(/"(paths|baseUrl|rootDirs|extends)"/);
    expect(textOf("vitest.config.ts")).not.toMatch(/\balias\b/);
    // A bundle has a part of the SDK by another file: no name that our own files write means anything else there.
    expect(Object.keys(inPlaceOf)).toEqual(["@aws-sdk/credential-provider-node"]);
    expect(textOf("lib/constructs/bundling.ts").match(/\balias\b.*/g)).toEqual(["alias: inPlaceOf,"]);
    const naming = files.filter(({ text }) => text.includes("@aws-sdk/credential-provider")).map(({ path }) => path);
    expect(naming).toEqual(["lib/constructs/bundling.ts"]);
  });

  it("has tests where what they test is", () => {
    const folders = globSync("tests/{functions,local}/**/*.test.ts", { cwd: root }).map(dirname);
    const sources = [...new Set(folders)].map((folder) => folder.replace(/^tests\//, ""));
    expect(sources.filter((folder) => !existsSync(join(root, folder)))).toEqual([]);
  });

  it("is made of TypeScript files, in their own places", () => {
    const entries = readdirSync(join(root, "functions"), { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => !entry.isDirectory());
    expect(files.filter((entry) => !entry.isFile() || !entry.name.endsWith(".ts")).map(({ name }) => name)).toEqual([]);
  });
});

const file = (path: string, ...lines: string[]): SourceFile => ({ path, text: lines.join("\n") });
const mini = 'import * as z from "zod/mini";';

describe("the rules", () => {
  it.each([
    [
      "an adapter in a pure file",
      file("functions/dunning/decide.ts", 'import { systemClock } from "../platform/aws/system-clock.ts";'),
      "imports functions/platform/aws/system-clock.ts; only",
    ],
    [
      "the provider's adapter in a pure file",
      file("functions/dunning/decide.ts", 'import { s } from "../providers/stripe/api/stripe-payments.ts";'),
      "imports functions/providers/stripe/api/stripe-payments.ts; only",
    ],
    [
      "the proved policy in a pure file",
      file("functions/policy/prove.ts", 'import { deployedPolicy } from "./deployed-policy.ts";'),
      "imports functions/policy/deployed-policy.ts; only",
    ],
    [
      "the operator's file in a function",
      file("functions/ingest/x.lambda.ts", 'import policy from "../../retention.config.ts";'),
      "imports retention.config.ts, which is not deployed",
    ],
    [
      "the embedded world in a function",
      file("functions/ingest/x.lambda.ts", 'import { m } from "../../local/engine/memory-store.ts";'),
      "imports local/engine/memory-store.ts, which is not deployed",
    ],
    [
      "the CDK in a function",
      file("functions/billing/x.ts", 'import { m } from "../../lib/stage.ts";'),
      "imports lib/stage.ts, which is not deployed",
    ],
    [
      "a test in a function",
      file("functions/billing/x.ts", 'import { m } from "../../tests/x.ts";'),
      "imports tests/x.ts, which is not deployed",
    ],
    [
      "a function in the CDK",
      file("lib/stacks/s.ts", 'import { handler } from "../../functions/ingest/receive.ts";'),
      "imports functions/ingest/receive.ts; at synth",
    ],
    [
      "a service in a pure file",
      file("functions/billing/x.ts", 'import { SFNClient } from "@aws-sdk/client-sfn";'),
      "imports @aws-sdk/client-sfn; only adapters",
    ],
    [
      "the provider in a pure file",
      file("functions/billing/x.ts", 'import Stripe from "stripe";'),
      "imports stripe; only adapters",
    ],
    [
      "files in a pure file",
      file("functions/billing/x.ts", 'import { readFile } from "node:fs/promises";'),
      "imports node:fs/promises; only adapters",
    ],
    [
      "the time",
      file("functions/billing/x.ts", "const now = Date.now();"),
      "reads the time; only functions/platform/aws/system-clock.ts may",
    ],
    ["the time as a date", file("functions/platform/aws/x.ts", "const now = new Date();"), "reads the time"],
    ["the time by Temporal", file("functions/billing/x.ts", "const now = Temporal.Now.instant();"), "reads the time"],
    ["chance", file("functions/billing/x.ts", "const n = Math.random();"), "reads chance"],
    ["chance as an id", file("functions/billing/x.ts", 'import { randomUUID } from "node:crypto";'), "reads chance"],
    [
      "the environment",
      file("functions/ingest/x.lambda.ts", 'const table = process.env["TABLE"];'),
      "reads the environment",
    ],
    ["the large zod", file("lib/x.ts", 'import { z } from "zod";'), "must import zod as"],
    ["zod without its namespace", file("lib/x.ts", 'import { z } from "zod/mini";'), "must import zod as"],
    ["a folder without a meaning", file("functions/billing/utils/x.ts"), "says nothing by the name utils"],
    ["a file without a meaning", file("lib/helpers.ts"), "says nothing by the name helpers"],
  ])("find %s", (_, offending, fault) => {
    const [found, ...more] = houseFaults([offending]);
    expect(found).toContain(`${offending.path} ${fault}`);
    expect(more).toEqual([]);
  });

  it.each([
    [
      "another root file in a function, which may hand on what it may not import",
      file("functions/billing/x.ts", 'import { decide } from "../../shortcut.ts";'),
      "imports shortcut.ts, which is not deployed",
    ],
    [
      "the letters' copy in a function",
      file("functions/billing/x.lambda.ts", 'import { c } from "../../emails/compile/copy.ts";'),
      "imports emails/compile/copy.ts, which is not deployed",
    ],
    [
      "more than defineRetention in the operator's file",
      file("retention.config.ts", 'export * from "./functions/dunning/decide.ts";'),
      "imports ./functions/dunning/decide.ts; it holds settings",
    ],
    [
      "the CDK in the sandbox",
      file("local/world/x.ts", 'import { m } from "../../lib/stage.ts";'),
      "imports lib/stage.ts; local/ stands on functions/",
    ],
    [
      "the CDK in the list of functions",
      file("lib/functions.ts", 'import { Duration } from "aws-cdk-lib";'),
      "imports aws-cdk-lib; the sandbox reads it",
    ],
    [
      "what is deployed in another function",
      file("functions/sweep/x.lambda.ts", 'import { handler } from "../ingest/receive.lambda.ts";'),
      "imports functions/ingest/receive.lambda.ts; it wires",
    ],
    [
      "what is deployed in a test",
      file("tests/functions/x.ts", 'import { handler } from "../../functions/ingest/receive.lambda.ts";'),
      "imports functions/ingest/receive.lambda.ts; it wires",
    ],
  ])("find %s", (_, offending, fault) => {
    const [found, ...more] = houseFaults([offending]);
    expect(found).toContain(`${offending.path} ${fault}`);
    expect(more).toEqual([]);
  });

  it.each([
    "#dunning/decide.ts",
    "holdfast/functions/dunning/decide.ts",
    "functions/dunning/decide.ts",
    "/x.ts",
    "data:x",
  ])("find the alias %s", (name) => {
    const offending = [file("functions/billing/x.ts", `import type { D } from "${name}";`)];
    expect(aliasFaults(offending, ["stripe"])).toEqual([
      `functions/billing/x.ts imports ${name}, no package of package.json; import files by relative paths.`,
    ]);
  });

  it("let pass packages, their parts and their types", () => {
    const names = ["stripe", "hono/csrf", "aws-lambda", "node:fs"];
    const importing = names.map((name) => file("lib/x.ts", `import "${name}";`));
    expect(aliasFaults(importing, ["stripe", "hono", "@types/aws-lambda"])).toEqual([]);
  });

  it("hold the floors, and tell a circle of rooms besides", () => {
    const leaning = [
      file("functions/billing/a.ts", 'import "../dunning/b.ts";'),
      file("functions/dunning/c.ts", 'import "../billing/d.ts";'),
    ];
    expect(houseFaults(leaning)).toEqual([
      expect.stringContaining("functions/billing/a.ts imports functions/dunning/b.ts; dunning stands on floor 4"),
      "billing -> dunning -> billing is a circle of rooms in functions/.",
    ]);
  });

  it("find a cycle, once, and tell it whole", () => {
    const cycle = [
      file("lib/start.ts", 'import "./a.ts";'),
      file("lib/a.ts", 'import type { B } from "./b.ts";'),
      file("lib/b.ts", 'export * from "./c.ts";'),
      file("lib/c.ts", 'import { a } from "./a.ts";'),
    ];
    expect(houseFaults(cycle)).toEqual(["lib/a.ts -> lib/b.ts -> lib/c.ts -> lib/a.ts is a cycle."]);
  });

  it.each([
    file(
      "functions/ingest/x.lambda.ts",
      'import { s } from "../platform/aws/s.ts";',
      'import { deployedPolicy as policy } from "../policy/deployed-policy.ts";',
      mini,
    ),
    file(
      "functions/platform/aws/secrets-manager.ts",
      'import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";',
      'import { s } from "./service-failure.ts";',
    ),
    file("functions/platform/aws/system-clock.ts", "const now = Date.now();"),
    file(
      "functions/dunning/decide.ts",
      'import { createHash } from "node:crypto";',
      "const at = new Date(ms);",
      "// not Date.now()",
    ),
    file(
      "lib/stack.ts",
      'import { t } from "../functions/platform/aws/table-shape.ts";',
      'import { p } from "../functions/policy/policy.ts";',
      'import "../functions/platform/errors.ts";',
    ),
    file(
      "local/world/world.ts",
      'import { m } from "../functions/platform/aws/dynamodb-store.ts";',
      "const now = Date.now();",
    ),
  ])("let pass $path", (allowed) => {
    expect(houseFaults([allowed])).toEqual([]);
  });
});
