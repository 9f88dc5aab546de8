import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { plus } from "../../../functions/platform/duration.ts";
import { defineRetention } from "../../../functions/policy/define-retention.ts";
import type { Predicate, Segments } from "../../../functions/segments/predicate.ts";
import { type Subject, segmentsOf } from "../../../functions/segments/segments-of.ts";
import orbit from "../../../retention.config.ts";

const now = "2026-01-05T11:00:00.000Z";
const daysAgo = (days: number) => new Date(Date.parse(now) - days * 86_400_000).toISOString();
const isIn = (predicate: Predicate, subject: Subject): boolean =>
  segmentsOf(subject, { segments: { it: predicate } }, now).length === 1;

const ada: Subject = {
  ...{ provider: "stripe", country: "DE", locale: "pt-BR", plan: "Team", segment: "startup" },
  acquisitionChannel: "referral",
  mrr: { amountMinor: 4900, currency: "EUR" },
  createdAt: daysAgo(30),
};

describe("a predicate", () => {
  it.each<[Predicate, boolean]>([
    [{ country: ["PL", "DE"] }, true],
    [{ country: ["PL"] }, false],
    [{ locale: ["pt"] }, true],
    [{ locale: ["pt-BR"] }, true],
    [{ locale: ["pt-PT"] }, false],
    [{ locale: ["p"] }, false],
    [{ plan: ["Team"] }, true],
    [{ plan: ["Solo"] }, false],
    [{ metadataSegment: ["startup"] }, true],
    [{ metadataSegment: ["enterprise"] }, false],
    [{ acquisitionChannel: ["referral"] }, true],
    [{ acquisitionChannel: ["advertising"] }, false],
    [{ provider: ["stripe"] }, true],
    [{ provider: ["other"] }, false],
    [{ mrr: { currency: "EUR", atLeastMinor: 4900 } }, true],
    [{ mrr: { currency: "EUR", atLeastMinor: 4901 } }, false],
    [{ mrr: { currency: "EUR", belowMinor: 4900 } }, false],
    [{ mrr: { currency: "EUR", belowMinor: 4901 } }, true],
    [{ mrr: { currency: "SEK", atLeastMinor: 1 } }, false],
    [{ ageDays: { atLeast: 30 } }, true],
    [{ ageDays: { atLeast: 31 } }, false],
    [{ ageDays: { below: 30 } }, false],
    [{ ageDays: { below: 31 } }, true],
    [{ country: ["DE"], plan: ["Team"] }, true],
    [{ country: ["DE"], plan: ["Solo"] }, false],
    [{ all: [{ country: ["DE"] }, { plan: ["Team"] }] }, true],
    [{ all: [{ country: ["DE"] }, { plan: ["Solo"] }] }, false],
    [{ any: [{ country: ["PL"] }, { plan: ["Team"] }] }, true],
    [{ any: [{ country: ["PL"] }, { plan: ["Solo"] }] }, false],
    [{ not: { country: ["PL"] } }, true],
    [{ not: { country: ["DE"] } }, false],
  ])("%j: %s", (predicate, expected) => {
    expect(isIn(predicate, ada)).toBe(expected);
  });

  it.each<Predicate>([
    { country: ["DE"] },
    { locale: ["pt"] },
    { plan: ["Team"] },
    { metadataSegment: ["startup"] },
    { acquisitionChannel: ["referral"] },
    { provider: ["stripe"] },
    { mrr: { currency: "EUR" } },
    { ageDays: { atLeast: 0 } },
  ])("is not true of whom nothing is known, and its not is: %j", (predicate) => {
    expect(isIn(predicate, {})).toBe(false);
    expect(isIn({ not: predicate }, {})).toBe(true);
  });

  it("reads what providers and products write", () => {
    expect(isIn({ country: ["DE"], locale: ["pt-BR"] }, { country: " de", locale: "PT_br " })).toBe(true);
  });

  it("is of age to the day", () => {
    const subject = { createdAt: daysAgo(30) };
    const segments = { old: { ageDays: { atLeast: 31 } } };
    expect(segmentsOf(subject, { segments }, plus(now, "PT23H59M"))).toEqual([]);
    expect(segmentsOf(subject, { segments }, plus(now, "P1D"))).toEqual(["old"]);
  });
});

describe("segments", () => {
  it("refer to one another, and are told in the configuration's order", () => {
    const segments: Segments = {
      "german-teams": { in: "teams", country: ["DE"] },
      teams: { plan: ["Team"] },
      others: { not: { in: "teams" } },
    };
    expect(segmentsOf(ada, { segments }, now)).toEqual(["german-teams", "teams"]);
    expect(segmentsOf({ ...ada, plan: "Solo" }, { segments }, now)).toEqual(["others"]);
  });

  it("that lead back to themselves, which no proof lets pass, end in nobody", () => {
    const segments: Segments = { a: { in: "b" }, b: { in: "a" } };
    expect(segmentsOf(ada, { segments }, now)).toEqual([]);
  });

  it("hold to the laws of all, any and not, whoever is asked about", () => {
    const atom = fc.constantFrom<Predicate>(
      ...[{ country: ["DE"] }, { plan: ["Solo"] }, { mrr: { currency: "EUR", atLeastMinor: 5000 } }],
    );
    const subject = fc.record<Subject>({
      country: fc.constantFrom("DE", "PL", undefined),
      plan: fc.constantFrom("Solo", "Team", undefined),
      mrr: fc.constantFrom({ amountMinor: 9900, currency: "EUR" }, { amountMinor: 100, currency: "EUR" }, undefined),
    });
    fc.assert(
      fc.property(atom, atom, subject, (a, b, who) => {
        expect(isIn({ not: { not: a } }, who)).toBe(isIn(a, who));
        expect(isIn({ all: [a, b] }, who)).toBe(isIn(a, who) && isIn(b, who));
        expect(isIn({ any: [a, b] }, who)).toBe(isIn(a, who) || isIn(b, who));
        expect(isIn({ not: { any: [a, b] } }, who)).toBe(isIn({ all: [{ not: a }, { not: b }] }, who));
      }),
    );
  });

  it("are none unless the configuration has some", () => {
    const { segments: _, ...without } = orbit;
    expect(defineRetention(without).segments).toEqual({});
  });

  it("are known by name to the type checker", () => {
    // @ts-expect-error: there is no segment named teems.
    defineRetention({ ...orbit, segments: { teams: { plan: ["Team"] }, german: { in: "teems" } } });
    defineRetention({ ...orbit, segments: { teams: { plan: ["Team"] }, german: { in: "teams" } } });
  });
});
