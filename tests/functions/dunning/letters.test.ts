import { describe, expect, it } from "vitest";
import type { ProviderInvoice } from "../../../functions/billing/payments.ts";
import { createHandToPerson } from "../../../functions/dunning/acts/hand-to-person.ts";
import { createNotify } from "../../../functions/dunning/acts/notify.ts";
import type { DunningCase } from "../../../functions/dunning/case.ts";
import { stripeDashboard } from "../../../functions/providers/stripe/api/dashboard.ts";
import { openedAt } from "./sample-case.ts";
import { stage } from "./stage.ts";

const eur = (amountMinor: number) => ({ amountMinor, currency: "EUR" });
const hostedUrl = "https://pay.provider.example/i/acct_1/in_1";
const tried = Object.fromEntries(
  ["first-retry:retry-payment", "first-letter:retry-payment"].map((key) => [key, { at: openedAt, result: "declined" }]),
);

/** The first letter of a case, with what the provider says of its invoice at that moment. */
async function letter(changes: Partial<DunningCase>, says: Partial<ProviderInvoice> = {}) {
  const { planned, ports, mails } = await stage({ done: tried, ...changes });
  const readInvoice = async (invoiceId: string): Promise<ProviderInvoice> => ({
    invoiceId,
    status: "open",
    amountRemaining: eur(4900),
    ...says,
  });
  await createNotify({ ...ports, payments: { ...ports.payments, readInvoice } })(await planned());
  const [mail] = mails;
  if (mail === undefined) throw new Error("No letter was written.");
  return mail;
}

const toConfirm = { decline: { providerCode: "authentication_required" } };

describe("the letter of a payment that the bank wants confirmed", () => {
  it("leads to the provider's page of the invoice, as the provider names it now", async () => {
    const { subject, text, html } = await letter(toConfirm, { hostedUrl });
    expect(subject).toBe("Please confirm your Orbit payment of €49.00");
    expect(text).toContain(`Confirm the payment:\n${hostedUrl}\n`);
    expect(html).toContain(`href="${hostedUrl}"`);
    expect(text).not.toMatch(/update-payment|update your card/i);
  });

  it("leads to our page, which offers the same, where the provider names none", async () => {
    const { text } = await letter(toConfirm);
    expect(text).toMatch(/^Confirm the payment:\nhttps:\/\/holdfast\.example\/update-payment\?token=/m);
  });

  it("is another where the card was merely declined: then a card is asked for, on our page", async () => {
    const { text } = await letter({}, { hostedUrl });
    expect(text).toMatch(/^Update your card:\nhttps:\/\/holdfast\.example\/update-payment\?token=/m);
    expect(text).not.toContain(hostedUrl);
  });
});

describe("a letter says what is so at the provider this moment", () => {
  it("asks for what remains", async () => {
    const { text } = await letter({}, { amountRemaining: eur(2900), amountPaid: eur(2000) });
    expect(text).toContain("The remaining €29.00 of your payment");
    expect(text).toContain("Already paid: €20.00");
    expect(text).not.toContain("€49.00");
  });

  it("names the bank account that was debited", async () => {
    const customerDefault = { methodId: "pm_1", kind: "sepa-debit", last4: "3000" } as const;
    const { text } = await letter({ cardId: "pm_1" }, { customerDefault });
    expect(text).toContain("couldn’t be collected from your bank account •••• 3000");
    expect(text).not.toMatch(/\bcard/i);
  });

  it("knows when the subscription ends anyway", async () => {
    const subscription = { subscriptionId: "sub_1", status: "active", endsAt: "2026-02-05T11:00:00.000Z" } as const;
    const { text, subject } = await letter({}, { subscription });
    expect(text).toMatch(/your subscription ends on Thursday, 5\sFebruary, as arranged/);
    expect(`${subject}${text}`).not.toMatch(/carries on|paus|running/);
  });
});

describe("the letter to a person", () => {
  it("carries who it is, how to reach them, what they owe, and where to look", async () => {
    const { planned, ports, mails } = await stage({
      planName: "Orbit Team",
      cardBrand: "Visa",
      cardLast4: "4242",
      handOver: { key: "person:look", reason: "somebody must look" },
    });
    const pagesAtProvider = stripeDashboard(async () => "test");
    await createHandToPerson({ ...ports, pagesAtProvider })(await planned());
    const { to, text, html } = mails[0] ?? { to: "", text: "", html: "" };
    expect(to).toBe("support@orbit.example");
    for (const fact of [
      "Why: somebody must look",
      "Customer: Ada",
      "E-mail: ada@example.com",
      "Amount: €49.00",
      "Plan: Orbit Team",
      "Card: Visa •••• 4242",
      "customer (https://dashboard.stripe.com/test/customers/cus_1)",
      "invoice (https://dashboard.stripe.com/test/invoices/in_1)",
      "subscription (https://dashboard.stripe.com/test/subscriptions/sub_1)",
      "Case: stripe-in_1",
      "docs/runbook.md",
    ])
      expect(text).toContain(fact);
    expect(html).toContain('<a href="https://dashboard.stripe.com/test/invoices/in_1">invoice</a>');
  });

  it("has no links where nobody knows the provider's pages", async () => {
    const { planned, ports, mails } = await stage({ handOver: { key: "person:look", reason: "somebody must look" } });
    await createHandToPerson(ports)(await planned());
    expect(mails[0]?.text).not.toMatch(/At the provider|\(\)/);
  });
});
