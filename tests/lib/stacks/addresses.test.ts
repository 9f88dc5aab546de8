import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Match, type Template } from "aws-cdk-lib/assertions";
import { describe, expect, test } from "vitest";
import * as z from "zod/mini";
import policy from "../../../retention.config.ts";
import { projectRoot, propertiesOf, synthesise } from "../synthesise.ts";

const stackAtThatTime = z.object({ resources: z.record(z.string(), z.string()), exports: z.array(z.string()) });
/** Every resource of the stage `prod` as version 0.1.0 deployed it, by logical id. */
const deployed = z
  .object({ data: stackAtThatTime, service: stackAtThatTime })
  .parse(JSON.parse(readFileSync(join(projectRoot, "tests/lib/fixtures/deployed-0.1.0.json"), "utf8")));

const upgraded = synthesise({ stage: "prod" });
const dropped = synthesise({ stage: "prod", formerAddress: "drop" });
const domain = {
  name: "billing.orbit.example",
  certificateArn: "arn:aws:acm:eu-central-1:123456789012:certificate/0a1b2c3d",
};
const named = synthesise({ stage: "prod" }, { ...policy, company: { ...policy.company, domain } });

const typed = z.object({ Resources: z.record(z.string(), z.looseObject({ Type: z.string() })) });
const typesOf = (template: Template): Record<string, string> =>
  Object.fromEntries(Object.entries(typed.parse(template.toJSON()).Resources).map(([id, { Type }]) => [id, Type]));
const exportsOf = (template: Template): unknown[] =>
  Object.values(template.findOutputs("*")).flatMap(({ Export }) => (Export === undefined ? [] : [Export.Name]));
const route = z.looseObject({ RouteKey: z.string(), ApiId: z.record(z.string(), z.unknown()) });
const routesOf = (template: Template) => [...propertiesOf(template, "AWS::ApiGatewayV2::Route", route).values()];
const isFormer = ({ ApiId }: z.infer<typeof route>) => ApiId["Ref"] === "WebApi98C10547";
const lambda = z.looseObject({ Environment: z.object({ Variables: z.record(z.string(), z.unknown()) }) });
const publicUrls = (template: Template) =>
  [...propertiesOf(template, "AWS::Lambda::Function", lambda).values()].flatMap(
    ({ Environment }) => Environment.Variables["PUBLIC_URL"] ?? [],
  );

describe("an upgrade", () => {
  test.each(["data", "service"] as const)("of the %s stack deletes nothing and makes nothing anew", (name) => {
    // But for the alarm of the function that was called replay and releases what is parked of any kind now, and for the
    // one function that the sweep was: its rule and its alarm stay where they were.
    const { IngestReplayAlarmreplayfailing70F8F37F: _, ...remaining } = deployed[name].resources;
    const isFormerSweep = (id: string) => /^Sweep(Function|EveryMinuteAllow)/.test(id);
    const kept = Object.fromEntries(Object.entries(remaining).filter(([id]) => !isFormerSweep(id)));
    expect(typesOf(upgraded[name])).toMatchObject(kept);
  });

  test.each(["keep", "drop"])("takes no export away that a deployed service imports (formerAddress: %s)", (choice) => {
    const { data } = synthesise({ stage: "prod", formerAddress: choice });
    expect(exportsOf(data)).toEqual(expect.arrayContaining(deployed.data.exports));
    expect(exportsOf(data)).toHaveLength(deployed.data.exports.length + ["the API", "its endpoint"].length);
  });

  test("leaves the former address answering on every route it had", () => {
    const keys = (former: boolean) =>
      routesOf(upgraded.service)
        .filter((each) => isFormer(each) === former)
        .map(({ RouteKey }) => RouteKey);
    expect(keys(true)).toEqual(["ANY /webhooks/{provider}", "GET /update-payment", "POST /update-payment"]);
    expect(keys(false).sort()).toEqual(keys(true));
  });

  test("rings when the former address fails, and tells where it is", () => {
    upgraded.service.hasResourceProperties("AWS::CloudWatch::Alarm", {
      AlarmName: "holdfast-prod-former-address-failing",
      AlarmDescription: Match.stringLikeRegexp("former address.*#webhooks-failing$"),
      Dimensions: [{ Name: "ApiId", Value: { Ref: "WebApi98C10547" } }],
    });
    upgraded.service.hasOutput("FormerWebhookUrl", { Description: Match.stringLikeRegexp("upgrading.md#addresses") });
  });
});

