import { expect, it } from "vitest";
import type { DunningCase } from "../../../functions/dunning/case.ts";
import { decideFact } from "../../../functions/dunning/decide-fact.ts";
import { netRecoveredMinor } from "../../../functions/dunning/money-back.ts";
import { exactPolicy, openedAt, sampleCase, sampleContext } from "./sample-case.ts";

const recovered = sampleCase({
  ...{ status: "closed", outcome: { kind: "recovered", at: openedAt, how: "retry", recoveredMinor: 4900 } },
});
const situation = { policy: exactPolicy.dunning, context: sampleContext, now: openedAt };
const told = (dunningCase: DunningCase, key: string, backMinor: number) =>
  decideFact(dunningCase, { type: "money-back", key, backMinor, at: openedAt }, situation).state;

it("a recovery is what came, less what went back, each told once", () => {
  expect(netRecoveredMinor(recovered)).toBe(4900);
  const part = told(recovered, "refund:ch_1", 1000);
  expect(told(part, "refund:ch_1", 1000)).toBe(part);
  expect(netRecoveredMinor(told(part, "refund:ch_1", 1500))).toBe(3400);
  expect(netRecoveredMinor(told(part, "dispute:dp_1", 4900))).toBe(0);
});

it("a credit note that was paid out as a refund counts once", () => {
  expect(netRecoveredMinor(told(told(recovered, "refund:ch_1", 1000), "credit-note:cn_1", 1000))).toBe(3900);
});

it("a dispute that was won took nothing, and one never heard of is no news", () => {
  const lost = told(recovered, "dispute:dp_1", 4900);
  expect(netRecoveredMinor(told(lost, "dispute:dp_1", 0))).toBe(4900);
  expect(told(recovered, "dispute:dp_2", 0)).toBe(recovered);
});

it("nothing goes back of what was never recovered", () => {
  const lost = sampleCase({ status: "closed", outcome: { kind: "lost", at: openedAt } });
  expect(told(lost, "refund:ch_1", 1000)).toBe(lost);
  expect(netRecoveredMinor(lost)).toBeUndefined();
});
