import { Validations } from "aws-cdk-lib";
import { AwsSolutionsChecks } from "cdk-nag";
import { expect, test } from "vitest";
import * as z from "zod/mini";
import { bothWays, synthesise } from "./synthesise.ts";

const { app } = synthesise({ stage: "prod", formerAddress: "drop" });
const acknowledged = z.record(z.string(), z.string());

test.each(["keep", "drop"])("cdk-nag finds nothing that is not explained (formerAddress: %s)", (formerAddress) => {
  const { violations } = new AwsSolutionsChecks().validateScope(synthesise({ stage: "prod", formerAddress }).app);
  expect(violations.map(({ ruleName }) => ruleName)).toEqual([]);
});

test("nor where events come by the provider's event bus", () => {
  const { violations } = new AwsSolutionsChecks().validateScope(synthesise({ stage: "prod" }, bothWays).app);
  expect(violations.map(({ ruleName }) => ruleName)).toEqual([]);
});

test("what is explained is this, and each with a sentence", () => {
  const entries = app.node
    .findAll()
    .flatMap(({ node }) => node.metadata.filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY))
    .flatMap(({ data }) => Object.entries(acknowledged.parse(data)));
  const counts = Map.groupBy(entries, ([id]) => id.replace("Annotation::AwsSolutions-", ""));
  expect(Object.fromEntries([...counts].map(([id, { length }]) => [id, length]))).toEqual({
    SMG4: 3,
    APIG4: 3,
    SF1: 2,
    SF2: 2,
    "IAM5[Resource::*]": 7,
  });
  expect(entries.filter(([, reason]) => !/^[A-Z].{50,}\.$/.test(reason))).toEqual([]);
});

test("stages live beside each other", () => {
  const names = ["dev", "prod"].flatMap((stage) => {
    const { app: one } = synthesise({ stage });
    return [one.data.stackName, one.service.stackName];
  });
  expect(names).toEqual(["Holdfast-dev-Data", "Holdfast-dev-Service", "Holdfast-prod-Data", "Holdfast-prod-Service"]);
});

test("a stage is dev unless named", () => {
  expect(synthesise().app.data.stackName).toBe("Holdfast-dev-Data");
});

test.each(["Prod", "1st", "a_b", "stage-with-a-name-too-long"])("a stage cannot be called %j", (stage) => {
  expect(() => synthesise({ stage })).toThrow(`The context value stage is "${stage}"; use up to 20`);
});
