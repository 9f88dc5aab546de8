import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { houseFaults, importsOf, type SourceFile } from "./import-rules.ts";

const root = join(import.meta.dirname, "../..");
const files = globSync(["*.ts", "{bin,lib,functions,local,emails,tests,bench}/**/*.ts"], { cwd: root })
  .filter((path) => !path.endsWith(".d.ts") && !path.startsWith("tests/house/"))
  .map((path) => ({ path, text: readFileSync(join(root, path), "utf8") }));

describe("the house", () => {
  it("is looked at", () => {
    const paths = files.map(({ path }) => path);
    expect(paths).toEqual(expect.arrayContaining(["retention.config.ts", "functions/platform/aws/system-clock.ts"]));
  });

  it("keeps its rules", () => {
    expect(houseFaults(files)).toEqual([]);
  });
});

const file = (path: string, ...lines: string[]): SourceFile => ({ path, text: lines.join("\n") });
const mini = 'import * as z from "zod/mini";';

describe("imports are found", () => {
  it.each([
    ["named", 'import { a } from "./a.ts";'],
    ["over several lines", 'import {\n  a,\n  b,\n} from "./a.ts";'],
    ["of types", 'import type { A } from "./a.ts";'],
    ["as a namespace", 'import * as a from "./a.ts";'],
    ["for their effect", 'import "./a.ts";'],
    ["re-exported", 'export { a } from "./a.ts";'],
    ["re-exported whole", 'export * from "./a.ts";'],
    ["at run time", 'const a = await import("./a.ts");'],
    ["in single quotes", "import { a } from './a.ts';"],
    ["after another", 'import { c } from "node:crypto";\nimport { a } from "./a.ts";'],
  ])("%s", (_, text) => {
    expect(importsOf(file("functions/x/y.ts", text)).at(-1)?.file).toBe("functions/x/a.ts");
  });

  it("but not in comments", () => {
    expect(importsOf(file("a.ts", '// import { a } from "./a.ts";', '/** import "./b.ts" */'))).toEqual([]);
  });
});

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
      "the operator's file in a pure file",
      file("functions/dunning/decide.ts", 'import policy from "../../retention.config.ts";'),
      "imports retention.config.ts; only",
    ],
    [
      "the operator's file in an adapter",
      file("functions/platform/aws/x.ts", 'import policy from "../../../retention.config.ts";'),
      "imports retention.config.ts; only",
    ],
    [
      "the embedded world in a function",
      file("functions/x.lambda.ts", 'import { m } from "../local/engine/memory-store.ts";'),
      "imports local/engine/memory-store.ts, which is not deployed",
    ],
    [
      "the CDK in a function",
      file("functions/x.ts", 'import { m } from "../lib/stage.ts";'),
      "imports lib/stage.ts, which is not deployed",
    ],
    [
      "a test in a function",
      file("functions/x.ts", 'import { m } from "../tests/x.ts";'),
      "imports tests/x.ts, which is not deployed",
    ],
    [
      "a function in the CDK",
      file("lib/stacks/s.ts", 'import { handler } from "../../functions/ingest/receive.ts";'),
      "imports functions/ingest/receive.ts; at synth",
    ],
    [
      "a service in a pure file",
      file("functions/x.ts", 'import { SFNClient } from "@aws-sdk/client-sfn";'),
      "imports @aws-sdk/client-sfn; only adapters",
    ],
    [
      "the provider in a pure file",
      file("functions/x.ts", 'import Stripe from "stripe";'),
      "imports stripe; only adapters",
    ],
    [
      "files in a pure file",
      file("functions/x.ts", 'import { readFile } from "node:fs/promises";'),
      "imports node:fs/promises; only adapters",
    ],
    [
      "the time",
      file("functions/x.ts", "const now = Date.now();"),
      "reads the time; only functions/platform/aws/system-clock.ts may",
    ],
    ["the time as a date", file("functions/platform/aws/x.ts", "const now = new Date();"), "reads the time"],
    ["the time by Temporal", file("functions/x.ts", "const now = Temporal.Now.instant();"), "reads the time"],
    ["chance", file("functions/x.ts", "const n = Math.random();"), "reads chance"],
    ["chance as an id", file("functions/x.ts", 'import { randomUUID } from "node:crypto";'), "reads chance"],
    ["the environment", file("functions/x.lambda.ts", 'const table = process.env["TABLE"];'), "reads the environment"],
    ["the large zod", file("lib/x.ts", 'import { z } from "zod";'), "must import zod as"],
    ["zod without its namespace", file("lib/x.ts", 'import { z } from "zod/mini";'), "must import zod as"],
    ["a folder without a meaning", file("functions/utils/x.ts"), "says nothing by the name utils"],
    ["a file without a meaning", file("lib/helpers.ts"), "says nothing by the name helpers"],
  ])("find %s", (_, offending, fault) => {
    const [found, ...more] = houseFaults([offending]);
    expect(found).toContain(`${offending.path} ${fault}`);
    expect(more).toEqual([]);
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
      "functions/x.lambda.ts",
      'import { s } from "./platform/aws/s.ts";',
      'import policy from "../retention.config.ts";',
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
