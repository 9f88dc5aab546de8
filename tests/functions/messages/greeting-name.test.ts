import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { greetingName } from "../../../functions/messages/greeting-name.ts";

const anyName = fc.string({
  unit: fc.constantFrom("a", "É", " ", ".", "@", "\r", "\n", "\u0000", "\u2028", "\u202E", "e\u0301", "👩‍🚀", "\uD800"),
  maxLength: 80,
});

describe("the name in a greeting", () => {
  it.each([
    ["  Zoë   O’Neill ", "Zoë O’Neill"],
    ["J.R.R. Tolkien", "J.R.R. Tolkien"],
    ["Anna\r\nBcc: x", "Anna Bcc: x"],
    ["\u202Eevil\u202C name", "evil name"],
    ["王小明", "王小明"],
    ["👩‍🚀", "👩‍🚀"],
    [`"Bobby" <b>`, `"Bobby" <b>`],
    ["Zoe\u0301", "Zo\u00E9"],
    ["---", ""],
    ["   ", ""],
    [undefined, ""],
    ["x".repeat(60), "x".repeat(60)],
    ["x".repeat(61), ""],
    ["x".repeat(1_000_000), ""],
  ])("of %j is %j", (name, expected) => {
    expect(greetingName(name)).toBe(expected);
  });

  it.each(["You won http://evil.example", "visit www.evil", "evil.example now", "a@b", "Claim at EVIL.COM/x"])(
    "of %j is none: an advertisement is not shown",
    (name) => {
      expect(greetingName(name)).toBe("");
    },
  );

  it("is one well-formed line, and stays what it is when taken again", () => {
    fc.assert(
      fc.property(anyName, (name) => {
        const greeting = greetingName(name);
        expect(greeting).not.toMatch(/[\p{Cc}\u2028\u2029]/u);
        expect(greeting.isWellFormed()).toBe(true);
        expect(greetingName(greeting)).toBe(greeting);
      }),
    );
  });
});