test("dropping the former address takes that address away, and nothing else", () => {
  const [before, after] = [typesOf(upgraded.service), typesOf(dropped.service)];
  const gone = Object.keys(before).filter((id) => !(id in after));
  expect(gone.filter((id) => !/^WebApi([0-9A-F]{8}$|ANY|GET|POST|Stage|AccessLog|Alarmformer)/.test(id))).toEqual([]);
  expect(after).toMatchObject(Object.fromEntries(Object.entries(before).filter(([id]) => !gone.includes(id))));
  expect(typesOf(dropped.data)).toEqual(typesOf(upgraded.data));
  expect(exportsOf(dropped.data)).toEqual(exportsOf(upgraded.data));
});

test("what becomes of the former address is keep or drop", () => {
  expect(() => synthesise({ formerAddress: "remove" })).toThrow(
    'The context value formerAddress is "remove"; say keep or drop: -c formerAddress=drop (docs/upgrading.md#addresses)',
  );
});

describe("the public address", () => {
  test("outlives its stack, and that of a rehearsal does not", () => {
    const policies = { DeletionPolicy: "Retain", UpdateReplacePolicy: "Retain" };
    upgraded.data.hasResource("AWS::ApiGatewayV2::Api", { ...policies, Properties: { Name: "holdfast-prod-public" } });
    synthesise({ stage: "test" }).data.hasResource("AWS::ApiGatewayV2::Api", { DeletionPolicy: Match.absent() });
  });

  test("keeps the id by which CloudFormation knows it: another would be another address", () => {
    expect(Object.keys(upgraded.data.findResources("AWS::ApiGatewayV2::Api"))).toEqual(["AddressApiA5CD355C"]);
  });

  test("does not need what answers there, so that both can be deployed in order", () => {
    expect(JSON.stringify(upgraded.data.toJSON())).not.toContain("Fn::ImportValue");
  });

  test("is what links and the webhook begin with", () => {
    const urls = publicUrls(upgraded.service);
    expect(urls).toHaveLength(3);
    for (const url of urls)
      expect(JSON.stringify(url)).toMatch(
        /"Fn::ImportValue":"Holdfast-prod-Data:ExportsOutput\w*Address\w*ApiEndpoint/,
      );
    upgraded.service.hasOutput("Step1WebhookUrl", {
      Value: { "Fn::Join": ["", [urls[0], "/webhooks/stripe"]] },
    });
  });
});

describe("a domain of the company's own", () => {
  test("is what links and the webhook begin with, and leads to the same address", () => {
    expect(publicUrls(named.service)).toEqual(Array(3).fill("https://billing.orbit.example"));
    named.service.hasOutput("Step1WebhookUrl", { Value: "https://billing.orbit.example/webhooks/stripe" });
    named.data.hasResourceProperties("AWS::ApiGatewayV2::DomainName", {
      DomainName: domain.name,
      DomainNameConfigurations: [
        { CertificateArn: domain.certificateArn, EndpointType: "REGIONAL", SecurityPolicy: "TLS_1_2" },
      ],
    });
    named.data.hasResourceProperties("AWS::ApiGatewayV2::ApiMapping", {
      ApiId: { Ref: Object.keys(named.data.findResources("AWS::ApiGatewayV2::Api"))[0] },
      Stage: "$default",
    });
  });

  test("leaves the address without it in place, which letters already sent name", () => {
    expect(typesOf(named.data)).toMatchObject(typesOf(upgraded.data));
    named.data.hasResourceProperties("AWS::ApiGatewayV2::Api", { DisableExecuteApiEndpoint: Match.absent() });
  });

  test("takes no export away that the deployed service still imports", () => {
    expect(exportsOf(named.data)).toEqual(exportsOf(upgraded.data));
  });

  test("tells the DNS record to make", () => {
    const [domainId] = Object.keys(named.data.findResources("AWS::ApiGatewayV2::DomainName"));
    named.data.hasOutput("DnsRecord", {
      Value: {
        "Fn::Join": ["", ["billing.orbit.example CNAME ", { "Fn::GetAtt": [domainId, "RegionalDomainName"] }]],
      },
    });
  });

  test("that is changed leaves the one before it answering", () => {
    const pay = { ...domain, name: "pay.orbit.example" };
    const renamed = synthesise({ stage: "prod" }, { ...policy, company: { ...policy.company, domain: pay } });
    const [before, after] = [named, renamed].map(({ data }) =>
      Object.keys({
        ...data.findResources("AWS::ApiGatewayV2::DomainName"),
        ...data.findResources("AWS::ApiGatewayV2::ApiMapping"),
      }),
    );
    expect(before).toHaveLength(2);
    expect(after?.filter((id) => before?.includes(id))).toEqual([]);
    for (const type of ["AWS::ApiGatewayV2::DomainName", "AWS::ApiGatewayV2::ApiMapping"])
      named.data.allResources(type, { DeletionPolicy: "Retain" });
  });
});
