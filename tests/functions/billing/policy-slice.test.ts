import { expect, it } from "vitest";
import { defineRetention } from "../../../functions/policy/define-retention.ts";
import { samplePolicyInput } from "../dunning/sample-case.ts";

const withHistory = (history: { after?: string; keptFor?: string }) =>
  defineRetention({ ...samplePolicyInput, history });

it("what is settled stays in sight for 35 days and is kept for two years unless the policy says otherwise", () => {
  expect(withHistory({}).history).toEqual({ after: "P35D", keptFor: "P730D" });
  expect(withHistory({ after: "P31D", keptFor: "P90D" }).history).toEqual({ after: "P31D", keptFor: "P90D" });
});

it("what is settled is never out of sight while a card's budget counts it", () => {
  expect(() => withHistory({ after: "P30D" })).toThrow(/history\.after.* must be P31D or longer/);
});

const withProvider = (provider: Readonly<Record<string, string>>) =>
  defineRetention({ ...samplePolicyInput, provider: { name: "stripe", ...provider } }).provider;

it("events are posted unless the policy says otherwise, and the bus they come through has a name", () => {
  const partnerEventSource = "aws.partner/stripe.com/ed_61Abc";
  expect(withProvider({})).toMatchObject({ eventSource: "webhook" });
  for (const eventSource of ["event-bus", "both"]) {
    expect(withProvider({ eventSource, partnerEventSource })).toMatchObject({ eventSource, partnerEventSource });
    expect(() => withProvider({ eventSource })).toThrow(/provider\.partnerEventSource.* aws events list-event-sources/);
  }
  expect(() => withProvider({ partnerEventSource: "aws.partner/chargebee.com/x" })).toThrow(
    /provider\.partnerEventSource.* must begin with aws\.partner\/stripe\.com\//,
  );
  expect(() => withProvider({ eventSource: "pigeon" })).toThrow(/provider\.eventSource/);
});
