import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Template } from "aws-cdk-lib/assertions";
import * as z from "zod/mini";
import type { Policy } from "../../functions/policy/policy.ts";
import { HoldfastApp } from "../../lib/holdfast-app.ts";
import policy from "../../retention.config.ts";

export const projectRoot = join(import.meta.dirname, "../..");
const cdkJson = z.object({ context: z.record(z.string(), z.unknown()) });
const { context: flags } = cdkJson.parse(JSON.parse(readFileSync(join(projectRoot, "cdk.json"), "utf8")));

const withoutBundles = { "aws:cdk:bundling-stacks": [] };

/** As an operator whose events come in both ways has it, so that everything there is is deployed. */
export const bothWays: Policy = {
  ...policy,
  provider: {
    ...policy.provider,
    eventSource: "both",
    partnerEventSource: "aws.partner/stripe.com/ed_test_61Abc",
  },
};

/** The app as `cdk synth` makes it with these context values, and what CloudFormation would be given. */
export function synthesise(context: Readonly<Record<string, string>> = {}, edited: Policy = policy) {
  const app = new HoldfastApp(edited, { context: { ...flags, ...withoutBundles, ...context } });
  return { app, data: Template.fromStack(app.data), service: Template.fromStack(app.service) };
}

const resource = z.looseObject({ Type: z.string(), Properties: z.optional(z.record(z.string(), z.unknown())) });

/** The properties of all resources of a type, by logical id. */
export function propertiesOf<Shape extends z.ZodMiniType>(
  template: Template,
  type: string,
  shape: Shape,
): Map<string, z.output<Shape>> {
  const found = z.record(z.string(), resource).parse(template.findResources(type));
  return new Map(Object.entries(found).map(([id, { Properties }]) => [id, shape.parse(Properties ?? {})]));
}
