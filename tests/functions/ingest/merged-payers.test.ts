import { describe, expect, it } from "vitest";
import type { BillingEvent } from "../../../functions/billing/billing-event.ts";
import { createHandToPerson } from "../../../functions/dunning/acts/hand-to-person.ts";
import { createNotify } from "../../../functions/dunning/acts/notify.ts";
import { createPlanNextStep } from "../../../functions/dunning/acts/plan-next-step.ts";
import { createRetryPayment } from "../../../functions/dunning/acts/retry-payment.ts";
import { caseKey, parseCase, parseCases } from "../../../functions/dunning/case-store.ts";
import { compose } from "../../../functions/dunning/dunning-messages.ts";
import { letterStillApplies } from "../../../functions/dunning/letter-still-applies.ts";
import { signLink } from "../../../functions/links/links.ts";
import { claim, confirmSent } from "../../../functions/messages/ledger.ts";
import { messageItem } from "../../../functions/messages/message-item.ts";
import type { Instant } from "../../../functions/platform/instant.ts";
import type { Email } from "../../../functions/platform/ports/mailer.ts";
import type { Item } from "../../../functions/platform/ports/store.ts";
import { createUpdatePayment } from "../../../functions/portal/update-payment.ts";
import { event, invoiceFact } from "../billing/sample-events.ts";
import { sampleMessage } from "../messages/sample-message.ts";
import { fixture, hearing } from "./heard-events.ts";

const annas = "stripe-cus_anna";
const addresses = new Map([
  ["in_anna", { customerEmail: "anna@mail.example", customerName: "Anna Lind" }],
  ["in_bert", { customerEmail: "bert@mail.example", customerName: "Bert Holm" }],
]);

/**
 * A table as it was written while payers of one account id were merged: Anna's partition holds Anna's and Bert's cases,
 * and Bert's name and address.
 * @param isKept which of its items to begin with.
 */
async function merged(isKept: (item: Item) => boolean = () => true) {
  const heard = hearing();
  const { state } = heard;
  const items: Item[] = JSON.parse(fixture("payers-merged.json"));
  for (const item of items.filter(isKept)) await state.save({ ...item, rev: 0 });
  let now: Instant = "2026-01-06T10:00:00.000Z";
  const settledAtProvider = new Set<string>();
  const [mails, asked, paid]: [Email[], string[], string[]] = [[], [], []];
  const never = async () => {};
  const ports = {
    ...heard.ports,
    ...{ compose, publicUrl: "https://holdfast.example", clock: { now: () => now } },
    linkKey: { linkSigningKey: async () => "k".repeat(64) },
    log: { info: () => {}, warn: () => {}, error: () => {} },
    mailer: { send: async (mail: Email) => ({ serviceMessageId: `ses-${mails.push(mail)}` }) },
    payments: {
      ...{ pauseSubscription: never, resumeSubscription: never, markUncollectible: never, cancelSubscription: never },
      ...{ listDrafts: async () => [], finalizeInvoice: never },
      readInvoice: async (invoiceId: string) => ({
        ...{
          invoiceId,
          status: settledAtProvider.has(invoiceId) ? ("paid" as const) : ("open" as const),
          amountRemaining: { amountMinor: 4900, currency: "EUR" },
        },
        ...addresses.get(invoiceId),
      }),
      payInvoice: async ({ invoiceId }: { invoiceId: string }) => {
        paid.push(invoiceId);
        return { result: "declined" as const, decline: { providerCode: "insufficient_funds" } };
      },
      createCardUpdateLink: async ({ providerCustomerId }: { providerCustomerId: string }) => {
        asked.push(providerCustomerId);
        return { url: "https://provider.example/session" };
      },
    },
  };
  const read = async (caseId: string, customerId = annas) => {
    const item = await state.load(caseKey(customerId, caseId));
    return item && parseCase(item);
  };
  const acts = {
    "retry-payment": createRetryPayment(ports),
    notify: createNotify(ports),
    "hand-to-person": createHandToPerson(ports),
  };
  /** Plans, waits and acts until something other than a charge or a letter is next, or `times` steps are done. */
  const climb = async (caseId: string, times = 4) => {
    for (let time = 0; time < times; time += 1) {
      const epoch = (await read(caseId))?.epoch ?? 0;
      const output = await createPlanNextStep(ports)({ customerId: annas, caseId, epoch });
      if (!("key" in output.step)) return output.step.act;
      const { act } = output.step;
      if (act !== "retry-payment" && act !== "notify" && act !== "hand-to-person") return act;
      now = output.step.dueAt;
      await acts[act](output);
      if (act === "hand-to-person") return act;
    }
    return "time is up";
  };
  const open = async (caseId: string, method: string) => {
    const expiresAt = "2026-03-01T00:00:00.000Z";
    const payload = {
      purpose: "update-payment",
      customerId: annas,
      caseId,
      message: "payment-failed",
      expiresAt,
    } as const;
    return createUpdatePayment(ports)({
      ...{ requestContext: { http: { method } }, headers: {}, isBase64Encoded: false },
      queryStringParameters: { token: signLink(payload, "k".repeat(64)) },
    });
  };
  /** A letter about a case that was sent before the upgrade. */
  const wasWritten = async (caseId: string, to: string) => {
    const letter = {
      ...sampleMessage,
      messageKey: `${caseId}:1:notify`,
      customerId: annas,
      about: { room: "dunning", id: caseId },
      to,
    };
    await state.save(messageItem(confirmSent(claim(letter, now, "PT1H"), "ses-0", now), 0));
    return claim(letter, now, "PT1H");
  };
  return { ...heard, ports, mails, asked, paid, settledAtProvider, read, climb, open, wasWritten };
}

