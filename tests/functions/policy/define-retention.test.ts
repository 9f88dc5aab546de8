import { describe, expect, test } from "vitest";
import { ConfigurationError } from "../../../functions/platform/errors.ts";
import { defineRetention } from "../../../functions/policy/define-retention.ts";
import type { PolicyInput } from "../../../functions/policy/policy.ts";

const input: PolicyInput = {
  company: { name: "Orbit", website: "https://orbit.example", postalAddress: "Storgatan 1, Stockholm" },
  sender: { name: "Orbit", email: "billing@orbit.example", replyTo: "support@orbit.example", signature: "Maja" },
  billingSupport: { email: "support@orbit.example", page: "https://orbit.example/help" },
  defaults: { locale: "en", timeZone: "Europe/Stockholm" },
  provider: { name: "stripe" },
  dunning: { steps: [{ id: "end", after: "P10D", end: "leave-open" }] },
};

function refusalOf(changed: PolicyInput): string {
  try {
    defineRetention(changed);
  } catch (error) {
    if (error instanceof ConfigurationError) return error.message;
    throw error;
  }
  return "accepted";
}

test("fills in what was left out", () => {
  const policy = defineRetention(input);
  expect(policy.company.accentColor).toBe("#1f5f8b");
  expect(policy.provider.metadata.timeZone).toBe("time_zone");
  expect(policy.dunning).toMatchObject({ thankAfterRecovery: true, coolDown: "PT1H" });
  expect(policy.mail).toEqual({ unconfirmedAfter: "PT1H", linksLastFor: "P30D" });
  expect(policy.dunning.steps).toEqual([
    { id: "end", after: "P10D", end: "leave-open", retry: false, pause: false, handOver: false },
  ]);
});

describe("refuses, naming the field,", () => {
  const withStep = (after: string): PolicyInput => ({
    ...input,
    dunning: { steps: [{ id: "end", after, end: "leave-open" }] },
  });

  test.each(["P1M", "P1Y", "10 days", "", "-P3D", "P1DT", "P1Y2M10DT2H"])("a delay of %j", (after) => {
    expect(refusalOf(withStep(after))).toBe(
      "retention.config.ts is not valid.\ndunning.steps.0.after: must be an ISO 8601 duration of weeks, days or smaller, such as P3D or PT5S.",
    );
  });

  test.each(["P2W", "P3D", "PT90M", "P1DT12H", "PT5S"])("but not one of %s", (after) => {
    expect(refusalOf(withStep(after))).toBe("accepted");
  });

  test("a ladder without steps", () => {
    expect(refusalOf({ ...input, dunning: { steps: [] } })).toContain("dunning.steps: needs at least one step.");
  });

  test("an unknown zone", () => {
    expect(refusalOf({ ...input, defaults: { locale: "en", timeZone: "Mars/Olympus" } })).toContain(
      "defaults.timeZone: must be an IANA time zone such as Europe/Warsaw.",
    );
  });

  test("a name that would break a header", () => {
    expect(refusalOf({ ...input, sender: { ...input.sender, name: "Orbit\r\nBcc: all@orbit.example" } })).toContain(
      "sender.name: must be one line.",
    );
  });

  test("a signature that is no text", () => {
    expect(refusalOf({ ...input, sender: { ...input.sender, signature: "" } })).toContain(
      "sender.signature: must not be empty.",
    );
  });

  test("every mistake on a line of its own", () => {
    const message = refusalOf({
      ...input,
      company: { ...input.company, website: "orbit", accentColor: "blue" },
      sender: { ...input.sender, email: "billing" },
    });
    expect(message.split("\n").map((line) => line.split(":")[0])).toEqual([
      "retention.config.ts is not valid.",
      "company.website",
      "company.accentColor",
      "sender.email",
    ]);
  });
});
