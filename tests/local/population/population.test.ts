import { describe, expect, it } from "vitest";
import { instantOfMs, msBetween } from "../../../functions/platform/instant.ts";
import { fates } from "../../../local/population/fates.ts";
import { invent } from "../../../local/population/person.ts";
import { actsOn } from "../../../local/population/responses.ts";

const start = "2026-01-05T06:00:00.000Z";
const count = <T>(values: readonly T[], matches: (value: T) => boolean) => values.filter(matches).length;

describe("invented people", () => {
  const people = invent(7, 300, start);

  it("are the same for the same seed, and others for another", () => {
    expect(invent(7, 300, start)).toEqual(people);
    expect(invent(8, 300, start)).not.toEqual(people);
  });

  it("are the same whoever comes after them", () => {
    expect(invent(7, 40, start)).toEqual(people.slice(0, 40));
  });

  it("speak, pay and live as the countries' shares say, for any seed", () => {
    for (const seed of [1, 2, 3]) {
      const others = invent(seed, 300, start);
      expect(count(others, ({ locale }) => locale === "pl")).toBeGreaterThanOrEqual(50);
      expect(count(others, ({ locale }) => locale === "zh")).toBeGreaterThanOrEqual(38);
      expect(new Set(others.map(({ price }) => price.currency))).toEqual(
        new Set(["eur", "usd", "pln", "sek", "cny", "jpy", "kwd"]),
      );
    }
  });

  it("include those who break software: no address, none that works, an unknown zone, markup in the name", () => {
    expect(count(people, ({ email }) => email === null)).toBeGreaterThan(0);
    expect(count(people, ({ email }) => email !== null && !email.includes("@"))).toBeGreaterThan(0);
    expect(count(people, ({ timeZone }) => timeZone.startsWith("Mars/"))).toBeGreaterThan(0);
    expect(count(people, ({ name }) => /[<"\r\n]/.test(name))).toBeGreaterThan(0);
  });

  it("include companies that pay with two customers, and accounts that a program called undefined", () => {
    const named = Map.groupBy(people, ({ accountId }) => accountId);
    expect(count([...named.values()], ({ length }) => length === 2)).toBeGreaterThan(5);
    expect(named.get("undefined")?.length).toBeGreaterThan(1);
  });

  it("subscribed on many days: most before the start, the rest in the weeks after it", () => {
    const before = count(people, ({ subscribedAt }) => subscribedAt <= start);
    expect(before).toBe(240);
    expect(Math.max(...people.map(({ subscribedAt }) => msBetween(start, subscribedAt)))).toBeLessThan(45 * 86_400_000);
    expect(new Set(people.map(({ subscribedAt }) => subscribedAt.slice(8, 10))).size).toBeGreaterThan(25);
  });
});

describe("fates", () => {
  it("strike eight renewals in a hundred, in the same proportions for any seed", () => {
    for (const seed of [1, 2, 3]) {
      const deal = fates(seed);
      const struck = Array.from({ length: 1_000 }, () => deal.strike(start)).flatMap((one) => one ?? []);
      expect(struck).toHaveLength(80);
      const funds = count(struck, ({ trouble }) => trouble.kind === "insufficient-funds");
      expect(funds / struck.length).toBeGreaterThan(0.4);
      expect(funds / struck.length).toBeLessThan(0.6);
      expect(count(struck, ({ response }) => response.kind === "acts-on-mail")).toBeGreaterThanOrEqual(24);
    }
  });

  it("clear, if they do, after the strike", () => {
    const deal = fates(1);
    for (let renewal = 0; renewal < 1_000; renewal++) {
      const now = instantOfMs(Date.UTC(2026, 0, 1) + renewal * 7_777_777);
      const clearsAt = deal.strike(now)?.trouble.clearsAt;
      if (clearsAt !== undefined) expect(clearsAt > now).toBe(true);
    }
  });
});

describe("who acts on mail", () => {
  it("acts on the message that moves them and on more pressing ones, on no friendlier one", () => {
    const response = { kind: "acts-on-mail", from: "payment-urgent" } as const;
    expect(actsOn(response, "payment-reminder")).toBe(false);
    expect(actsOn(response, "payment-urgent")).toBe(true);
    expect(actsOn(response, "final-notice")).toBe(true);
    expect(actsOn(response, "recovered")).toBe(false);
    expect(actsOn({ kind: "ignores" }, "final-notice")).toBe(false);
    expect(actsOn(undefined, "final-notice")).toBe(false);
  });
});
