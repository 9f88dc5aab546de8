import { expect, it } from "vitest";
import { proveContact } from "../../../functions/contact/prove-contact.ts";
import { contactPolicy } from "./sample-recipient.ts";

const problems = (change: Partial<typeof contactPolicy.contact>) =>
  proveContact({ contact: { ...contactPolicy.contact, ...change } });
const all = { purposes: ["product" as const, "offer" as const, "survey" as const], letters: 1, within: "P1D" };

it("the defaults are sound", () => {
  expect(problems({})).toEqual([]);
});

it("there are hours in which somebody can be written to", () => {
  const speakingHours = { from: "21:00", until: "08:00" };
  expect(problems({ speakingHours })).toEqual([
    "contact.speakingHours: from 21:00 until 08:00 is less than an hour of one day; until must be at least an hour after from.",
  ]);
  expect(problems({ speakingHours: { from: "08:00", until: "09:00" } })).toEqual([]);
});

it("everything commercial is limited, by windows that can be remembered", () => {
  expect(problems({ caps: [{ ...all, purposes: ["product", "offer"] }] })).toEqual([
    "contact.caps: nothing limits survey; name it among the purposes of a cap.",
  ]);
  expect(problems({ caps: [all, { ...all, within: "P91D" }] })).toEqual([
    "contact.caps.1.within: P91D is not longer than zero and at most P90D; what was sent before is forgotten.",
  ]);
  expect(problems({ caps: [{ ...all, within: "PT0S" }] })).toHaveLength(1);
});
