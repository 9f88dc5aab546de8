import fc from "fast-check";
import { expect, it } from "vitest";
import { shortened } from "../../../functions/platform/shortened.ts";

it("leaves a short text as it is", () => {
  expect(shortened("charge", 6)).toBe("charge");
});

it("marks a long one as cut", () => {
  expect(shortened("charges", 6)).toBe("charg…");
});

it("never makes half a character, which a table would refuse, and never grows", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), fc.integer({ min: 1, max: 20 }), (text, longest) => {
      const cut = shortened(text, longest);
      expect(cut.isWellFormed()).toBe(true);
      expect(cut.length).toBeLessThanOrEqual(Math.max(longest, 1));
    }),
  );
});
