import { describe, expect, it } from "vitest";
import { plus } from "../../../functions/platform/duration.ts";
import { holdInRandomTales, play } from "./conversation-laws.ts";
import { openedAt } from "./sample-case.ts";

const quiet = { seed: 1, exact: true, faults: { throttled: 0, answerLost: 0 }, newCardAtHour: undefined };
const failing = (...failsAtHours: number[]) =>
  failsAtHours.map((failsAtHour) => ({ failsAtHour, paidAfterHours: undefined }));
const day = 24;

describe("several failing invoices of one payer", () => {
  it("hold their laws in random tales", async () => {
    const { letters, named } = await holdInRandomTales(100);
    expect(named).toBeGreaterThan(letters);
  });

  it.each([true, false])("are spoken of in as many letters as one (exact delays: %s)", async (exact) => {
    const one = await play({ ...quiet, exact, invoices: failing(0) });
    const five = await play({ ...quiet, exact, invoices: failing(0, 0, 0, 0, 0) });
    expect(five.said.map(({ name }) => name)).toEqual(one.said.map(({ name }) => name));
    expect(five.said.every(({ invoiceIds }) => invoiceIds.length === 5)).toBe(true);
  });

  it("take in one that fails later: it is named by the next letter, and begins none of its own", async () => {
    const { said, cases } = await play({ ...quiet, invoices: failing(0, 3 * day) });
    expect(said.slice(0, 2)).toMatchObject([
      { name: "payment-failed", invoiceIds: ["in_1"] },
      { name: "payment-reminder", invoiceIds: ["in_1", "in_2"] },
    ]);
    expect(said.filter(({ name }) => name === "payment-failed")).toHaveLength(1);
    expect(cases[1]?.done["first-letter:notify"]).toMatchObject({ result: "left" });
  });

  it("go on with the rest when the oldest is paid, at the rest's own pace", async () => {
    const oldestIsPaid = { failsAtHour: 0, paidAfterHours: 8 * day };
    const { said } = await play({ ...quiet, invoices: [oldestIsPaid, ...failing(3 * day)] });
    const after = said.filter(({ at }) => at > plus(openedAt, "P8D"));
    expect(after.map(({ name }) => name)).toEqual(["payment-reminder", "pause-warning", "paused", "ended"]);
    expect(new Set(after.flatMap(({ invoiceIds }) => invoiceIds))).toEqual(new Set(["in_2"]));
  });

  it("are thanked for once, whichever the new card paid last", async () => {
    const { said } = await play({ ...quiet, invoices: failing(0, 0, 0, 0, 0), newCardAtHour: 3 * day });
    const thanks = said.filter(({ name }) => name === "recovered");
    expect(thanks.map(({ invoiceIds }) => invoiceIds.toSorted())).toEqual([["in_1", "in_2", "in_3", "in_4", "in_5"]]);
  });

  it("are thanked for when a charge of the ladder pays in the moment in which the card is replaced", async () => {
    const { said } = await play({ ...quiet, invoices: failing(0), newCardAtHour: 15 * day });
    expect(said.at(-1)).toMatchObject({ name: "recovered", invoiceIds: ["in_1"] });
  });

  it("are each paused after a warning that named them, and at most one letter tells of all pauses", async () => {
    const { said, deeds, cases } = await play({ ...quiet, invoices: failing(0, 0, 0) });
    expect(deeds.filter(({ what }) => what === "pause")).toHaveLength(3);
    expect(said.filter(({ name }) => name === "paused")).toHaveLength(1);
    const keys = cases.map(({ done }) => done["warning:warn-of-pause"]?.toldIn);
    expect(keys).toEqual([undefined, "stripe-in_1:warning:warn-of-pause", "stripe-in_1:warning:warn-of-pause"]);
  });
});
