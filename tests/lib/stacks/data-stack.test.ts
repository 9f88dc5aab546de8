import { Match } from "aws-cdk-lib/assertions";
import { describe, expect, test } from "vitest";
import { synthesise } from "../synthesise.ts";

const { app, data } = synthesise({ stage: "prod" });
const rehearsal = synthesise({ stage: "test" });

describe.each(["holdfast-prod-inbox", "holdfast-prod-state"])("the table %s", (TableName) => {
  test("outlives its stack, refuses deletion and can be restored to any second", () => {
    data.hasResource("AWS::DynamoDB::GlobalTable", {
      DeletionPolicy: "Retain",
      UpdateReplacePolicy: "Retain",
      Properties: {
        TableName,
        BillingMode: "PAY_PER_REQUEST",
        Replicas: [
          {
            DeletionProtectionEnabled: true,
            PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
          },
        ],
      },
    });
  });

  test("has the keys, the sparse index and the time to live that the store writes", () => {
    data.hasResourceProperties("AWS::DynamoDB::GlobalTable", {
      TableName,
      KeySchema: [
        { AttributeName: "pk", KeyType: "HASH" },
        { AttributeName: "sk", KeyType: "RANGE" },
      ],
      GlobalSecondaryIndexes: [
        {
          IndexName: "dueKeys",
          KeySchema: [
            { AttributeName: "dueShard", KeyType: "HASH" },
            { AttributeName: "dueAt", KeyType: "RANGE" },
          ],
          Projection: { ProjectionType: "KEYS_ONLY" },
        },
      ],
      TimeToLiveSpecification: { AttributeName: "expiresAt", Enabled: true },
    });
  });
});

test.each(["inbox", "state"])("the table %s keeps its former index for the first deployment of an upgrade", (table) => {
  const upgrading = synthesise({ stage: "prod", formerIndex: "keep" });
  const [found] = Object.values(
    upgrading.data.findResources("AWS::DynamoDB::GlobalTable", { Properties: { TableName: `holdfast-prod-${table}` } }),
  );
  const keys = [
    { AttributeName: "dueShard", KeyType: "HASH" },
    { AttributeName: "dueAt", KeyType: "RANGE" },
  ];
  expect(found?.["Properties"].GlobalSecondaryIndexes).toEqual([
    { IndexName: "dueKeys", KeySchema: keys, Projection: { ProjectionType: "KEYS_ONLY" } },
    { IndexName: "due", KeySchema: keys, Projection: { ProjectionType: "ALL" } },
  ]);
});

test("the inbox's stream carries keys and no personal data; the state has none", () => {
  data.hasResourceProperties("AWS::DynamoDB::GlobalTable", {
    TableName: "holdfast-prod-inbox",
    StreamSpecification: { StreamViewType: "KEYS_ONLY" },
  });
  data.hasResourceProperties("AWS::DynamoDB::GlobalTable", {
    TableName: "holdfast-prod-state",
    StreamSpecification: Match.absent(),
  });
});

test.each(["stripe-webhook-secret", "stripe-api-key"])("the secret %s says that it is empty", (name) => {
  data.hasResource("AWS::SecretsManager::Secret", {
    DeletionPolicy: "Retain",
    Properties: { Name: `holdfast-prod/${name}`, SecretString: "EMPTY: fill me", GenerateSecretString: Match.absent() },
  });
});

test("the key of the links is made by the deployment and never written down", () => {
  data.hasResourceProperties("AWS::SecretsManager::Secret", {
    Name: "holdfast-prod/link-signing-key",
    GenerateSecretString: { PasswordLength: 64, ExcludePunctuation: true },
    SecretString: Match.absent(),
  });
});

test("the stack cannot be deleted by accident, that of a rehearsal can", () => {
  expect(app.data.terminationProtection).toBe(true);
  expect(rehearsal.app.data.terminationProtection).toBe(false);
  rehearsal.data.allResources("AWS::DynamoDB::GlobalTable", { DeletionPolicy: "Delete" });
  rehearsal.data.allResourcesProperties("AWS::DynamoDB::GlobalTable", {
    Replicas: [Match.objectLike({ DeletionProtectionEnabled: false })],
  });
  rehearsal.data.allResources("AWS::SecretsManager::Secret", { DeletionPolicy: "Delete" });
});
