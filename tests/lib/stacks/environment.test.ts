import { globSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { describe, expect, test } from "vitest";
import * as z from "zod/mini";
import { bothWays, projectRoot, propertiesOf, synthesise } from "../synthesise.ts";

const { service } = synthesise({ stage: "prod", stripeApiUrl: "http://localhost:12111" }, bothWays);
const lambda = z.looseObject({
  FunctionName: z.string(),
  Environment: z.object({ Variables: z.record(z.string(), z.unknown()) }),
});
const given = new Map(
  [...propertiesOf(service, "AWS::Lambda::Function", lambda).values()].map(({ FunctionName, Environment }) => [
    FunctionName,
    Object.keys(Environment.Variables).sort(),
  ]),
);
const wiringFiles = globSync("functions/**/*.lambda.ts", { cwd: projectRoot });

test("every wiring file is deployed, and nothing else is", () => {
  const names = wiringFiles.map((path) => `holdfast-prod-${basename(path, ".lambda.ts")}`);
  expect([...given.keys()].sort()).toEqual(names.sort());
});

describe("each function is told what it asks for", () => {
  test.each(wiringFiles)("%s", (path) => {
    const source = readFileSync(join(projectRoot, path), "utf8");
    const asked = new Set(Array.from(source.matchAll(/\b([A-Z][A-Z0-9_]+): z\./g), ([, name]) => name ?? ""));
    expect(asked.size).toBeGreaterThan(0);
    expect(given.get(`holdfast-prod-${basename(path, ".lambda.ts")}`)).toEqual([...asked].sort());
  });
});

test("nobody is told of another Stripe unless the context says so", () => {
  const usual = propertiesOf(synthesise({ stage: "prod" }).service, "AWS::Lambda::Function", lambda);
  expect([...usual.values()].flatMap(({ Environment }) => Object.keys(Environment.Variables))).not.toContain(
    "STRIPE_API_URL",
  );
});
