import { Match, type Template } from "aws-cdk-lib/assertions";
import { describe, expect, test } from "vitest";
import * as z from "zod/mini";
import type { EventSource } from "../../../functions/billing/event-source.ts";
import type { Policy } from "../../../functions/policy/policy.ts";
import { bothWays, propertiesOf, synthesise } from "../synthesise.ts";

const { partnerEventSource } = bothWays.provider;
const by = (eventSource: EventSource): Policy => ({ ...bothWays, provider: { ...bothWays.provider, eventSource } });
const prod = { stage: "prod", formerAddress: "drop" };
const templates = {
  webhook: synthesise(prod).service,
  "event-bus": synthesise(prod, by("event-bus")).service,
  both: synthesise(prod, by("both")).service,
} satisfies Record<EventSource, Template>;

const functionNames = (template: Template) =>
  [...propertiesOf(template, "AWS::Lambda::Function", z.looseObject({ FunctionName: z.string() })).values()].map(
    ({ FunctionName }) => FunctionName.replace("holdfast-prod-", ""),
  );
const routes = (template: Template) =>
  [...propertiesOf(template, "AWS::ApiGatewayV2::Route", z.looseObject({ RouteKey: z.string() })).values()].map(
    ({ RouteKey }) => RouteKey,
  );
const busRules = (template: Template) =>
  [
    ...propertiesOf(
      template,
      "AWS::Events::Rule",
      z.looseObject({ EventBusName: z.optional(z.unknown()), EventPattern: z.optional(z.unknown()) }),
    ).values(),
  ].filter(({ EventBusName }) => EventBusName !== undefined);

describe("the rule of the provider's event bus", () => {
  test.each(["event-bus", "both"] as const)("%s: takes everything of the one partner source, on its own bus", (way) => {
    expect(busRules(templates[way])).toMatchObject([
      { EventBusName: partnerEventSource, EventPattern: { source: [partnerEventSource] } },
    ]);
    expect(partnerEventSource).toMatch(/^aws\.partner\/stripe\.com\//);
  });

  test("tries for the day that EventBridge gives it, and then keeps the event in a queue that rings", () => {
    const { both } = templates;
    const queue = Match.objectLike({ "Fn::GetAtt": [Match.stringLikeRegexp("BusUndelivered"), "Arn"] });
    both.hasResourceProperties("AWS::Events::Rule", {
      EventBusName: partnerEventSource,
      Targets: [
        Match.objectLike({
          Arn: { "Fn::GetAtt": [Match.stringLikeRegexp("BusReceive"), "Arn"] },
          DeadLetterConfig: { Arn: queue },
          RetryPolicy: { MaximumEventAgeInSeconds: 86_400, MaximumRetryAttempts: 185 },
        }),
      ],
    });
    // EventBridge is done once Lambda has taken the event: what the function cannot take goes to the same queue.
    both.hasResourceProperties("AWS::Lambda::Function", {
      FunctionName: "holdfast-prod-receive-from-bus",
      DeadLetterConfig: { TargetArn: queue },
    });
    both.hasResourceProperties("AWS::CloudWatch::Alarm", {
      AlarmName: "holdfast-prod-events-undelivered",
      MetricName: "ApproximateNumberOfMessagesVisible",
      Threshold: 1,
    });
  });

  test("may stand on another bus and source, for an account in which nobody can be the provider", () => {
    const context = { ...prod, eventBus: "rehearsal", eventBusSource: "holdfast.rehearsal" };
    const { service } = synthesise(context, by("both"));
    expect(busRules(service)).toMatchObject([
      { EventBusName: "rehearsal", EventPattern: { source: ["holdfast.rehearsal"] } },
    ]);
  });
});

describe("a way that events do not come in", () => {
  const posted = "ANY /webhooks/{provider}";
  test.each([
    ["webhook", { route: true, receive: true, bus: false }],
    ["event-bus", { route: false, receive: false, bus: true }],
    ["both", { route: true, receive: true, bus: true }],
  ] as const)("%s: has no function, no route and no queue", (way, expected) => {
    const template = templates[way];
    const names = functionNames(template);
    const queues = JSON.stringify(template.findResources("AWS::SQS::Queue"));
    expect({
      route: routes(template).includes(posted),
      receive: names.includes("receive"),
      bus: names.includes("receive-from-bus"),
    }).toEqual(expected);
    expect(busRules(template)).toHaveLength(expected.bus ? 1 : 0);
    expect(queues.includes("undelivered-events")).toBe(expected.bus);
  });

  test("asks nobody for a signing secret, and lets no function read it", () => {
    const told = JSON.stringify(templates["event-bus"].toJSON());
    expect(told).not.toContain("stripe-webhook-secret");
    expect(told).not.toContain("/webhooks/");
    expect(told).toContain("describe-event-bus");
    expect(JSON.stringify(templates.webhook.toJSON())).not.toContain("describe-event-bus");
  });

  test("leaves the pages of customers where they are", () => {
    expect(routes(templates["event-bus"]).sort()).toEqual(["GET /update-payment", "POST /update-payment"]);
  });
});
