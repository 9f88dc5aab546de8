import { describe, expect, it } from "vitest";
import { judge } from "../../../../functions/billing/declines/declines.ts";
import { instantOfMs } from "../../../../functions/platform/instant.ts";
import { nextPayday } from "../../../../local/providers/stripe/billing-calendar.ts";
import {
  type CardBrand,
  cardTroubleKinds,
  declineReasons,
  lastingTroubles,
  networkCodesOf,
} from "../../../../local/providers/stripe/decline-reasons.ts";
import {
  bankAnswer,
  type CardKind,
  chosenKinds,
  newCard,
  newMethod,
} from "../../../../local/providers/stripe/methods.ts";

const now = "2026-01-05T06:00:00.000Z";
const card = (kind: CardKind) => newCard("pm_1", kind, "SE", now);
const hours = (count: number) => instantOfMs(Date.parse(now) + count * 3_600_000);

describe("a card", () => {
  it.each(["visa", "mastercard", "amex"] as const)("of %s works until it expires", (kind) => {
    expect(bankAnswer(card(kind), now, 1)).toBeUndefined();
    expect(bankAnswer(card(kind), "2029-01-31T23:59:59.000Z", 1)).toBeUndefined();
    expect(bankAnswer(card(kind), "2029-02-01T00:00:00.000Z", 1)).toBe("expired");
  });

  it("without money works from payday on", () => {
    const poor = card("insufficient-funds");
    expect(bankAnswer(poor, "2026-01-15T04:59:59.000Z", 1)).toBe("insufficient-funds");
    expect(bankAnswer(poor, "2026-01-15T05:00:00.000Z", 1)).toBeUndefined();
    expect(poor.trouble).toBeUndefined();
  });

  it.each(["lost", "stolen", "authentication-required", "expired"] as const)("%s never works", (kind) => {
    for (let hour = 0; hour < 400; hour++) expect(bankAnswer(card(kind), hours(hour), hour)).toBe(kind);
  });

  it("that is declined for no stated reason gets one answer an hour, and some day another", () => {
    const moody = () => ({ ...card("do-not-honor") });
    expect(bankAnswer(moody(), hours(1), 1)).toBe(bankAnswer(moody(), `${hours(1).slice(0, 13)}:59:00.000Z`, 1));
    const answers = new Set(Array.from({ length: 50 }, (_, hour) => bankAnswer(moody(), hours(hour), 1)));
    expect(answers).toEqual(new Set(["do-not-honor", undefined]));
  });

  it("can be chosen on the portal's page as each brand and with each kind of trouble that a visitor can tell apart", () => {
    for (const { kind, label } of chosenKinds) {
      const { last4 } = newMethod("pm_1", kind, "SE", now);
      if (label.includes("••••")) expect(label).toContain(last4);
    }
  });
});

describe("decline codes", () => {
  const verdict = (kind: (typeof cardTroubleKinds)[number], brand: CardBrand) =>
    judge({ providerCode: declineReasons[kind].declineCode, network: brand, ...networkCodesOf(kind, brand) }).retry;

  it.each(["visa", "mastercard", "amex"] as const)("of %s mean what the card will do", (brand) => {
    // What a bank suspects as fraud may work another day; whether it is tried again follows the network's code.
    const certain = cardTroubleKinds.filter((kind) => kind !== "fraudulent");
    const blocked = certain.filter((kind) => verdict(kind, brand) === "blocked");
    const lasting = certain.filter((kind) => lastingTroubles.has(kind));
    expect(new Set(blocked)).toEqual(new Set(["authentication-required", "expired", ...lasting]));
  });
});

it("paydays come once, in the month or in the next", () => {
  expect(nextPayday("2026-01-15T05:00:00.000Z", [15])).toBe("2026-02-15T05:00:00.000Z");
  expect(nextPayday("2026-02-27T00:00:00.000Z", [28, 1])).toBe("2026-02-28T05:00:00.000Z");
  expect(nextPayday("2026-02-01T00:00:00.000Z", [31])).toBe("2026-03-31T05:00:00.000Z");
  expect(() => nextPayday(now, [32])).toThrow(RangeError);
});
