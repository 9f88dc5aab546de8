import { expect, it } from "vitest";
import { floorModule, sdkNeedsOf } from "../../bench/sdk-needs.ts";

it("gathers what all sources of a bundle import from SDKs, and nothing else", () => {
  const needs = sdkNeedsOf([
    'import {\n  DynamoDBClient,\n  PutItemCommand,\n  type QueryCommandInput,\n} from "@aws-sdk/client-dynamodb";',
    'import { GetItemCommand, PutItemCommand } from "@aws-sdk/client-dynamodb";\nimport { marshall } from "@aws-sdk/util-dynamodb";',
    'import type { SFNClient } from "@aws-sdk/client-sfn";\nimport Stripe from "stripe";\nimport * as z from "zod/mini";',
  ]);
  expect([...needs].map(([name, values]) => [name, ...values])).toEqual([
    ["@aws-sdk/client-dynamodb", "DynamoDBClient", "PutItemCommand", "GetItemCommand"],
    ["stripe", "default"],
  ]);
});

it("makes a module that keeps them all and makes the AWS clients", () => {
  const needs = new Map([
    ["@aws-sdk/client-sfn", new Set(["StartExecutionCommand", "SFNClient"])],
    ["stripe", new Set(["default"])],
  ]);
  expect(floorModule(needs).split("\n")).toEqual([
    'import { SFNClient as n0_0, StartExecutionCommand as n0_1 } from "@aws-sdk/client-sfn";',
    "export const kept0 = [new n0_0({}), n0_1];",
    'import { default as n1_0 } from "stripe";',
    "export const kept1 = [n1_0];",
  ]);
});
