import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { checkedShape } from "../../../functions/policy/checked-shape.ts";
import type { Predicate, Segments } from "../../../functions/segments/predicate.ts";
import { proveSegments } from "../../../functions/segments/prove-segments.ts";
import { type Subject, segmentsOf } from "../../../functions/segments/segments-of.ts";
import orbit from "../../../retention.config.ts";

const problemsOf = (segments: Segments): string[] => proveSegments({ segments });

describe("a sound set of segments has no problems", () => {
  it.each<Segments>([
    {},
    orbit.segments,
    { a: { country: ["DE"] }, b: { country: ["PL"], in: "c" }, c: { ageDays: { atLeast: 1, below: 2 } } },
    { a: { locale: ["pt"], all: [{ locale: ["pt-BR"] }] } },
    { a: { all: [{ any: [{ country: ["DE"] }, { any: [{ plan: ["Team"] }] }] }] } },
    { a: { country: ["DE"], not: { country: ["DE"], plan: ["Solo"] } } },
    { a: { any: [{ country: ["DE"] }, { country: ["PL"] }], country: ["PL"] } },
  ])("%j", (segments) => {
    expect(problemsOf(segments)).toEqual([]);
  });
});

test("a segment that nobody defined", () => {
  expect(problemsOf({ a: { any: [{ not: { in: "vip" } }] }, b: { country: ["DE"] } })).toEqual([
    "segments.a.any.0.not.in: there is no segment vip; name one of a, b, or add it.",
  ]);
});

test("names that every object has are no segments", () => {
  expect(problemsOf({ a: { in: "constructor" } })).toEqual([
    "segments.a.in: there is no segment constructor; name one of a, or add it.",
  ]);
});

test("a name that could not be written elsewhere", () => {
  expect(problemsOf({ "High Value": { plan: ["Team"] } })).toEqual([
    "segments.High Value: High Value is no name for a segment; write it in small letters and hyphens, such as high-value.",
  ]);
});

test("a part that does not exist", () => {
  const segments: Segments = JSON.parse('{"a":{"any":[{"contry":["DE"]}]}}');
  expect(() => checkedShape({ ...orbit, segments })).toThrow(
    "segments.a.any.0: must be made of country, locale, plan,",
  );
});

test("a circle, told once", () => {
  expect(problemsOf({ b: { in: "c" }, a: { in: "b" }, c: { any: [{ in: "a" }, { country: ["DE"] }] } })).toEqual([
    "segments.a: leads back to itself (a -> b -> c -> a); take one of them out.",
  ]);
  expect(problemsOf({ a: { in: "a" } })).toEqual(["segments.a: leads back to itself (a -> a); take one of them out."]);
});

test("a predicate that says nothing", () => {
  expect(problemsOf({ a: {}, b: { country: ["DE"], any: [{ in: undefined }] } })).toEqual([
    "segments.a: says nothing, so everybody would be in it; give it a part such as country, or remove it.",
    "segments.b.any.0: says nothing, so everybody would be in it; give it a part such as country, or remove it.",
  ]);
});

test("a value twice", () => {
  expect(problemsOf({ a: { plan: ["Team", "Solo", "Team"] } })).toEqual([
    "segments.a.plan: Team stands there twice; name it once.",
  ]);
});

test("two segments that say the same", () => {
  expect(problemsOf({ a: { plan: ["Team"] }, b: { plan: ["Team"] } })).toEqual([
    "segments.b: says the same as segments.a; remove one.",
  ]);
});

describe("what can never be true", () => {
  it.each<[Predicate, string]>([
    [{ mrr: { currency: "EUR", atLeastMinor: 50, belowMinor: 50 } }, "mrr cannot be at least 50 and below 50"],
    [{ ageDays: { below: 30 }, all: [{ ageDays: { atLeast: 30 } }] }, "ageDays cannot be at least 30 and below 30"],
    [{ mrr: { currency: "EUR" }, all: [{ mrr: { currency: "SEK" } }] }, "mrr cannot be in EUR and also in SEK"],
    [{ country: ["DE", "AT"], in: "polish" }, "country cannot be DE or AT and also PL"],
    [{ locale: ["pt-BR"], all: [{ locale: ["de"] }] }, "locale cannot be pt-BR and also de"],
    [{ in: "polish", not: { in: "polish" } }, "its not denies what stands beside it"],
    [{ country: ["DE"], any: [{ in: "polish" }, { country: ["FR"] }] }, "country cannot be DE and also PL"],
  ])("%j", (predicate, reason) => {
    expect(problemsOf({ a: predicate, polish: { country: ["PL"] } })).toEqual([
      `segments.a: nobody can be in it: ${reason}; mend it or remove it.`,
    ]);
  });

  it("is never said of a segment that somebody is in", () => {
    const atom = fc.constantFrom<Predicate>(
      ...[
        { country: ["DE"] },
        { country: ["PL", "DE"] },
        { plan: ["Team"] },
        { ageDays: { below: 9 } },
        { in: "base" },
      ],
    );
    const { predicate } = fc.letrec<{ predicate: Predicate }>((tie) => ({
      predicate: fc.oneof(
        { depthSize: "small" },
        atom,
        fc.record({ all: fc.array(tie("predicate"), { minLength: 1, maxLength: 3 }) }),
        fc.record({ any: fc.array(tie("predicate"), { minLength: 1, maxLength: 3 }), country: fc.constant(["DE"]) }),
        fc.record({ not: tie("predicate"), plan: fc.constant(["Team"]) }),
      ),
    }));
    const subject = fc.record<Subject>({
      country: fc.constantFrom("DE", "PL", undefined),
      plan: fc.constantFrom("Team", undefined),
      createdAt: fc.constantFrom("2026-01-01T00:00:00.000Z", "2025-01-01T00:00:00.000Z", undefined),
    });
    fc.assert(
      fc.property(predicate, subject, (a, who) => {
        const segments = { a, base: { country: ["PL"] } };
        const isIn = segmentsOf(who, { segments }, "2026-01-05T00:00:00.000Z").includes("a");
        if (isIn) expect(problemsOf(segments).filter((problem) => problem.includes("nobody can"))).toEqual([]);
      }),
    );
  });
});

describe("the shape is refused, naming the field:", () => {
  it.each<[Segments, string]>([
    [
      { a: { mrr: { currency: "EUR", atLeastMinor: 1.5 } } },
      "segments.a.mrr.atLeastMinor: must be a whole number of 0",
    ],
    [{ a: { ageDays: { below: -1 } } }, "segments.a.ageDays.below: must be a whole number of 0 or more."],
    [{ a: { provider: ["paddle"] } }, "segments.a.provider.0: must be stripe."],
    [{ a: { country: ["Germany"] } }, "segments.a.country.0: must be an ISO 3166-1 code such as DE."],
    [{ a: { country: [] } }, "segments.a.country: needs at least one value."],
    [{ a: { any: [] } }, "segments.a.any: needs at least one predicate."],
    [{ a: { mrr: { currency: "euro" } } }, "segments.a.mrr.currency: must be an ISO 4217 code such as EUR."],
    [{ a: { not: { locale: ["English"] } } }, "segments.a.not.locale.0: must be a language tag such as pt or pt-BR."],
  ])("%j", (segments, sentence) => {
    expect(() => checkedShape({ ...orbit, segments })).toThrow(sentence);
  });
});
