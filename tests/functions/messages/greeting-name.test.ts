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

  it.each([
    ["a full-width host", "ｅｖｉｌ．ｅｘａｍｐｌｅ"],
    ["a one-dot leader", "evil\u2024example"],
    ["an ideographic full stop", "evil。example 优惠"],
    ["a dot that cannot be seen beside it", "evil\u200B.\u2060example"],
    ["a dot with a space before it", "evil .example"],
    ["a dot in brackets", "evil [.] example"],
    ["a dot in words", "evil(dot)example"],
    ["an IP address", "93.184.216.34"],
    ["an IP address in full-width digits", "９３．１８４．２１６．３４"],
    ["an IP address of version 6", "2606:2800:220:1::1946"],
    ["a port", "localhost:8080"],
    ["a phone number", "Call +1 800 555 0199 now"],
    ["a phone number in groups", "☎ (020) 7946-0958"],
    ["a phone number in circled digits", "①⑧⓪⓪⑤⑤⑤⓪①"],
    ["a phone number in Arabic digits", "٠٢٠ ٧٩٤٦ ٠٩٥٨"],
    ["a phone number behind dashes of all sorts", "1‑800–555—0199"],
    ["a number that spells a word", "1-800-FLOWERS"],
    ["a full-width at", "grace＠evil"],
  ])("of %s is none", (_, name) => {
    expect(greetingName(name)).toBe("");
  });

  it.each([
    "Grace O’Neill",
    "Dr. Anna B. Kowalska",
    "乔治·布什",
    "محمد علي",
    "Fabryka 1892 sp. z o.o.",
    "Studio 54",
    "Müller & Söhne GmbH & Co. KG",
    "Team 7/24",
    "O’Brien-Smith, Ltd.",
    "Ａｄａ Ｎｏｗａｋ",
  ])("of %j is itself", (name) => {
    expect(greetingName(name)).toBe(name);
  });

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
