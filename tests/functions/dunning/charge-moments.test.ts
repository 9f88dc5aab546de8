import { describe, expect, it } from "vitest";
import { type DeclineClass, declineClasses } from "../../../functions/billing/declines/decline-class.ts";
import { afterMidnight, type MomentKind, momentRow, momentTable } from "../../../functions/dunning/charge-moments.ts";

const soon = { kind: "soon", waits: ["PT1H", "PT6H", "P1D"] } as const;
const payday = (time: "preferred" | "after-midnight") => ({ kind: "payday", time }) as const;
const afterADay = (time: "preferred" | "after-midnight") => ({ kind: "after-window", window: "P1D", time }) as const;

describe("the table of moments", () => {
  it.each<[DeclineClass, string | undefined, MomentKind | undefined]>([
    ["processor", "debit", soon],
    ["processor", "credit", soon],
    ["processor", undefined, soon],
    ["insufficient-funds", "debit", payday("after-midnight")],
    ["insufficient-funds", "prepaid", payday("preferred")],
    ["insufficient-funds", "credit", payday("preferred")],
    ["insufficient-funds", undefined, payday("preferred")],
    ["limit", "debit", afterADay("after-midnight")],
    ["limit", "credit", afterADay("preferred")],
    ["limit", undefined, afterADay("preferred")],
    ["generic", "debit", undefined],
    ["unknown", "debit", undefined],
  ])("%s of a %s card", (declineClass, funding, expected) => {
    expect(momentRow(declineClass, funding)?.moment).toEqual(expected);
  });

  it("leaves every class that no moment mends to the policy", () => {
    const timed = declineClasses.filter((declineClass) => momentRow(declineClass, undefined) !== undefined);
    expect(timed).toEqual(["insufficient-funds", "processor", "limit"]);
  });

  it("has no row that another hides", () => {
    const taken = momentTable.map(({ declineClass, funding }) => momentRow(declineClass, funding));
    expect(taken).toEqual(momentTable);
  });

  it("names countries as ISO 3166-1 does", () => {
    const names = new Intl.DisplayNames("en", { type: "region", fallback: "none" });
    expect([...afterMidnight].filter((country) => names.of(country) === undefined)).toEqual([]);
  });
});
