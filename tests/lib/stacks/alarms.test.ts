import { globSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { Match } from "aws-cdk-lib/assertions";
import { describe, expect, test } from "vitest";
import * as z from "zod/mini";
import { bothWays, projectRoot, propertiesOf, synthesise } from "../synthesise.ts";

const { service } = synthesise({ stage: "prod", formerAddress: "drop" }, bothWays);
const alarm = z.looseObject({
  AlarmName: z.string(),
  AlarmDescription: z.string(),
  MetricName: z.optional(z.string()),
  TreatMissingData: z.string(),
  AlarmActions: z.array(z.object({ Ref: z.string() })),
});
const alarms = [...propertiesOf(service, "AWS::CloudWatch::Alarm", alarm).values()];
const named = (name: string) => alarms.find(({ AlarmName }) => AlarmName === `holdfast-prod-${name}`);
const functionNames = globSync("functions/**/*.lambda.ts", { cwd: projectRoot }).map((path) =>
  basename(path, ".lambda.ts"),
);
const runbook = readFileSync(join(projectRoot, "docs/runbook.md"), "utf8");
/** As GitHub makes the anchor of a heading. */
const anchors = Array.from(runbook.matchAll(/^#+ (.+)$/gm), ([, heading = ""]) =>
  heading
    .toLowerCase()
    .replaceAll(/[^\w\- ]/g, "")
    .replaceAll(" ", "-"),
);

describe("every alarm", () => {
  test.each(alarms.map((each) => [each.AlarmName, each] as const))(
    "%s leads to a section of the runbook",
    (_, each) => {
      expect(each.AlarmDescription).toMatch(/^[A-Z0-9].*\. What to do: docs\/runbook\.md#[a-z-]+$/);
      expect(anchors).toContain(each.AlarmDescription.split("#")[1]);
    },
  );

  test("rings at the one topic", () => {
    const topics = new Set(alarms.flatMap(({ AlarmActions }) => AlarmActions.map(({ Ref }) => Ref)));
    expect([...topics]).toEqual([expect.stringContaining("AlarmsTopic")]);
    service.resourceCountIs("AWS::SNS::Topic", 1);
  });
});

test("alarms of this account may publish to the topic, over TLS only", () => {
  service.hasResourceProperties("AWS::SNS::TopicPolicy", {
    PolicyDocument: {
      Statement: Match.arrayWith([
        Match.objectLike({ Effect: "Deny", Condition: { Bool: { "aws:SecureTransport": "false" } } }),
        Match.objectLike({
          Effect: "Allow",
          Action: "sns:Publish",
          Principal: { Service: "cloudwatch.amazonaws.com" },
          Condition: { StringEquals: { "aws:SourceAccount": { Ref: "AWS::AccountId" } } },
        }),
      ]),
    },
  });
});

test("every section about an alarm has an alarm that leads to it", () => {
  const [aboutAlarms = ""] = runbook.split("\n## Tasks");
  const sections = Array.from(aboutAlarms.matchAll(/^### (.+)$/gm), ([, heading = ""]) =>
    heading.toLowerCase().replaceAll(" ", "-"),
  );
  const led = new Set(alarms.map(({ AlarmDescription }) => AlarmDescription.split("#")[1]));
  expect(sections.length).toBeGreaterThan(0);
  expect(sections.filter((section) => !led.has(section))).toEqual([]);
});

test("each kind of trouble rings", () => {
  expect(alarms.map(({ AlarmName }) => AlarmName.replace("holdfast-prod-", "")).sort()).toEqual(
    [
      "events-parked",
      "events-of-other-mode",
      "events-missed",
      "comparison-stopped",
      "items-parked",
      "steps-failing",
      "configuration-missing",
      "messages-given-up",
      "messages-refused",
      "cases-overdue",
      "executions-failed",
      "executions-timed-out",
      "executions-stopped",
      "webhooks-failing",
      "signatures-refused",
      "payments-failing-more",
      "events-undelivered",
      "events-waiting",
      "due-items-waiting",
      "sweep-stopped",
      "sweeps-failed",
      "sweeps-timed-out",
      "deliveries-unrecorded",
      "bounces-rising",
      "complaints-rising",
      ...functionNames.map((name) => `${name}-failing`),
    ].sort(),
  );
});

test("silence is good news, except from what must be heard of regularly", () => {
  const alarmed = alarms.filter(({ TreatMissingData }) => TreatMissingData === "breaching");
  expect(alarmed.map(({ AlarmName }) => AlarmName)).toEqual([
    "holdfast-prod-comparison-stopped",
    "holdfast-prod-sweep-stopped",
  ]);
});

test.each([
  "event-parked",
  "event-of-other-mode",
  "event-missed",
  "comparison-ended",
  "item-parked",
  "step-failed",
  "configuration",
  "message-given-up",
  "message-refused",
  "case-overdue",
])("a line with the event %s is counted where its alarm looks", (event) => {
  service.hasResourceProperties("AWS::Logs::MetricFilter", {
    FilterPattern: Match.stringLikeRegexp(`message\\.event = "${event}"`),
    MetricTransformations: [{ MetricNamespace: "Holdfast/prod", MetricName: event, MetricValue: "1", DefaultValue: 0 }],
  });
  service.hasResourceProperties("AWS::CloudWatch::Alarm", { Namespace: "Holdfast/prod", MetricName: event });
});

test("the longest wait of what is due, as the sweep tells it for each kind, rings after half an hour", () => {
  service.hasResourceProperties("AWS::Logs::MetricFilter", {
    FilterPattern: '{ $.message.event = "due-gauge" }',
    MetricTransformations: [
      { MetricNamespace: "Holdfast/prod", MetricName: "due-gauge", MetricValue: "$.message.oldestDueSeconds" },
    ],
  });
  expect(named("due-items-waiting")).toMatchObject({ MetricName: "due-gauge", Threshold: 1_800, Statistic: "Maximum" });
});

test.each([
  ["due-gauge", "oldestDueSeconds", "kind"],
  ["parked-gauge", "parked", "table"],
])("the dashboard shows %s by what it is of", (event, value, by) => {
  const metricName = `${event}-by-${by}`;
  service.hasResourceProperties("AWS::Logs::MetricFilter", {
    FilterPattern: `{ $.message.event = "${event}" }`,
    MetricTransformations: [
      {
        ...{ MetricNamespace: "Holdfast/prod", MetricName: metricName, MetricValue: `$.message.${value}` },
        Dimensions: [{ Key: by, Value: `$.message.${by}` }],
      },
    ],
  });
  const dashboard = JSON.stringify(Object.values(service.findResources("AWS::CloudWatch::Dashboard")));
  expect(dashboard).toContain(metricName);
});

const lineMetric = (event: string, metricName = event, value = "1") =>
  service.hasResourceProperties("AWS::Logs::MetricFilter", {
    FilterPattern: `{ $.message.event = "${event}" }`,
    MetricTransformations: [
      Match.objectLike({ MetricNamespace: "Holdfast/prod", MetricName: metricName, MetricValue: value }),
    ],
  });
const metricsOf = (name: string) =>
  z
    .object({
      Metrics: z.array(
        z.looseObject({
          Id: z.string(),
          Expression: z.optional(z.string()),
          MetricStat: z.optional(z.looseObject({ Metric: z.looseObject({ MetricName: z.string() }), Period: z.int() })),
        }),
      ),
    })
    .parse(named(name)).Metrics;

test("events that all are refused for their signature ring within the hour, and say what to do", () => {
  lineMetric("signature-refused");
  lineMetric("event-received");
  const metrics = metricsOf("signatures-refused");
  expect(metrics.flatMap(({ MetricStat }) => MetricStat?.Metric.MetricName ?? []).sort()).toEqual([
    "event-received",
    "signature-refused",
  ]);
  expect(metrics.flatMap(({ MetricStat }) => MetricStat?.Period ?? [])).toEqual([3600, 3600]);
  expect(metrics.map(({ Expression }) => Expression)).toContain("IF(FILL(accepted, 0) < 1, FILL(refused, 0), 0)");
  expect(named("signatures-refused")).toMatchObject({
    Threshold: 3,
    EvaluationPeriods: 1,
    AlarmDescription: expect.stringContaining("pasted wrong or rolled"),
  });
});

test("the failure rate rings against this account's own past, by the day", () => {
  lineMetric("first-charge", "first-charges", "$.message.charges");
  lineMetric("first-charge", "first-failures", "$.message.failures");
  const metrics = metricsOf("payments-failing-more");
  const expressions = metrics.flatMap(({ Expression }) => Expression ?? []);
  expect(expressions).toContain("IF(charges >= 50, 100 * failures / charges)");
  expect(expressions.filter((one) => /^ANOMALY_DETECTION_BAND\(\w+, 3\)$/.test(one))).toHaveLength(1);
  expect(metrics.flatMap(({ MetricStat }) => MetricStat?.Period ?? [])).toEqual([86_400, 86_400]);
  const band = metrics.find(({ Expression }) => Expression?.startsWith("ANOMALY_DETECTION_BAND"));
  expect(named("payments-failing-more")).toMatchObject({
    ThresholdMetricId: band?.Id,
    ComparisonOperator: "GreaterThanUpperThreshold",
  });
  const dashboard = JSON.stringify(Object.values(service.findResources("AWS::CloudWatch::Dashboard")));
  for (const field of ["method", "country", "plan", "segment"]) expect(dashboard).toContain(`message.${field}`);
});

test("the sweep is missed when none has come to its end", () => {
  const { Dimensions } = z.object({ Dimensions: z.unknown() }).parse(named("sweep-stopped"));
  expect(named("sweep-stopped")).toMatchObject({
    MetricName: "ExecutionsSucceeded",
    EvaluationPeriods: 3,
    Period: 300,
  });
  expect(JSON.stringify(Dimensions)).toContain("SweepStateMachine");
});

test("an entry that the sweep cannot take up is counted with the steps that fail", () => {
  service.hasResourceProperties("AWS::Logs::MetricFilter", {
    FilterPattern: Match.stringLikeRegexp('message\\.event = "sweep-failed"'),
    MetricTransformations: [Match.objectLike({ MetricName: "step-failed" })],
  });
});

test("a setting found missing inside the workflow or the sweep is counted too", () => {
  service.hasResourceProperties("AWS::Logs::MetricFilter", {
    FilterPattern: Match.stringLikeRegexp('message\\.error = "ConfigurationError"'),
    MetricTransformations: [Match.objectLike({ MetricName: "configuration" })],
  });
});

test("an event waits ten minutes at most before somebody hears of it", () => {
  expect(named("events-waiting")).toMatchObject({ MetricName: "IteratorAge", Threshold: 600_000 });
});
