import { describe, expect, it } from "vitest";
import { type MessageFacts, messageVariables } from "../../../functions/dunning/variables.ts";
import { samplePolicy } from "../messages/sample-message.ts";

const { steps } = samplePolicy.dunning;

const facts: MessageFacts = {
  dunningCase: {
    caseId: "case-1",
    subscriptionId: "sub_1",
    amount: { amountMinor: 4900, currency: "EUR" },
    planName: "Orbit Pro",
    cardBrand: "Visa",
    cardLast4: "4242",
    decline: { providerCode: "insufficient_funds" },
    openedAt: "2026-01-05T23:30:00.000Z",
    attempts: [
      { key: "1", at: "2026-01-07T08:00:00.000Z", result: "declined" },
      { key: "2", at: "2026-01-09T08:00:00.000Z", result: "not-open" },
      { key: "3", at: "2026-01-11T08:00:00.000Z", result: "declined" },
    ],
  },
  customer: { name: "Anna\r\nKowalska", plan: "Old plan", email: "anna@mail.example", phone: "+48 22 555 01 99" },
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
      greetName: "Anna",
      companyName: "Orbit",
      amount: "49,00\u00A0€",
      partPaid: "",
      invoices: [{ amount: "49,00\u00A0€", plan: "Orbit Pro", failedOn: "6\u00A0stycznia" }],
      invoiceCount: 1,
      total: "49,00\u00A0€",
      paysFor: "subscription",
      plan: "Orbit Pro",
      leaveDate: "",
      invoiceNumber: "",
      ask: "update-card",
      otherWays: "none",
      cardBrand: "Visa",
      cardLast4: "4242",
      debitScheme: "",
      bankName: "",
      bankLast4: "",
      declineReason: "Bank odpowiedział, że w chwili płatności brakowało środków.",
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
      customerEmail: "anna@mail.example",
      customerPhone: "+48 22 555 01 99",
      customerPage: "",
      invoicePage: "",
      subscriptionPage: "",
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

  const says = (dunningCase: Partial<MessageFacts["dunningCase"]>, rest: Partial<MessageFacts> = {}) =>
    messageVariables({ ...facts, ...rest, dunningCase: { ...facts.dunningCase, ...dunningCase } });
  const eur = (amountMinor: number) => ({ amountMinor, currency: "EUR" });
  const open = { invoiceId: "in_1", status: "open", amountRemaining: eur(2900), amountPaid: eur(2000) } as const;

  it("asks for what remains, and says what was paid: the provider's word while the invoice is open", () => {
    expect(says({}, { invoice: open })).toMatchObject({ amount: "29,00\u00A0€", partPaid: "20,00\u00A0€" });
    const paid = { ...open, status: "paid", amountRemaining: eur(0), amountPaid: eur(4900) } as const;
    expect(says({}, { invoice: paid })).toMatchObject({ amount: "49,00\u00A0€", partPaid: "" });
  });

  it("names every unpaid invoice and what they come to, each currency by itself", () => {
    const mine = { ...facts.dunningCase, amount: eur(4900) };
    const other = {
      caseId: "case-2",
      amount: eur(1000),
      planName: "Orbit Storage",
      openedAt: "2026-01-04T08:00:00.000Z",
    };
    const dollars = {
      caseId: "case-3",
      amount: { amountMinor: 500, currency: "USD" },
      openedAt: "2026-01-07T08:00:00.000Z",
    };
    const named = [{ ...other, subscriptionId: "sub_2" }, mine, dollars];
    expect(messageVariables({ ...facts, dunningCase: mine, named, invoice: open })).toMatchObject({
      amount: "29,00\u00A0€",
      invoices: [
        { amount: "10,00\u00A0€", plan: "Orbit Storage", failedOn: "4\u00A0stycznia" },
        { amount: "29,00\u00A0€", plan: "Orbit Pro", failedOn: "6\u00A0stycznia" },
        { amount: "5,00\u00A0USD", plan: "", failedOn: "7\u00A0stycznia" },
      ],
      invoiceCount: 3,
      total: "39,00\u00A0€ + 5,00\u00A0USD",
    });
  });

  it("knows no plan, pause or cancellation of an invoice that is for no subscription", () => {
    const variables = says(
      { subscriptionId: undefined, leavesAt: "2026-02-01T00:00:00.000Z" },
      { invoiceNumber: "OR-17" },
    );
    expect(variables).toMatchObject({
      paysFor: "invoice",
      plan: "",
      pauseDate: "",
      leaveDate: "",
      invoiceNumber: "OR-17",
    });
    expect(variables.endKind).toBe("mark-uncollectible");
  });

  it("knows no pause of a subscription whose customer leaves, and no end of what has ended by then", () => {
    const ending = steps.map((step) =>
      step.end === undefined ? step : { ...step, end: "cancel-subscription" as const },
    );
    const policy = { ...samplePolicy, dunning: { ...samplePolicy.dunning, steps: ending } };
    expect(says({}, { policy })).toMatchObject({ leaveDate: "", endKind: "cancel-subscription" });
    expect(says({ leavesAt: "2026-01-29T08:00:00.000Z" }, { policy })).toMatchObject({
      leaveDate: "29\u00A0stycznia (czwartek)",
      pauseDate: "",
      endKind: "mark-uncollectible",
    });
    expect(says({ leavesAt: "2026-12-01T08:00:00.000Z" }, { policy }).endKind).toBe("cancel-subscription");
  });

  it("says nothing of a pause where the subscription is spared one", () => {
    const spared = { why: "paid-renewals", reason: "its renewals are paid" } as const;
    expect(says({ spared }).pauseDate).toBe("");
  });

  it("says how it ended, whatever the policy says since", () => {
    const done = { "end:close": { at: "2026-02-04T08:00:00.000Z", result: "leave-open" } };
    expect(says({ done }).endKind).toBe("leave-open");
    expect(says({ done: { "end:close": { ...done["end:close"], result: "paid" } } }).endKind).toBe(
      "mark-uncollectible",
    );
  });

  it.each([
    ["sepa-debit", { ask: "update-account", cardBrand: "", cardLast4: "", debitScheme: "SEPA", bankLast4: "4242" }],
    ["us-bank-account", { ask: "update-account", debitScheme: "ACH", bankLast4: "4242" }],
    ["bacs-debit", { ask: "update-account", debitScheme: "Bacs" }],
    ["acss-debit", { ask: "update-account", debitScheme: "PAD" }],
    ["au-becs-debit", { ask: "update-account", debitScheme: "BECS", bankName: "Sparbanken" }],
    ["legacy-source", { ask: "update-card", cardBrand: "Visa", cardLast4: "4242", bankLast4: "" }],
    ["link", { ask: "update-method", cardBrand: "", cardLast4: "", bankLast4: "" }],
    ["wallet", { ask: "update-method", cardLast4: "", bankLast4: "" }],
  ] as const)("shows a %s as what it is", (methodKind, expected) => {
    expect(says({ methodKind, bankName: "Sparbanken" })).toMatchObject(expected);
  });

  it("takes the kind of the method from the provider where the case does not know it", () => {
    const customerDefault = { methodId: "pm_1", kind: "sepa-debit", last4: "3000" } as const;
    const { cardLast4, cardBrand, ...unknown } = facts.dunningCase;
    const ofDebit = { ...facts, dunningCase: { ...unknown, cardId: "pm_1" }, invoice: { ...open, customerDefault } };
    expect(messageVariables(ofDebit)).toMatchObject({ ask: "update-account", debitScheme: "SEPA", bankLast4: "3000" });
    const another = { ...ofDebit, invoice: { ...open, customerDefault: { ...customerDefault, methodId: "pm_2" } } };
    expect(messageVariables(another)).toMatchObject({ ask: "update-card", bankLast4: "" });
  });

  it("asks for a means of payment where there is none", () => {
    expect(says({ decline: { providerCode: "no_payment_method" } })).toMatchObject({
      ask: "add-method",
      cardBrand: "",
      cardLast4: "",
      declineReason: "Nie mamy zapisanej karty ani rachunku, z których można pobrać płatność.",
    });
  });

  it("offers other ways to pay after three failed charges, where the provider has a page of the one invoice", () => {
    const hostedUrl = "https://pay.provider.example/i/in_1";
    const of = (rest: Partial<MessageFacts>, dunningCase = {}) => says(dunningCase, rest).otherWays;
    expect(of({ hostedUrl })).toBe("offered");
    expect(of({})).toBe("none");
    expect(of({ hostedUrl }, { attempts: facts.dunningCase.attempts.slice(0, 1) })).toBe("none");
    expect(of({ hostedUrl }, { decline: { providerCode: "authentication_required" } })).toBe("none");
    expect(of({ hostedUrl, named: [facts.dunningCase, { ...facts.dunningCase, caseId: "case-2" }] })).toBe("none");
  });

  it("asks for a confirmation where the bank's newest word about the present card was that", () => {
    const needs = { key: "4", at: "2026-01-12T08:00:00.000Z", result: "needs-customer" } as const;
    const ask = (dunningCase: Partial<MessageFacts["dunningCase"]>) => says(dunningCase).ask;
    expect(ask({ decline: { providerCode: "authentication_required" } })).toBe("confirm");
    expect(ask({ attempts: [needs], declinedAt: needs.at })).toBe("confirm");
    expect(ask({ attempts: [needs], declinedAt: "2026-01-13T08:00:00.000Z" })).toBe("update-card");
    expect(ask({ attempts: [needs], cardChangedAt: "2026-01-13T08:00:00.000Z" })).toBe("update-card");
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
