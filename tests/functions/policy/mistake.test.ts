import { describe, expect, it } from "vitest";
import { mistakesOf } from "../../../functions/policy/mistake.ts";
import { policySchema } from "../../../functions/policy/policy.ts";
import orbit from "../../../retention.config.ts";

function mistakesIn(written: unknown): string[] {
  const parsed = policySchema.safeParse(written);
  return parsed.success ? [] : parsed.error.issues.flatMap((issue) => mistakesOf(issue, written));
}

const { dunning } = orbit;
const step = { id: "first-letter", after: "P1D" };
const { company: _, ...nameless } = orbit;

describe("a mistake is told with its place and the way out", () => {
  it.each<[what: string, written: unknown, sentences: readonly string[]]>([
    ["a setting nobody knows", { ...orbit, speed: 1 }, ["speed: is no setting."]],
    [
      "two of them in one place",
      { ...orbit, dunning: { ...dunning, coolDwn: "PT1H", dry: true } },
      ["dunning.coolDwn: is no setting.", "dunning.dry: is no setting."],
    ],
    [
      "settings of 0.1",
      { ...orbit, dunning: { ...dunning, unconfirmedAfter: "PT1H", linksLastFor: "P30D", steps: [{ after: "P1D" }] } },
      [
        "dunning.steps.0.id: is missing.",
        "dunning.unconfirmedAfter: is now mail.unconfirmedAfter.",
        "dunning.linksLastFor: is now mail.linksLastFor.",
      ],
    ],
    ["what must be there", nameless, ["company: is missing."]],
    [
      "a value of another type",
      { ...orbit, dunning: { ...dunning, dryRun: "yes", steps: [{ ...step, after: 3 }] } },
      ["dunning.dryRun: must be true or false.", "dunning.steps.0.after: must be a text."],
    ],
    ["no list", { ...orbit, dunning: { ...dunning, steps: step } }, ["dunning.steps: must be a list."]],
    [
      "a value that is not among those there are",
      { ...orbit, dunning: { ...dunning, steps: [{ ...step, end: "stop" }] } },
      ["dunning.steps.0.end: must be mark-uncollectible, cancel-subscription or leave-open."],
    ],
    [
      "a value with a sentence of its own",
      { ...orbit, contact: { ...orbit.contact, noticesPerDay: 0 } },
      ["contact.noticesPerDay: must be at least 1."],
    ],
    ["no configuration at all", "orbit", ["the configuration: must be a group of settings in braces."]],
  ])("%s", (_what, written, sentences) => {
    expect(mistakesIn(written).sort()).toEqual([...sentences].sort());
  });

  it("nothing, where nothing is wrong", () => {
    expect(mistakesIn(orbit)).toEqual([]);
  });
});
