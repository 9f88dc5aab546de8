import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { mailboxOf, namedMailbox } from "../../../functions/messages/mailbox.ts";

describe("the address of a customer", () => {
  it.each([
    ["grace@orbit.example", "grace@orbit.example"],
    ["o'neill+billing@mail.orbit.example", "o'neill+billing@mail.orbit.example"],
    ["zoe@bücher.example", "zoe@xn--bcher-kva.example"],
    [`${"x".repeat(64)}@orbit.example`, `${"x".repeat(64)}@orbit.example`],
  ])("%j is %j", (email, mailbox) => {
    expect(mailboxOf({ email, deleted: false })).toBe(mailbox);
  });

  it.each([
    undefined,
    "",
    "grace",
    "@orbit.example",
    "grace@",
    "grace@orbit",
    "grace@localhost",
    "grace@127.0.0.1",
    "grace@orbit..example",
    "grace@-orbit.example",
    ".grace@orbit.example",
    "gra..ce@orbit.example",
    "grace hopper@orbit.example",
    " grace@orbit.example",
    "grace@orbit.example\r\nBcc: x@y.example",
    "grace@orbit.example\n",
    "a@b.example,c@d.example",
    "grace@two@orbit.example",
    '"grace"@orbit.example',
    "Grace <grace@orbit.example>",
    "zoë@orbit.example",
    `${"x".repeat(65)}@orbit.example`,
    `x@${"y.".repeat(130)}example`,
    // Short enough as written, too long as it would be sent.
    `${"x".repeat(64)}@${"ü.".repeat(25)}${"y".repeat(60)}.example`,
  ])("%j is none", (email) => {
    expect(mailboxOf({ email, deleted: false })).toBeUndefined();
  });

  it("of a deleted customer is none", () => {
    expect(mailboxOf({ email: "grace@orbit.example", deleted: true })).toBeUndefined();
  });

  it("never brings a space, a line end or a second mailbox into a header", () => {
    fc.assert(
      fc.property(fc.oneof(fc.emailAddress(), fc.string({ unit: "binary-ascii" })), (email) => {
        expect(mailboxOf({ email, deleted: false }) ?? "a@b.example").toMatch(/^[\x21-\x7e]+@[a-z0-9.-]+$/i);
      }),
    );
  });
});

describe("a sender with a name", () => {
  it.each([
    ["Orbit", "Orbit <b@o.example>"],
    ["Orbit, Inc.", '"Orbit, Inc." <b@o.example>'],
    ['The "Orbit"', '"The \\"Orbit\\"" <b@o.example>'],
    ["Björn & Söner", "=?UTF-8?B?QmrDtnJuICYgU8O2bmVy?= <b@o.example>"],
  ])("%j is %s", (name, mailbox) => {
    expect(namedMailbox(name, "b@o.example")).toBe(mailbox);
  });

  it("of any length is written in encoded words of at most 75 characters that read as the name", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom("a", "ż", "王", "👩‍🚀", " "), minLength: 1, maxLength: 120 }),
        (text) => {
          const name = `ż${text}`;
          const words = namedMailbox(name, "b@o.example").replace(" <b@o.example>", "").split(" ");
          for (const word of words) expect(word.length).toBeLessThanOrEqual(75);
          const decoded = words.map((word) => Buffer.from(word.slice(10, -2), "base64").toString("utf8"));
          expect(decoded.join("")).toBe(name);
        },
      ),
    );
  });
});
