import { describe, expect, it } from "vitest";
import { policyFor } from "../../../functions/dunning/policy/policy-for.ts";
import { defineRetention } from "../../../functions/policy/define-retention.ts";
import { openedAt, samplePolicyInput } from "./sample-case.ts";
import { stage } from "./stage.ts";

const short = [{ id: "end", after: "P3D", end: "leave-open" as const }];
const policy = defineRetention({
  ...samplePolicyInput,
  segments: { vip: { plan: ["Business"] }, newcomer: { ageDays: { below: 90 } } },
  dunning: {
    ...samplePolicyInput.dunning,
    bySegment: { vip: { sender: { name: "Ida", signature: "Ida at Orbit" } }, newcomer: { steps: short } },
  },
});

it("decides the ladder that a case climbs, and who writes to its payer", async () => {
  const set = await stage({ planName: "Team" });
  const own = { ...set.ports.policy, segments: { sweden: { country: ["SE"] } } };
  const steps = policy.dunning.steps.filter(({ id }) => id === "reminder" || id === "end");
  set.reignWhole({
    ...own,
    dunning: { ...own.dunning, bySegment: { sweden: { steps, sender: { name: "Ida", signature: "Ida at Orbit" } } } },
  });
  expect(await set.step()).toBe("retry-payment");
  expect((await set.read()).done).toHaveProperty("reminder:notify");
  expect(set.mails[0]).toMatchObject({ name: "payment-reminder", from: "Ida <billing@orbit.example>" });
  expect(set.mails[0]?.text).toContain("Ida at Orbit");
});

describe("the policy for a payer", () => {
  it("is that of all where no segment has its own, or none is the payer's", () => {
    expect(policyFor(policy, { plan: "Team" }, openedAt)).toBe(policy);
    expect(policyFor(policy, undefined, openedAt)).toBe(policy);
  });

  it("has what the segment says otherwise, and the rest of all", () => {
    const own = policyFor(policy, { plan: "Business" }, openedAt);
    expect(own.sender).toEqual({ ...policy.sender, name: "Ida", signature: "Ida at Orbit" });
    expect(own.dunning.steps).toBe(policy.dunning.steps);
    expect(policyFor(policy, { plan: "Business" }, openedAt)).toBe(own);
  });

  it("is that of the first segment written, of those the payer was in when the payment failed", () => {
    const createdAt = "2025-12-01T00:00:00.000Z";
    expect(policyFor(policy, { plan: "Business", createdAt }, openedAt).sender.name).toBe("Ida");
    expect(policyFor(policy, { createdAt }, openedAt).dunning.steps).toMatchObject(short);
    expect(policyFor(policy, { createdAt }, "2026-06-01T00:00:00.000Z")).toBe(policy);
  });
});
