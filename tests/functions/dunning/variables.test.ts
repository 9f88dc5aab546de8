import { describe, expect, it } from "vitest";
import { type MessageFacts, messageVariables } from "../../../functions/dunning/variables.ts";
import { samplePolicy } from "../messages/sample-message.ts";

const facts: MessageFacts = {
  dunningCase: {
    caseId: "case-1",
    amount: { amountMinor: 4900, currency: "EUR" },
    planName: "Orbit Pro",
    cardBrand: "Visa",
    cardLast4: "4242",
    decline: { providerCode: "insufficient_funds" },
    openedAt: "2026-01-05T23:30:00.000Z",
    attempts: [
      { key: "1", at: "2026-01-07T08:00:00.000Z", result: "declined" },
      { key: "2", at: "2026-01-09T08:00:00.000Z", result: "not-open" },
      { key: "3", at: "2026-01-11T08:00:00.000Z", result: "needs-customer" },
    ],
  },
  customer: { name: "Anna\r\nKowalska", plan: "Old plan" },
  policy: samplePolicy,
  reader: { locale: "pl", formatLocale: "pl-PL", timeZone: "Europe/Warsaw" },
  nextAttemptAt: "2026-01-12T08:00:00.000Z",
  pauseAt: "2026-01-20T08:00:00.000Z",
  endAt: "2026-01-30T08:00:00.000Z",
  actionUrl: "https://holdfast.example/pay/abc.def",
};

describe("messageVariables", () => {
  it("says everything as the reader does", () => {
    expect(messageVariables(facts)).toEqual({
      customerName: "Anna Kowalska",
      companyName: "Orbit",
      amount: "49,00\u00A0€",
      plan: "Orbit Pro",
      cardBrand: "Visa",
      cardLast4: "4242",
      declineReason: "Bank odpowiedział, że w chwili płatności na karcie brakowało środków.",
      failedOn: "6\u00A0stycznia",
      nextDate: "12\u00A0stycznia (poniedziałek)",
      pauseDate: "20\u00A0stycznia (wtorek)",
      endDate: "30\u00A0stycznia (piątek)",
      endKind: "mark-uncollectible",
      attempts: 3,
      actionUrl: "https://holdfast.example/pay/abc.def",
      supportEmail: "support@orbit.example",
      supportPage: "https://orbit.example/billing-help",
      signature: "Maja at Orbit",
      caseId: "case-1",
      handOverReason: "",
    });
  });

  it("leaves empty what nobody knows", () => {
    const { cardBrand, cardLast4, planName, decline, ...rest } = facts.dunningCase;
    const variables = messageVariables({
      ...facts,
      dunningCase: { ...rest, attempts: [] },
      customer: {},
      nextAttemptAt: undefined,
      pauseAt: undefined,
      endAt: undefined,
    });
    expect(variables).toMatchObject({ customerName: "", plan: "", cardBrand: "", cardLast4: "", attempts: 1 });
    expect(variables).toMatchObject({ nextDate: "", pauseDate: "", endDate: "" });
    expect(variables.declineReason).toBe("Bank odrzucił płatność i nie podał przyczyny.");
  });

  it("takes the customer's plan when the invoice names none, and no brand that is called unknown", () => {
    const { planName, ...rest } = facts.dunningCase;
    const variables = messageVariables({ ...facts, dunningCase: { ...rest, cardBrand: "Unknown" } });
    expect(variables).toMatchObject({ plan: "Old plan", cardBrand: "", cardLast4: "4242" });
  });

  it.each([
    [{ amountMinor: 4900, currency: "JPY" }, "zh", "zh-CN", "JP¥4,900"],
    [{ amountMinor: 4900, currency: "CNY" }, "zh", "zh-CN", "¥49.00"],
    [{ amountMinor: 4900, currency: "KWD" }, "en", "en-GB", "KWD\u00A04.900"],
    [{ amountMinor: 490000, currency: "SEK" }, "sv", "sv-SE", "4\u00A0900,00\u00A0kr"],
    [{ amountMinor: 0, currency: "EUR" }, "en", "en-GB", "€0.00"],
  ] as const)("writes %j in %s as in %s: %s", (amount, locale, formatLocale, expected) => {
    const reader = { locale, formatLocale, timeZone: "UTC" };
    const dunningCase = { ...facts.dunningCase, amount };
    expect(messageVariables({ ...facts, reader, dunningCase }).amount).toBe(expected);
  });
});
