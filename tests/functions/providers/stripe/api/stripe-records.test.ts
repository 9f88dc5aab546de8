import { describe, expect, it } from "vitest";
import { stripeRecords } from "../../../../../functions/providers/stripe/api/stripe-records.ts";
import { type Answer, fakeStripe, ok, refused } from "./stripe-answers.ts";

function records(answer: Answer, key = "sk_test_1") {
  const stripe = fakeStripe(() => answer);
  const providerKey = { providerApiKey: async () => key };
  return { ...stripeRecords({ providerKey, fetch: stripe.fetch }), asked: stripe.asked };
}

describe("the account of the key", () => {
  it.each([
    ["sk_live_51x", "live"],
    ["rk_live_51x", "live"],
    ["sk_test_51x", "test"],
    ["rk_test_51x", "test"],
    ["sk_51x", undefined],
  ] as const)("is of the mode that %s says, without asking", async (key, mode) => {
    const { asked, ...stripe } = records(new Error("nobody is asked"), key);
    expect(await stripe.mode()).toBe(mode);
    expect(asked).toEqual([]);
  });

  it("is read from Stripe", async () => {
    const stripe = records(ok({ id: "acct_1", object: "account" }), "rk_live_51x");
    expect(await stripe.account()).toEqual({ accountId: "acct_1", mode: "live" });
    expect(stripe.asked).toMatchObject([{ method: "GET", path: "/v1/account" }]);
  });

  it("is nobody's if the key does not say its mode", () =>
    expect(records(ok({ id: "acct_1" }), "sk_51x").account()).rejects.toThrow(/sk_live_/));
});

describe("reading an object", () => {
  it.each([
    [{ type: "customer", id: "cus_1" }, "/v1/customers/cus_1"],
    [{ type: "subscription", id: "sub_1" }, "/v1/subscriptions/sub_1"],
    [{ type: "charge", id: "ch_1" }, "/v1/charges/ch_1"],
    [{ type: "v2.core.event", id: "evt_1" }, "/v2/core/events/evt_1"],
  ])("asks for %o where it lies, and hands it on as it is", async (reference, path) => {
    const stripe = records(ok({ id: reference.id, some: { thing: 1 } }));
    expect(await stripe.read(reference)).toMatchObject({ id: reference.id, some: { thing: 1 } });
    expect(stripe.asked).toMatchObject([{ method: "GET", path }]);
  });

  it("asks for an invoice with its payments", async () => {
    const stripe = records(ok({ id: "in_1" }));
    await stripe.read({ type: "invoice", id: "in_1" });
    expect([...(stripe.asked[0]?.form.values() ?? [])]).toEqual([
      "payments.data.payment.payment_intent",
      "payments.data.payment.charge",
    ]);
  });

  it("never leaves its place, whatever the id says", async () => {
    const stripe = records(ok({}));
    await stripe.read({ type: "customer", id: "../account?x=1#" });
    expect(stripe.asked).toMatchObject([{ path: "/v1/customers/..%2Faccount%3Fx%3D1%23" }]);
  });

  it("refuses a kind that nobody reads, and says what to do", () =>
    expect(records(ok({})).read({ type: "climate.order", id: "x" })).rejects.toThrow(/whole events/));

  it.each([
    [401, "ConfigurationError"],
    [403, "ConfigurationError"],
    [404, "TerminalError"],
    [429, "RetryableError"],
    [500, "RetryableError"],
  ])("throws for %d what the port says", (status, name) =>
    expect(
      records(refused(status, { type: "invalid_request_error", message: "No." })).read({
        type: "customer",
        id: "cus_1",
      }),
    ).rejects.toMatchObject({ name }),
  );
});

describe("listing invoices", () => {
  it("asks page by page, a hundred at once", async () => {
    const stripe = records(ok({ object: "list", data: [{ id: "in_2" }, { id: "in_1" }], has_more: true }));
    const asked = { status: "paid", createdSince: "2026-01-05T08:00:00.000Z", after: "in_3" } as const;
    expect(await stripe.listInvoices(asked)).toEqual({ invoices: [{ id: "in_2" }, { id: "in_1" }], next: "in_1" });
    const [request] = stripe.asked;
    expect(request?.path).toBe("/v1/invoices");
    expect(Object.fromEntries(request?.form ?? [])).toEqual({
      ...{ status: "paid", limit: "100", "created[gte]": "1767600000", starting_after: "in_3" },
    });
  });

  it("ends where Stripe says that no more follows", async () => {
    const stripe = records(ok({ object: "list", data: [{ id: "in_1" }], has_more: false }));
    expect(await stripe.listInvoices({ status: "open" })).toEqual({ invoices: [{ id: "in_1" }], next: undefined });
  });

  it("takes nothing else for a list", () =>
    expect(records(ok({ data: [] })).listInvoices({ status: "open" })).rejects.toThrow(/whether more follows/));
});