const of = (who: string, heardOf: BillingEvent): BillingEvent => ({ ...heardOf, providerCustomerId: who });
const paidInvoice = (who: string) =>
  of(
    `cus_${who}`,
    event(
      `evt_paid_${who}`,
      "P2D",
      invoiceFact({ invoiceId: `in_${who}`, status: "paid", subscriptionId: `sub_${who}` }),
    ),
  );
const failedAgain = (who: string, ...more: BillingEvent["facts"]) =>
  of(
    `cus_${who}`,
    event(
      `evt_again_${who}`,
      "P1D",
      invoiceFact({ invoiceId: `in_${who}`, attemptCount: 2, subscriptionId: `sub_${who}` }, "failed"),
      ...more,
    ),
  );

describe("a table in which payers were merged", () => {
  it("is as the fixture's name says", async () => {
    const { state } = await merged();
    const items = await state.query(`customer#${annas}`);
    expect([...parseCases(items).keys()]).toEqual(["stripe-in_anna", "stripe-in_bert"]);
    expect(items.find(({ sk }) => sk === "profile")?.body).toMatchObject({ email: "bert@mail.example" });
  });

  it("has Anna's letters written to the address on her invoice, before any event tells whose the profile is", async () => {
    const { climb, mails } = await merged();
    await climb("stripe-in_anna", 2);
    expect(mails.map(({ to }) => to)).toEqual(["anna@mail.example"]);
    expect(mails[0]?.text).toContain("Anna");
    expect(mails[0]?.text).not.toContain("Bert");
  });

  it("has Anna thanked at the same address when she has paid", async () => {
    const { climb, mails, hear, settledAtProvider } = await merged();
    await climb("stripe-in_anna", 2);
    settledAtProvider.add("in_anna");
    await hear([paidInvoice("anna")]);
    await climb("stripe-in_anna");
    expect(mails.map(({ to, name }) => [to, name])).toEqual([
      ["anna@mail.example", "payment-failed"],
      ["anna@mail.example", "recovered"],
    ]);
  });

  it("lets nothing that befalls Anna or her card touch Bert's case", async () => {
    const { hear, read } = await merged();
    const before = await read("stripe-in_bert");
    const card = of("cus_anna", event("evt_d", "P1D", { type: "card-chosen", cardId: "pm_new" }));
    const gone = of("cus_anna", event("evt_g", "P2D", { type: "customer-deleted" }));
    await hear([card, gone]);
    expect((await read("stripe-in_anna"))?.outcome?.kind).toBe("cancelled");
    expect(await read("stripe-in_bert")).toEqual(before);
  });

  it("opens the case of an invoice that fails only now with its own payer, wherever the invoice was kept", async () => {
    const { hear, read } = await merged(({ sk }) => sk !== "dunning#stripe-in_bert");
    await hear([failedAgain("bert")]);
    expect(await read("stripe-in_bert")).toBeUndefined();
    expect(await read("stripe-in_bert", "stripe-cus_bert")).toMatchObject({ providerCustomerId: "cus_bert" });
  });

  it("asks a person to write to Bert, whose case lies with Anna's, and goes on charging his own invoice", async () => {
    const { climb, mails, read, paid, hear } = await merged();
    const anna = { email: "anna@mail.example", name: "Anna Lind" };
    await hear([of("cus_anna", event("evt_a", "PT1M", { type: "customer", customer: anna }))]);
    expect(await climb("stripe-in_bert")).toBe("hand-to-person");
    expect(mails.map(({ to, name }) => [to, name])).toEqual([["support@orbit.example", "hand-over"]]);
    expect(new Set(paid)).toEqual(new Set(["in_bert"]));
    expect((await read("stripe-in_bert"))?.handOver?.reason).toBe(
      "the invoice is of cus_bert, whose case was opened with stripe-cus_anna's by mistake",
    );
    expect(mails[0]?.text).not.toContain("Anna");
  });

  it("lets no link to Anna's case open that went to Bert, and lets hers", async () => {
    const wrong = await merged();
    await wrong.wasWritten("stripe-in_anna", "bert@mail.example");
    for (const method of ["GET", "POST"]) expect((await wrong.open("stripe-in_anna", method)).statusCode).toBe(410);
    await wrong.hear([failedAgain("anna", { type: "customer-hint", customer: { email: "anna@mail.example" } })]);
    expect((await wrong.open("stripe-in_anna", "POST")).statusCode).toBe(410);
    expect(wrong.asked).toEqual([]);
    const right = await merged();
    await right.wasWritten("stripe-in_anna", "anna@mail.example");
    expect((await right.open("stripe-in_anna", "POST")).statusCode).toBe(303);
    expect(right.asked).toEqual(["cus_anna"]);
  });

  it("lets no link to Bert's case open, nor one that no letter is known to have carried", async () => {
    const { open, wasWritten, asked } = await merged();
    expect((await open("stripe-in_anna", "POST")).statusCode).toBe(410);
    const letter = await wasWritten("stripe-in_bert", "bert@mail.example");
    expect((await open("stripe-in_bert", "POST")).statusCode).toBe(404);
    expect(asked).toEqual([]);
    const { ports } = await merged();
    expect(await letterStillApplies(ports, letter)).toBe(false);
  });

  it("ends Bert's case where it lies when he pays, and opens no second one for its invoice", async () => {
    const { hear, read, state } = await merged();
    await hear([failedAgain("bert")]);
    expect(await read("stripe-in_bert", "stripe-cus_bert")).toBeUndefined();
    await hear([paidInvoice("bert")]);
    expect((await read("stripe-in_bert"))?.outcome?.kind).toBe("recovered");
    await hear([failedAgain("bert")]);
    const cases = state.all().filter(({ kind }) => kind === "dunning");
    expect(cases.map(({ pk, sk }) => [pk, sk])).toEqual([
      ["customer#stripe-cus_anna", "dunning#stripe-in_anna"],
      ["customer#stripe-cus_anna", "dunning#stripe-in_bert"],
    ]);
    expect((await read("stripe-in_anna"))?.status).toBe("open");
  });

  it("opens what is new of Bert's with himself, and tells Anna's partition nothing of it", async () => {
    const { hear, read, state } = await merged();
    const before = await state.query(`customer#${annas}`);
    const next = of(
      "cus_bert",
      event("evt_n", "P1D", invoiceFact({ invoiceId: "in_next", subscriptionId: "sub_bert" }, "failed")),
    );
    const bert = of("cus_bert", event("evt_c", "P1D", { type: "customer", customer: { email: "bert@new.example" } }));
    const card = of("cus_bert", event("evt_d", "P1D", { type: "card-chosen", cardId: "pm_new" }));
    const gone = of("cus_bert", event("evt_g", "P2D", { type: "customer-deleted" }));
    await hear([next, bert, card, gone]);
    expect(await read("stripe-in_next", "stripe-cus_bert")).toMatchObject({ providerCustomerId: "cus_bert" });
    expect(await state.query(`customer#${annas}`)).toEqual(before);
  });

  it("has Anna's profile told apart by her next snapshot, however old, or by the address on her invoice", async () => {
    const { hear, state } = await merged();
    const anna = { email: "anna@mail.example", name: "Anna Lind" };
    const profile = async () => (await state.load({ pk: `customer#${annas}`, sk: "profile" }))?.body;
    await hear([failedAgain("anna", { type: "customer-hint", customer: anna })]);
    expect(await profile()).toMatchObject({ ...anna, keptApart: true });
    const other = await merged();
    const old = event("evt_0", "PT0S", { type: "customer", customer: anna });
    await other.hear([of("cus_anna", { ...old, occurredAt: "2025-12-01T00:00:00.000Z" })]);
    const told = await other.state.load({ pk: `customer#${annas}`, sk: "profile" });
    expect(told?.body).toMatchObject({ ...anna, keptApart: true });
  });

  it("keeps Bert's subscriptions out of what Anna is worth", async () => {
    const { hear, state } = await merged();
    const body = {
      subscriptionId: "sub_bert",
      asOf: "2026-01-02T00:00:00.000Z",
      status: "active",
      collectionPaused: false,
    };
    const place = { pk: `customer#${annas}`, sk: "subscription#sub_bert" };
    await state.save({ ...place, rev: 0, kind: "subscription", body });
    const subscription = (who: string, amountMinor: number) =>
      of(
        `cus_${who}`,
        event(`evt_s_${who}`, "P1D", {
          type: "subscription",
          subscription: {
            ...{ subscriptionId: `sub_${who}`, status: "active", collectionPaused: false },
            mrr: { amountMinor, currency: "EUR" },
          },
        }),
      );
    await hear([subscription("anna", 4900), subscription("bert", 9900)]);
    const profile = await state.load({ pk: `customer#${annas}`, sk: "profile" });
    expect(profile?.body["mrr"]).toEqual({ amountMinor: 4900, currency: "EUR" });
  });
});
