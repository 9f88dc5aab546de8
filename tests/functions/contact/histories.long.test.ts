import { expect, it } from "vitest";
import { holdInRandomHistories } from "./history-laws.ts";

it("the laws of the arbiter hold in thousands of histories", { timeout: 1_800_000 }, async () => {
  const met = await holdInRandomHistories(1_500);
  console.log(met);
  expect(Object.values(met).every((count) => count > 0)).toBe(true);
});
