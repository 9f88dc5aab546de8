import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { accountIdOf, newAccount, type PayerLink, payersOf, withLink } from "../../../functions/billing/account.ts";

describe("accountIdOf", () => {
  it.each([
    ..."undefined null NULL None N/A n/a nil NaN unknown test 0 00 - -- . _ ? true false".split(" "),
    ...["", "   ", "[object Object]", "00000000-0000-0000-0000-000000000000", "{}", "a\u0000b", "a\nb", "a\u200bb"],
    "x".repeat(201),
  ])("takes %j for nothing", (text) => {
    expect(accountIdOf(text)).toBeUndefined();
  });

  it("takes what is missing for nothing", () => {
    expect(accountIdOf(undefined)).toBeUndefined();
  });

  it.each(["org_7", "1", "10", "acct-4711", "公司", "None Such Ltd", "testimonial", "x".repeat(200)])(
    "takes %j",
    (text) => {
      expect(accountIdOf(` ${text} `)).toBe(text);
    },
  );
});

const link = fc.record({
  payerId: fc.constantFrom("stripe-cus_1", "stripe-cus_2", "stripe-cus_3"),
  linked: fc.boolean(),
  minute: fc.nat(59),
});
const linkOf = ({ payerId, linked, minute }: { payerId: string; linked: boolean; minute: number }): PayerLink => ({
  payerId,
  linked,
  stamp: { at: `2026-01-05T11:${String(minute).padStart(2, "0")}:00.000Z`, eventId: `${payerId} ${minute} ${linked}` },
});

describe("withLink", () => {
  it("links the same payers in every order of the same words, however often they are said", () => {
    const words = fc.array(link.map(linkOf), { maxLength: 12 });
    const orders = words.chain((all) =>
      fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })),
    );
    fc.assert(
      fc.property(orders, ([all, shuffled]) => {
        const told = [...shuffled, ...all].reduce(withLink, newAccount("acme"));
        expect(told).toEqual(all.reduce(withLink, newAccount("acme")));
      }),
    );
  });

  it("names its payers in order, and changes nothing when it is told twice", () => {
    const words = [
      { payerId: "b", linked: true, minute: 1 },
      { payerId: "a", linked: true, minute: 2 },
      { payerId: "c", linked: false, minute: 3 },
    ].map(linkOf);
    const account = words.reduce(withLink, newAccount("acme"));
    expect(payersOf(account)).toEqual(["a", "b"]);
    expect(words.reduce(withLink, account)).toBe(account);
  });
});
