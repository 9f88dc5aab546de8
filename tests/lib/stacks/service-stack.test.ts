import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Match } from "aws-cdk-lib/assertions";
import { describe, expect, test } from "vitest";
import * as z from "zod/mini";
import { projectRoot, propertiesOf, synthesise } from "../synthesise.ts";

const { service, data } = synthesise({ stage: "prod", formerAddress: "drop" });
const lambda = z.looseObject({ FunctionName: z.string(), Timeout: z.number() });
const functions = [...propertiesOf(service, "AWS::Lambda::Function", lambda).values()];

describe("every function", () => {
  test("runs Node 24 on Graviton and writes JSON into the one log", () => {
    service.allResourcesProperties("AWS::Lambda::Function", {
      Runtime: "nodejs24.x",
      Architectures: ["arm64"],
      Handler: "index.handler",
      LoggingConfig: { LogFormat: "JSON", LogGroup: { Ref: Match.stringLikeRegexp("JournalLogGroup") } },
    });
  });

  test("ends before whatever waits for it gives up", () => {
    const waits = new Map([
      ["holdfast-prod-plan-sweep", 30],
      ["holdfast-prod-receive", 30],
      ["holdfast-prod-update-payment", 30],
      ["holdfast-prod-release", 900],
      ["holdfast-prod-compare-with-provider", 900],
      ["holdfast-prod-apply-event", 120],
    ]);
    const tooLong = functions.filter(({ FunctionName, Timeout }) => Timeout >= (waits.get(FunctionName) ?? 60));
    expect(tooLong).toEqual([]);
  });
});

test("no log is kept for ever", () => {
  service.allResourcesProperties("AWS::Logs::LogGroup", { RetentionInDays: Match.anyValue() });
});

describe.each([
  ["dunning", "Dunning", "STANDARD", "PlanNextStepFunctionArn"],
  ["sweep", "Sweep", "EXPRESS", "PlanSweepFunctionArn"],
])("the workflow %s", (name, place, type, first) => {
  const definition = readFileSync(join(projectRoot, `workflows/${name}.asl.json`), "utf8");
  const named = [...new Set(Array.from(definition.matchAll(/\$\{(\w+)\}/g), ([, found]) => found ?? ""))].sort();
  const machine = z.looseObject({
    StateMachineName: z.string(),
    DefinitionSubstitutions: z.record(z.string(), z.unknown()),
  });
  const [properties] = [...propertiesOf(service, "AWS::StepFunctions::StateMachine", machine).values()].filter(
    ({ StateMachineName }) => StateMachineName === `holdfast-prod-${name}`,
  );

  test("finds a function for every name in it, and no function is left over", () => {
    expect(Object.keys(properties?.DefinitionSubstitutions ?? {}).sort()).toEqual(named);
    expect(named).toContain(first);
  });

  test("binds each name to the function of that name, and may invoke it", () => {
    const statement = z.object({ Action: z.unknown(), Resource: z.unknown() });
    const policy = z.looseObject({ PolicyDocument: z.object({ Statement: z.array(statement) }) });
    const invokes = [...propertiesOf(service, "AWS::IAM::Policy", policy).values()]
      .flatMap(({ PolicyDocument }) => PolicyDocument.Statement)
      .filter(({ Action }) => Action === "lambda:InvokeFunction");
    for (const [box, arn] of Object.entries(properties?.DefinitionSubstitutions ?? {})) {
      expect(JSON.stringify(arn)).toContain(`${place}${box.replace("FunctionArn", "")}`);
      expect(JSON.stringify(invokes)).toContain(JSON.stringify(arn));
    }
    expect(JSON.stringify(invokes)).not.toContain("*");
  });

  test("logs failures without what an execution carries", () => {
    service.hasResourceProperties("AWS::StepFunctions::StateMachine", {
      StateMachineName: `holdfast-prod-${name}`,
      StateMachineType: type,
      LoggingConfiguration: { Level: "ERROR", IncludeExecutionData: false },
    });
  });
});

