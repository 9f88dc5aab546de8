import { describe, expect, it } from "vitest";
import { stripePayments } from "../../../../../functions/providers/stripe/api/stripe-payments.ts";
import {
  type Answer,
  card,
  cardError,
  fakeStripe,
  invalid,
  invoice,
  invoicePayment,
  ok,
  refused,
} from "./stripe-answers.ts";

const providerKey = { providerApiKey: async () => "sk_test_1" };

/** The adapter on a Stripe that gives these answers one after another, the last of them again and again. */
function payments(...answers: readonly Answer[]) {
  const stripe = fakeStripe(
    (_, number) => answers[Math.min(number, answers.length) - 1] ?? new Error("no answer left"),
  );
  return { ...stripePayments({ providerKey, fetch: stripe.fetch }), asked: stripe.asked };
}
const pay = { invoiceId: "in_1", idempotencyKey: "case-1:3" };
const paidInvoice = invoice({ status: "paid", amount_remaining: 0 });

describe("reading an invoice", () => {
  it("asks for its payments, in the pinned version", async () => {
    const stripe = payments(ok(invoice()));

    await stripe.readInvoice("in_1");

    const [request] = stripe.asked;
    expect(request).toMatchObject({ method: "GET", path: "/v1/invoices/in_1" });
    const expansions = [...(request?.form.values() ?? [])];
    expect(expansions).toContain("payments.data.payment.payment_intent");
    expect(expansions).toContain("parent.subscription_details.subscription.default_payment_method");
    // Stripe refuses to expand deeper than four levels.
    expect(expansions.filter((path) => path.split(".").length > 4)).toEqual([]);
    expect(stripe.asked).toHaveLength(1);
    expect(request?.headers.get("stripe-version")).toBe("2026-10-28.endive");
    expect(request?.headers.get("authorization")).toBe("Bearer sk_test_1");
  });

  it("tells its state and why the newest payment failed", async () => {
    const older = invoicePayment(
      { status: "canceled", last_payment_error: cardError({ decline_code: "lost_card" }) },
      1,
    );
    const newer = invoicePayment({ status: "requires_payment_method", last_payment_error: cardError() }, 2);

    expect(await payments(ok(invoice({}, [older, newer]))).readInvoice("in_1")).toEqual({
      invoiceId: "in_1",
      status: "open",
      amountRemaining: { amountMinor: 4900, currency: "EUR" },
      amountPaid: { amountMinor: 0, currency: "EUR" },
      lastAttempt: { chargeId: "ch_1", paymentId: "pi_1", methodId: "pm_1" },
      lastDecline: { providerCode: "insufficient_funds", networkCode: "51", network: "visa" },
      cardBrand: "Visa",
      cardLast4: "0341",
    });
  });

  it("tells how it is collected and what it is for", async () => {
    const sent = { collection_method: "send_invoice", auto_advance: false, billing_reason: "subscription_update" };
    expect(await payments(ok(invoice(sent))).readInvoice("in_1")).toMatchObject({
      chargedAutomatically: false,
      autoAdvance: false,
      firstOfSubscription: false,
      ofSubscriptionChange: true,
    });
    const unsaid = await payments(ok(invoice())).readInvoice("in_1");
    expect([unsaid.chargedAutomatically, unsaid.autoAdvance, unsaid.firstOfSubscription]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  it("tells of a debit in flight and of its kind, from the method that is being debited", async () => {
    const debit = { id: "pm_7", type: "sepa_debit", sepa_debit: { last4: "3000", fingerprint: "fp7", country: "DE" } };
    const underWay = { status: "processing", payment_method: "pm_7", payment_method_types: ["card", "sepa_debit"] };
    const customer = { id: "cus_1", invoice_settings: { default_payment_method: debit } };
    const read = await payments(ok(invoice({ customer }, [invoicePayment(underWay)]))).readInvoice("in_1");
    expect(read.paymentInProgress).toMatchObject({ kind: "sepa-debit", paymentId: "pi_1" });
    expect(read.customerDefault).toEqual({
      methodId: "pm_7",
      kind: "sepa-debit",
      number: "fp7:3000",
      last4: "3000",
      country: "DE",
    });
  });

  it("finds a debit in flight behind a newer payment that failed", async () => {
    const older = invoicePayment({ status: "processing", payment_method_types: ["us_bank_account"] }, 1);
    const newer = invoicePayment({ id: "pi_2", status: "requires_payment_method" }, 2);
    expect(await payments(ok(invoice({}, [older, newer]))).readInvoice("in_1")).toMatchObject({
      paymentInProgress: { kind: "us-bank-account", paymentId: "pi_1" },
      lastAttempt: { paymentId: "pi_2" },
    });
  });

  it("tells which payment settled it, and when", async () => {
    const succeeded = { status: "succeeded", latest_charge: "ch_9", payment_method: "pm_9" };
    const payment = {
      ...invoicePayment(succeeded),
      status: "paid",
      status_transitions: { canceled_at: null, paid_at: 1767600000 },
    };
    const paid = { status: "paid", amount_remaining: 0, amount_paid: 4900 };
    const read = await payments(ok(invoice(paid, [payment]))).readInvoice("in_1");
    expect(read.paidWith).toEqual({
      paymentId: "pi_1",
      chargeId: "ch_9",
      methodId: "pm_9",
      at: "2026-01-05T08:00:00.000Z",
    });
    const byHand = { ...paid, amount_paid: 0, status_transitions: { paid_at: 1767600000 } };
    expect((await payments(ok(invoice(byHand))).readInvoice("in_1")).paidWith).toEqual({
      at: "2026-01-05T08:00:00.000Z",
    });
  });

  it.each([
    ["nobody paused", {}, undefined],
    ["the merchant paused", { pause_collection: { behavior: "void", resumes_at: null } }, { by: "merchant" }],
    [
      "we paused",
      {
        pause_collection: { behavior: "keep_as_draft", resumes_at: null },
        metadata: { holdfast_pause: "case-1:pause" },
      },
      { by: "us" },
    ],
    ["we paused once", { metadata: { holdfast_pause: "case-1:pause" } }, undefined],
  ])("tells of a subscription that %s, and when it ends", async (_, fields, pause) => {
    const subscription = {
      id: "sub_1",
      status: "past_due",
      cancel_at: null,
      cancel_at_period_end: true,
      items: { data: [{ current_period_end: 1767600000 }, { current_period_end: 1767686400 }] },
      metadata: {},
      pause_collection: null,
      default_payment_method: card("visa", "4242"),
      ...fields,
    };
    const parent = { type: "subscription_details", subscription_details: { subscription } };
    const read = await payments(ok(invoice({ parent }))).readInvoice("in_1");
    expect(read.subscription).toEqual({
      subscriptionId: "sub_1",
      status: "past_due",
      endsAt: "2026-01-06T08:00:00.000Z",
      pause,
    });
    expect(read.subscriptionDefault).toMatchObject({ methodId: "pm_1", kind: "card", brand: "Visa", last4: "4242" });
  });

  it("tells to whom the provider addresses it, if to anybody", async () => {
    const addressed = { customer_email: "anna@mail.example", customer_name: "Anna Lind" };
    expect(await payments(ok(invoice(addressed))).readInvoice("in_1")).toMatchObject({
      customerEmail: "anna@mail.example",
      customerName: "Anna Lind",
    });
    const nobody = await payments(ok(invoice({ customer_email: null, customer_name: null }))).readInvoice("in_1");
    expect([nobody.customerEmail, nobody.customerName]).toEqual([undefined, undefined]);
  });

  it("reads the failed charge of an invoice that was paid without a payment intent", async () => {
    const charge = {
      id: "ch_1",
      object: "charge",
      status: "failed",
      outcome: { reason: "expired_card", network_decline_code: "54", network_advice_code: "01" },
      payment_method_details: { card: { brand: "mastercard", network: "mastercard", last4: "4444" } },
    };
    const payment = { ...invoicePayment({}), payment: { type: "charge", charge } };

    expect(await payments(ok(invoice({}, [payment]))).readInvoice("in_1")).toMatchObject({
      lastDecline: { providerCode: "expired_card", networkCode: "54", adviceCode: "01", network: "mastercard" },
      cardBrand: "Mastercard",
      cardLast4: "4444",
    });
  });

  it.each([
    ["isk", 490000, { amountMinor: 4900, currency: "ISK" }],
    ["jpy", 4900, { amountMinor: 4900, currency: "JPY" }],
  ])("gives %s in the units of ISO 4217", async (currency, amount_remaining, amountRemaining) => {
    expect(await payments(ok(invoice({ currency, amount_remaining }))).readInvoice("in_1")).toMatchObject({
      amountRemaining,
    });
  });

  it("says so when there is no such invoice", async () => {
    const gone = refused(404, {
      type: "invalid_request_error",
      code: "resource_missing",
      message: "No such invoice: 'in_1'",
    });
    await expect(payments(gone).readInvoice("in_1")).rejects.toMatchObject({
      name: "TerminalError",
      message: expect.stringMatching(/Reading invoice in_1.*404 resource_missing.*No such invoice/),
    });
  });
});

describe("charging an invoice", () => {
  it("pays it, off session, under the given key, with the default card", async () => {
    const stripe = payments(ok(paidInvoice));

    expect(await stripe.payInvoice(pay)).toMatchObject({ result: "paid" });

    const [request] = stripe.asked;
    expect(request).toMatchObject({ method: "POST", path: "/v1/invoices/in_1/pay" });
    expect(request?.headers.get("idempotency-key")).toBe("case-1:3");
    expect(request?.form.get("off_session")).toBe("true");
    expect(request?.form.has("payment_method") || request?.form.has("source")).toBe(false);
  });

  it.each([
    ["pm_2", "payment_method"],
    ["card_2", "source"],
  ])("pays it with the card %s as its %s", async (methodId, field) => {
    const stripe = payments(ok(paidInvoice));
    await stripe.payInvoice({ ...pay, methodId });
    expect(stripe.asked[0]?.form.get(field)).toBe(methodId);
  });

  it("answers with the codes of a decline", async () => {
    const declined = refused(402, cardError({ network_advice_code: "02", payment_method: card("mastercard") }));
    expect(await payments(declined).payInvoice(pay)).toEqual({
      result: "declined",
      decline: { providerCode: "insufficient_funds", networkCode: "51", adviceCode: "02", network: "mastercard" },
      charge: { chargeId: "ch_1", methodId: "pm_1", kind: "card" },
    });
  });

  it("answers with the error's code where the bank gave none", async () => {
    const declined = refused(402, { type: "card_error", code: "expired_card", message: "Your card has expired." });
    expect(await payments(declined).payInvoice(pay)).toMatchObject({
      result: "declined",
      decline: { providerCode: "expired_card" },
    });
  });

  it.each([
    [
      "authentication_required as its code",
      refused(402, cardError({ code: "authentication_required", decline_code: "authentication_required" })),
    ],
    [
      "authentication_required as its decline code",
      refused(402, cardError({ decline_code: "authentication_required" })),
    ],
    [
      "the invoice's own code",
      invalid("This payment requires additional user action.", { code: "invoice_payment_intent_requires_action" }),
    ],
  ])("waits for the customer when the bank asks for them: %s", async (_, answer) => {
    expect(await payments(answer).payInvoice(pay)).toMatchObject({
      result: "needs-customer",
      decline: { providerCode: "authentication_required" },
    });
  });

  it.each([
    ["processing", { status: "processing" }, { result: "processing" }],
    ["unknown", {}, { result: "processing" }],
    [
      "requires_action",
      { status: "requires_action" },
      { result: "needs-customer", decline: { providerCode: "authentication_required" } },
    ],
    [
      "requires_payment_method",
      { status: "requires_payment_method", last_payment_error: cardError() },
      { result: "declined" },
    ],
  ])("looks at the payment when the invoice stays open: %s", async (_, intent, outcome) => {
    expect(await payments(ok(invoice({}, [invoicePayment(intent)]))).payInvoice(pay)).toMatchObject(outcome);
  });

  it.each(["paid", "void", "uncollectible", "draft"] as const)("says not-open when it finds it %s", async (status) => {
    const stripe = payments(invalid("Invoice is already something."), ok(invoice({ status })));
    expect(await stripe.payInvoice(pay)).toEqual({ result: "not-open", status });
    expect(stripe.asked.map(({ method }) => method)).toEqual(["POST", "GET"]);
  });

  it("says processing when an earlier payment is still on its way", async () => {
    const underWay = invalid("This PaymentIntent's payment_method could not be updated.", {
      code: "payment_intent_unexpected_state",
    });
    const stripe = payments(underWay, ok(invoice({}, [invoicePayment({ status: "processing" })])));
    expect(await stripe.payInvoice(pay)).toEqual({ result: "processing", charge: { paymentId: "pi_1" } });
  });

  it.each([
    ["has none", invalid("There is no `default_payment_method` set on this Customer or Invoice.")],
    [
      "has lost it",
      invalid("This customer has no attached payment source or default payment method.", { code: "resource_missing" }),
    ],
    [
      "had another one",
      invalid("No such PaymentMethod: 'pm_9'", { code: "resource_missing", param: "payment_method" }),
    ],
  ])("is declined for want of a card when the customer %s", async (_, answer) => {
    expect(await payments(answer, ok(invoice())).payInvoice(pay)).toEqual({
      result: "declined",
      decline: { providerCode: "no_payment_method" },
    });
  });

  it("fails for good when an open invoice cannot be charged for another reason", async () => {
    const tooSmall = invalid("Amount must be at least 50 cents.", { code: "amount_too_small" });
    await expect(payments(tooSmall, ok(invoice())).payInvoice(pay)).rejects.toMatchObject({
      name: "TerminalError",
      message: expect.stringMatching(/Charging invoice in_1.*amount_too_small/),
    });
  });
});

describe("any call", () => {
  const calls = {
    readInvoice: (stripe: ReturnType<typeof payments>) => stripe.readInvoice("in_1"),
    payInvoice: (stripe: ReturnType<typeof payments>) => stripe.payInvoice(pay),
    createCardUpdateLink: (stripe: ReturnType<typeof payments>) =>
      stripe.createCardUpdateLink({ providerCustomerId: "cus_1", returnUrl: "https://orbit.example", locale: "en" }),
    pauseSubscription: (stripe: ReturnType<typeof payments>) => stripe.pauseSubscription("sub_1", "k"),
    resumeSubscription: (stripe: ReturnType<typeof payments>) => stripe.resumeSubscription("sub_1", "k"),
    markUncollectible: (stripe: ReturnType<typeof payments>) => stripe.markUncollectible("in_1", "k"),
    cancelSubscription: (stripe: ReturnType<typeof payments>) => stripe.cancelSubscription("sub_1", "k"),
    listDrafts: (stripe: ReturnType<typeof payments>) => stripe.listDrafts("sub_1"),
    finalizeInvoice: (stripe: ReturnType<typeof payments>) => stripe.finalizeInvoice("in_1", "k"),
  };
  const failures: [string, string, Answer][] = [
    [
      "too many requests",
      "RetryableError",
      refused(429, { type: "invalid_request_error", code: "rate_limit", message: "Slow down" }),
    ],
    [
      "a lock that is held",
      "RetryableError",
      refused(429, { type: "invalid_request_error", code: "lock_timeout", message: "Locked" }),
    ],
    [
      "the same key under way",
      "RetryableError",
      refused(409, { type: "idempotency_error", code: "idempotency_key_in_use", message: "In use" }),
    ],
    ["a fault of Stripe", "RetryableError", refused(500, { type: "api_error", message: "Oops" })],
    ["no service", "RetryableError", refused(503, { type: "api_error", message: "Down" })],
    ["no connection", "RetryableError", new TypeError("fetch failed")],
    [
      "a refused key",
      "ConfigurationError",
      refused(401, { type: "invalid_request_error", message: "Invalid API Key provided: sk_test_*" }),
    ],
    [
      "a key without the right",
      "ConfigurationError",
      refused(403, { type: "invalid_request_error", message: "The key does not have the required permissions" }),
    ],
    [
      "a key used for something else",
      "TerminalError",
      refused(400, { type: "idempotency_error", message: "Keys for idempotent requests" }),
    ],
  ];
  const cases = Object.entries(calls).flatMap(([method, call]) =>
    failures.map(([what, name, answer]) => ({ method, call, what, name, answer })),
  );

  it.each(cases)("$method: $what is a $name, asked for once", async ({ call, name, answer }) => {
    const stripe = payments(answer);
    await expect(call(stripe)).rejects.toMatchObject({ name });
    expect(stripe.asked).toHaveLength(1);
  });

  it.each([
    ["what Retry-After says", { "retry-after": "7" }, 7_000],
    ["ten minutes at most", { "retry-after": "86400" }, 600_000],
    ["two seconds where it says nothing", {}, 2_000],
    ["two seconds where it is no number of seconds", { "retry-after": "Wed, 21 Oct 2026 07:28:00 GMT" }, 2_000],
  ])("asks for silence when it is asked too much: %s", async (_, headers, retryAfterMs) => {
    const busy = { status: 429, body: { error: { type: "rate_limit_error", message: "Too many requests" } }, headers };
    await expect(payments(busy).readInvoice("in_1")).rejects.toMatchObject({ name: "RetryableError", retryAfterMs });
  });

  it("asks for no silence when one object is locked", async () => {
    const locked = refused(429, { type: "invalid_request_error", code: "lock_timeout", message: "In use" });
    const failure = payments(locked).readInvoice("in_1");
    await expect(failure).rejects.toMatchObject({ name: "RetryableError" });
    await expect(failure).rejects.not.toHaveProperty("retryAfterMs");
  });

  it("is retryable when the answer is no JSON", async () => {
    const broken: typeof fetch = async () => new Response("<html>Bad gateway</html>", { status: 502 });
    await expect(stripePayments({ providerKey, fetch: broken }).readInvoice("in_1")).rejects.toMatchObject({
      name: "RetryableError",
    });
  });

  it("is retryable when Stripe takes too long", async () => {
    const silent: typeof fetch = (_, init) =>
      new Promise((_, reject) => init?.signal?.addEventListener("abort", () => reject(init.signal?.reason)));
    const stripe = stripePayments({ providerKey, fetch: silent, timeoutMs: 1 });
    await expect(stripe.payInvoice(pay)).rejects.toMatchObject({
      name: "RetryableError",
      message: expect.stringMatching(/timeout/),
    });
  });

  it("uses the key as it is now", async () => {
    let key = "sk_test_old";
    const stripe = fakeStripe(() => ok(invoice()));
    const adapter = stripePayments({ providerKey: { providerApiKey: async () => key }, fetch: stripe.fetch });
    await adapter.readInvoice("in_1");
    key = "sk_test_new";
    await adapter.readInvoice("in_1");
    expect(stripe.asked.map(({ headers }) => headers.get("authorization"))).toEqual([
      "Bearer sk_test_old",
      "Bearer sk_test_new",
    ]);
  });

  it("goes to the address it was given", async () => {
    const urls: string[] = [];
    const noting: typeof fetch = async (input) => {
      urls.push(String(input));
      return Response.json(invoice());
    };
    for (const apiUrl of ["http://localhost:12111", "https://stripe.example"])
      await stripePayments({ providerKey, apiUrl, fetch: noting }).readInvoice("in_1");
    expect(urls.map((url) => new URL(url).origin)).toEqual(["http://localhost:12111", "https://stripe.example"]);
  });
});

describe("the page for a new card", () => {
  const request = { providerCustomerId: "cus_1", returnUrl: "https://orbit.example/back", locale: "zh-CN" };
  const session = ok({ object: "billing_portal.session", url: "https://billing.stripe.com/p/session/1" });

  it("opens at the form, in the customer's language, and leads back", async () => {
    const stripe = payments(session);
    expect(await stripe.createCardUpdateLink(request)).toEqual({ url: "https://billing.stripe.com/p/session/1" });
    expect(Object.fromEntries(stripe.asked[0]?.form ?? [])).toEqual({
      customer: "cus_1",
      return_url: "https://orbit.example/back",
      locale: "zh",
      "flow_data[type]": "payment_method_update",
      "flow_data[after_completion][type]": "redirect",
      "flow_data[after_completion][redirect][return_url]": "https://orbit.example/back",
    });
  });

  it("is the portal's front page where the account's portal has no such form", async () => {
    const stripe = payments(invalid("This flow is not enabled in your portal configuration."), session);
    expect(await stripe.createCardUpdateLink(request)).toEqual({ url: "https://billing.stripe.com/p/session/1" });
    expect(Object.keys(Object.fromEntries(stripe.asked[1]?.form ?? []))).toEqual(["customer", "return_url", "locale"]);
  });

  it("tells the operator when the portal was never set up", async () => {
    const unset = invalid("No configuration provided and your default configuration has not been created.");
    await expect(payments(unset).createCardUpdateLink(request)).rejects.toMatchObject({
      name: "ConfigurationError",
      message: expect.stringMatching(/dashboard\.stripe\.com\/settings\/billing\/portal/),
    });
  });

  it("fails for good for a customer who is gone", async () => {
    const gone = invalid("No such customer: 'cus_1'", { code: "resource_missing", param: "customer" });
    await expect(payments(gone).createCardUpdateLink(request)).rejects.toMatchObject({ name: "TerminalError" });
  });

  it.each([
    ["pl", "pl"],
    ["sv-SE", "sv"],
    ["zh-tw", "zh-TW"],
    ["en-US", "en"],
    ["eo", "auto"],
    ["", "auto"],
  ])("speaks %s as %s", async (locale, spoken) => {
    const stripe = payments(session);
    await stripe.createCardUpdateLink({ ...request, locale });
    expect(stripe.asked[0]?.form.get("locale")).toBe(spoken);
  });
});

describe("a subscription", () => {
  const subscription = (status = "active") => ok({ id: "sub_1", object: "subscription", status });
  const missing = refused(404, {
    type: "invalid_request_error",
    code: "resource_missing",
    message: "No such subscription: 'sub_1'",
  });

  it("is paused without giving up what falls due meanwhile, and resumed, each under its key", async () => {
    const stripe = payments(subscription());
    await stripe.pauseSubscription("sub_1", "case-1:pause");
    await stripe.resumeSubscription("sub_1", "case-1:resume");
    expect(
      stripe.asked.map(({ path, form, headers }) => [path, form.toString(), headers.get("idempotency-key")]),
    ).toEqual([
      [
        "/v1/subscriptions/sub_1",
        "pause_collection%5Bbehavior%5D=keep_as_draft&metadata%5Bholdfast_pause%5D=case-1%3Apause",
        "case-1:pause",
      ],
      ["/v1/subscriptions/sub_1", "pause_collection=&metadata%5Bholdfast_pause%5D=", "case-1:resume"],
    ]);
  });

  it("is cancelled", async () => {
    const stripe = payments(subscription("canceled"));
    await stripe.cancelSubscription("sub_1", "case-1:cancel");
    expect(stripe.asked).toMatchObject([{ method: "DELETE", path: "/v1/subscriptions/sub_1" }]);
  });

  it.each(["canceled", "incomplete_expired"])("that is %s already is left as it is", async (status) => {
    await expect(payments(missing, subscription(status)).cancelSubscription("sub_1", "k")).resolves.toBeUndefined();
  });

  it("that never was cannot be cancelled", async () => {
    await expect(payments(missing).cancelSubscription("sub_1", "k")).rejects.toMatchObject({ name: "TerminalError" });
  });

  it("that is still running is not taken for cancelled", async () => {
    await expect(payments(missing, subscription()).cancelSubscription("sub_1", "k")).rejects.toMatchObject({
      name: "TerminalError",
    });
  });
});

describe("an invoice given up", () => {
  it("is marked uncollectible under its key", async () => {
    const stripe = payments(ok(invoice({ status: "uncollectible" })));
    await stripe.markUncollectible("in_1", "case-1:end");
    expect(stripe.asked).toMatchObject([{ method: "POST", path: "/v1/invoices/in_1/mark_uncollectible" }]);
    expect(stripe.asked[0]?.headers.get("idempotency-key")).toBe("case-1:end");
  });

  it.each(["paid", "void", "uncollectible"])("that is %s already is left as it is", async (status) => {
    const refusal = invalid("You can only mark open invoices as uncollectible.");
    await expect(payments(refusal, ok(invoice({ status }))).markUncollectible("in_1", "k")).resolves.toBeUndefined();
  });

  it("that is a draft cannot be given up", async () => {
    const refusal = invalid("You can only mark open invoices as uncollectible.");
    await expect(
      payments(refusal, ok(invoice({ status: "draft" }))).markUncollectible("in_1", "k"),
    ).rejects.toMatchObject({ name: "TerminalError" });
  });
});

describe("drafts", () => {
  it("are listed oldest first", async () => {
    const draft = (id: string, created: number) => invoice({ id, created, status: "draft" });
    const stripe = payments(ok({ object: "list", data: [draft("in_2", 1767686400), draft("in_1", 1767600000)] }));
    expect(await stripe.listDrafts("sub_1")).toEqual([
      {
        invoiceId: "in_1",
        amount: { amountMinor: 4900, currency: "EUR" },
        createdAt: "2026-01-05T08:00:00.000Z",
      },
      {
        invoiceId: "in_2",
        amount: { amountMinor: 4900, currency: "EUR" },
        createdAt: "2026-01-06T08:00:00.000Z",
      },
    ]);
    expect(stripe.asked[0]?.form.toString()).toBe("subscription=sub_1&status=draft&limit=100");
  });

  it("are finalised so that Stripe collects them", async () => {
    const stripe = payments(ok(invoice()));
    await stripe.finalizeInvoice("in_1", "k");
    expect(stripe.asked[0]).toMatchObject({ method: "POST", path: "/v1/invoices/in_1/finalize" });
    expect(stripe.asked[0]?.form.get("auto_advance")).toBe("true");
    expect(stripe.asked[0]?.headers.get("idempotency-key")).toBe("k");
  });

  it("are left as they are once they are none any more", async () => {
    const refusal = invalid("You can only finalize draft invoices.");
    await payments(refusal, ok(invoice({ status: "open" }))).finalizeInvoice("in_1", "k");
    await expect(
      payments(refusal, ok(invoice({ status: "draft" }))).finalizeInvoice("in_1", "k"),
    ).rejects.toMatchObject({
      name: "TerminalError",
    });
  });
});
