import { describe, expect, it } from "vitest";
import { plusMs } from "../../../functions/platform/instant.ts";
import { virtualClock } from "../../../local/engine/virtual-clock.ts";
import { caseScript } from "../../../local/replay/case-file.ts";
import { impliedPayments } from "../../../local/replay/implied-payments.ts";
import { scriptedPayments } from "../../../local/replay/scripted-payments.ts";
import { witnessedPayments } from "../../../local/replay/witnessed-payments.ts";

const monday = "2026-01-05T09:00:00.000Z";

const events = [
  { type: "customer.created", object: { id: "cus_1", invoice_settings: { default_payment_method: "pm_1" } } },
  {
    type: "invoice.payment_failed",
    object: {
      id: "in_1",
      customer: "cus_1",
      status: "open",
      currency: "eur",
      amount_due: 4900,
      attempted: true,
      parent: { subscription_details: { subscription: "sub_1" } },
    },
  },
  { type: "customer.subscription.updated", object: { id: "sub_1", customer: "cus_1", status: "past_due" } },
];

/** A provider with an open invoice, answering by a script. */
function provider(...answers: readonly object[]) {
  const clock = virtualClock(monday);
  const implied = impliedPayments(clock);
  for (const [index, { type, object }] of events.entries())
    implied.learn({ id: `evt_${index}`, type, created: Date.parse(monday) / 1000, data: { object } });
  const script = caseScript(JSON.stringify({ answers }), "case.json");
  const { payments, witness } = witnessedPayments(scriptedPayments(implied, script.answers, clock), clock);
  return { payments, witness, pass: (ms: number) => clock.set(plusMs(clock.now(), ms)) };
}

const pay = (idempotencyKey: string) => ({ invoiceId: "in_1", idempotencyKey });

describe("a script", () => {
  it("answers from when it begins until it ends, and is silent otherwise", async () => {
    const { payments, pass } = provider({
      call: "payInvoice",
      from: "2026-01-05T09:00:01Z",
      until: "2026-01-05T09:00:02Z",
      answer: { result: "processing" },
    });
    expect(await payments.payInvoice(pay("a"))).toMatchObject({ result: "declined" });
    pass(1000);
    expect(await payments.payInvoice(pay("b"))).toMatchObject({ result: "processing", charge: { methodId: "pm_1" } });
    expect((await payments.readInvoice("in_1")).paymentInProgress).toMatchObject({ since: "2026-01-05T09:00:01.000Z" });
  });

  it("goes by the first of several answers that hold", async () => {
    const { payments } = provider(
      { call: "payInvoice", from: "2026-02-01T00:00:00Z", answer: { result: "paid" } },
      { call: "payInvoice", answer: { result: "declined", decline: { providerCode: "lost_card" } } },
      { call: "payInvoice", answer: { result: "paid" } },
    );
    expect(await payments.payInvoice(pay("a"))).toMatchObject({ decline: { providerCode: "lost_card" } });
  });

  it("that takes the money makes the invoice paid", async () => {
    const { payments } = provider({ call: "payInvoice", answer: { result: "paid" } });
    await payments.payInvoice(pay("a"));
    expect(await payments.readInvoice("in_1")).toMatchObject({ status: "paid", paidWith: { methodId: "pm_1" } });
  });

  it("lays a part of an invoice over what the events imply", async () => {
    const { payments } = provider({ call: "readInvoice", answer: { status: "void" } });
    expect(await payments.readInvoice("in_1")).toMatchObject({ status: "void", amountPaid: { currency: "EUR" } });
  });

  it.each(["RetryableError", "TerminalError", "ConfigurationError"])("throws a %s where it says so", async (throws) => {
    const names = ["readInvoice", "payInvoice", "createCardUpdateLink", "pauseSubscription", "resumeSubscription"];
    const more = ["markUncollectible", "cancelSubscription", "listDrafts", "finalizeInvoice"];
    const { payments, witness } = provider(
      ...[...names, ...more].map((call) => ({ call, answer: { throws, message: "No answer." } })),
    );
    const link = { providerCustomerId: "cus_1", returnUrl: "https://orbit.example", locale: "en" };
    const calls = [
      () => payments.readInvoice("in_1"),
      () => payments.payInvoice(pay("a")),
      () => payments.createCardUpdateLink(link),
      () => payments.pauseSubscription("sub_1", "b"),
      () => payments.resumeSubscription("sub_1", "c"),
      () => payments.markUncollectible("in_1", "d"),
      () => payments.cancelSubscription("sub_1", "e"),
      () => payments.listDrafts("sub_1"),
      () => payments.finalizeInvoice("in_1", "f"),
    ];
    for (const call of calls) await expect(call()).rejects.toMatchObject({ name: throws, message: "No answer." });
    expect(witness).toEqual({
      charges: [{ at: monday, invoiceId: "in_1", methodId: undefined, result: throws }],
      changes: [],
    });
  });

  it("says what the port's other methods answer", async () => {
    const draft = { invoiceId: "in_2", amount: { amountMinor: 1, currency: "EUR" }, createdAt: monday };
    const { payments } = provider(
      { call: "listDrafts", answer: [draft] },
      { call: "createCardUpdateLink", answer: { url: "https://portal.example/" } },
      { call: "pauseSubscription", answer: {} },
    );
    expect(await payments.listDrafts("sub_1")).toEqual([draft]);
    const link = { providerCustomerId: "cus_1", returnUrl: "https://orbit.example", locale: "en" };
    expect(await payments.createCardUpdateLink(link)).toEqual({ url: "https://portal.example/" });
    await payments.pauseSubscription("sub_1", "key");
    expect((await payments.readInvoice("in_1")).subscription?.pause).toEqual({ by: "us" });
  });
});

describe("the witness", () => {
  it("writes down charges with what was charged, and changes with what was changed", async () => {
    const { payments, witness, pass } = provider();
    await payments.readInvoice("in_1");
    await payments.listDrafts("sub_1");
    await payments.payInvoice(pay("a"));
    pass(500);
    await payments.payInvoice({ ...pay("b"), methodId: "pm_2" });
    await payments.pauseSubscription("sub_1", "c");
    await payments.markUncollectible("in_1", "d");
    await payments.payInvoice(pay("e"));
    const later = "2026-01-05T09:00:00.500Z";
    expect(witness).toEqual({
      charges: [
        { at: monday, invoiceId: "in_1", methodId: "pm_1", result: "declined" },
        { at: later, invoiceId: "in_1", methodId: "pm_2", result: "declined" },
        { at: later, invoiceId: "in_1", methodId: undefined, result: "not-open" },
      ],
      changes: [
        { at: later, what: "pauseSubscription", id: "sub_1" },
        { at: later, what: "markUncollectible", id: "in_1" },
      ],
    });
  });

  it("counts a repeat under one key once, and gives it the first answer", async () => {
    const { payments, witness, pass } = provider({
      call: "payInvoice",
      until: "2026-01-05T09:00:01Z",
      answer: { result: "processing" },
    });
    const first = await payments.payInvoice(pay("a"));
    await payments.pauseSubscription("sub_1", "b");
    pass(2000);
    expect(await payments.payInvoice(pay("a"))).toEqual(first);
    await payments.pauseSubscription("sub_1", "b");
    expect([witness.charges.length, witness.changes.length]).toEqual([1, 1]);
  });
});
