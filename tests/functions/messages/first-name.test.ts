import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { firstName } from "../../../functions/messages/first-name.ts";

describe("the first name", () => {
  it.each([
    ["Grace O’Neill", "Grace"],
    ["Anne-Marie Öberg", "Anne-Marie"],
    ["Åsa Lindqvist", "Åsa"],
    ["Zoë Müller", "Zoë"],
  ])("of %s is %s", (name, first) => {
    expect(firstName({ name, email: "someone@mail.example", country: "GB" })).toBe(first);
  });

  it.each([
    ["a company", { name: "Northwind Traders" }],
    ["a company with its form", { name: "Orbit AB" }],
    ["one word", { name: "Madonna" }],
    ["three words", { name: "Mary Jane Watson" }],
    ["a title", { name: "Dr Watson" }],
    ["initials", { name: "G. Hopper" }],
    ["small letters", { name: "grace hopper" }],
    ["capitals", { name: "GRACE HOPPER" }],
    ["another script", { name: "Анна Петрова" }],
    ["a place where the family comes first", { name: "Nagy Eszter", country: "hu" }],
    ["a mailbox of a function", { name: "Blue Harbour", email: "billing@blue.example" }],
    ["no name", { name: "" }],
  ])("stays untold for %s: the whole name is taken", (_, named) => {
    expect(firstName(named)).toBe(named.name);
  });

  it("is a beginning of the name, whatever that is", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), fc.string(), (name, email) => {
        expect(name.startsWith(firstName({ name, email }))).toBe(true);
      }),
    );
  });
});
