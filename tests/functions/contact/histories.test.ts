import { expect, it } from "vitest";
import { holdInRandomHistories } from "./history-laws.ts";

it("whatever happens, nobody gets a letter too many, and none is lost without a word", async () => {
  const met = await holdInRandomHistories(300);
  expect(Object.values(met).every((count) => count > 0)).toBe(true);
});