describe("the door", () => {
  test("takes webhooks with every method and customers with two", () => {
    const route = z.looseObject({ RouteKey: z.string() });
    const keys = [...propertiesOf(service, "AWS::ApiGatewayV2::Route", route).values()].map(({ RouteKey }) => RouteKey);
    expect(keys.sort()).toEqual(["ANY /webhooks/{provider}", "GET /update-payment", "POST /update-payment"]);
  });

  test("is throttled, and its log knows no caller and no query", () => {
    const stage = z.looseObject({
      DefaultRouteSettings: z.object({ ThrottlingRateLimit: z.number(), ThrottlingBurstLimit: z.number() }),
      AccessLogSettings: z.object({ Format: z.string() }),
    });
    const [properties] = propertiesOf(data, "AWS::ApiGatewayV2::Stage", stage).values();
    expect(properties?.DefaultRouteSettings.ThrottlingRateLimit).toBeGreaterThan(0);
    expect(properties?.AccessLogSettings.Format).not.toMatch(/identity|sourceIp|userAgent|querystring|\$context\.path/);
  });
});

test("the inbox wakes apply-event for new items only, with few tries", () => {
  service.hasResourceProperties("AWS::Lambda::EventSourceMapping", {
    FilterCriteria: { Filters: [{ Pattern: '{"eventName":["INSERT"]}' }] },
    BisectBatchOnFunctionError: true,
    FunctionResponseTypes: ["ReportBatchItemFailures"],
    MaximumRetryAttempts: 2,
    StartingPosition: "TRIM_HORIZON",
  });
  data.resourceCountIs("AWS::DynamoDB::GlobalTable", 2);
});

test("the sweep comes every minute, once", () => {
  service.hasResourceProperties("AWS::Events::Rule", {
    ScheduleExpression: "rate(1 minute)",
    Targets: [
      Match.objectLike({
        Arn: { Ref: Match.stringLikeRegexp("SweepStateMachine") },
        Input: "{}",
        RetryPolicy: { MaximumRetryAttempts: 0, MaximumEventAgeInSeconds: 60 },
      }),
    ],
  });
  service.resourcePropertiesCountIs("AWS::Events::Rule", { ScheduleExpression: "rate(1 minute)" }, 1);
});

test("the comparison with the provider is looked after every quarter of an hour, and no call is repeated", () => {
  service.hasResourceProperties("AWS::Events::Rule", {
    ScheduleExpression: "rate(15 minutes)",
    Targets: [
      Match.objectLike({
        Arn: { "Fn::GetAtt": [Match.stringLikeRegexp("IngestCompareWithProvider"), "Arn"] },
        RetryPolicy: { MaximumRetryAttempts: 0, MaximumEventAgeInSeconds: 900 },
      }),
    ],
  });
  service.hasResourceProperties("AWS::Lambda::EventInvokeConfig", {
    FunctionName: { Ref: Match.stringLikeRegexp("IngestCompareWithProvider") },
    MaximumRetryAttempts: 0,
  });
});

test("what SES tells of our own messages is recorded, or waits in a queue", () => {
  service.hasResourceProperties("AWS::SES::ConfigurationSetEventDestination", {
    EventDestination: {
      Enabled: true,
      EventBridgeDestination: Match.anyValue(),
      MatchingEventTypes: ["send", "delivery", "bounce", "complaint", "reject"],
    },
  });
  service.hasResourceProperties("AWS::Events::Rule", {
    EventPattern: {
      source: ["aws.ses"],
      detail: { mail: { tags: { "ses:configuration-set": ["holdfast-prod"] } } },
    },
    Targets: [Match.objectLike({ DeadLetterConfig: Match.anyValue() })],
  });
});

test("the operator is told what to do next, in order", () => {
  const outputs = Object.keys(service.findOutputs("*")).filter((id) => !id.startsWith("Export"));
  expect(outputs.sort()).toEqual([
    "Dashboard",
    "ReleaseCommand",
    "Step1WebhookUrl",
    "Step2FillWebhookSecret",
    "Step3FillApiKey",
    "Step4VerifySender",
    "Step5HearAlarms",
  ]);
  service.hasOutput("Step2FillWebhookSecret", {
    Value: {
      "Fn::Join": [
        "",
        [
          "aws --region ",
          { Ref: "AWS::Region" },
          " secretsmanager put-secret-value --secret-id holdfast-prod/stripe-webhook-secret --secret-string whsec_...",
        ],
      ],
    },
  });
});
