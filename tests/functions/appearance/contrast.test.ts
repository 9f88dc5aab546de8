import { describe, expect, it } from "vitest";
import { contrast, legibleOn, textOn } from "../../../functions/appearance/contrast.ts";

describe("contrast", () => {
  it("is what WCAG says it is", () => {
    expect(contrast("#000000", "#ffffff")).toBeCloseTo(21, 5);
    expect(contrast("#777777", "#ffffff")).toBeCloseTo(4.48, 2);
    expect(contrast("#ffffff", "#777777")).toBeCloseTo(4.48, 2);
    expect(contrast("#1f5f8b", "#1f5f8b")).toBe(1);
  });

  it("chooses black on yellow and white on navy", () => {
    expect(textOn("#ffff00")).toBe("#000000");
    expect(textOn("#000080")).toBe("#ffffff");
  });

  it("darkens yellow on white, lightens navy on black, and leaves what reads well", () => {
    expect(legibleOn("#ffffff", "#ffff00")).not.toBe("#ffff00");
    expect(contrast(legibleOn("#ffffff", "#ffff00"), "#ffffff")).toBeGreaterThanOrEqual(4.5);
    expect(contrast(legibleOn("#101010", "#000080"), "#101010")).toBeGreaterThanOrEqual(4.5);
    expect(legibleOn("#ffffff", "#000080")).toBe("#000080");
  });
});
