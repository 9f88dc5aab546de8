import { describe, expect, it } from "vitest";
import type { ProviderInvoice } from "../../../functions/billing/payments.ts";
import type { DunningCase } from "../../../functions/dunning/case.ts";
import { caseItem, caseKey, parseCase } from "../../../functions/dunning/case-store.ts";
import { signLink } from "../../../functions/links/links.ts";
import { plus } from "../../../functions/platform/duration.ts";
import { RetryableError } from "../../../functions/platform/errors.ts";
import type { HttpRequest } from "../../../functions/platform/http/http-handler.ts";
import { plusMs } from "../../../functions/platform/instant.ts";
import { createUpdatePayment } from "../../../functions/portal/update-payment.ts";
import { openedAt, sampleCase } from "../dunning/sample-case.ts";
import { stage } from "../dunning/stage.ts";

const key = "k".repeat(64);
const tokenFor = (changes: object = {}) =>
  signLink(
    {
      purpose: "update-payment",
      customerId: "stripe-cus_1",
      caseId: "stripe-in_1",
      message: "payment-failed",
      expiresAt: plus(openedAt, "P30D"),
      ...changes,
    },
    key,
  );
const request = (method: string, query: Record<string, string>): HttpRequest => ({
  requestContext: { http: { method } },
  headers: {},
  queryStringParameters: query,
  isBase64Encoded: false,
});

describe("the customer's page", () => {
  it("shows what is owed and changes nothing", async () => {
    const { ports, read } = await stage();
    const before = await read();
    const page = await createUpdatePayment(ports)(request("GET", { token: tokenFor() }));
    expect(page.statusCode).toBe(200);
    expect(page.body).toContain("€49.00");
    expect(page.body).toContain('method="post"');
    expect(await read()).toEqual(before);
  });

  it("sends the customer on to the provider, and remembers whose link it was", async () => {
    const { ports, read } = await stage();
    const answer = await createUpdatePayment(ports)(request("POST", { token: tokenFor() }));
    expect([answer.statusCode, answer.headers["location"]]).toEqual([303, "https://provider.example/session"]);
    expect(answer.headers["cache-control"]).toBe("no-store");
    expect((await read()).linkUsed?.message).toBe("payment-failed");
  });

  it("remembers it for all that a new card will pay", async () => {
    const { ports } = await stage();
    const other = { caseId: "stripe-in_2", invoiceId: "in_2" };
    await ports.state.save(caseItem(sampleCase(other), 0, openedAt, ports.policy));
    await createUpdatePayment(ports)(request("POST", { token: tokenFor() }));
    const item = await ports.state.load(caseKey("stripe-cus_1", "stripe-in_2"));
    expect(item && parseCase(item).linkUsed).toEqual({ message: "payment-failed", at: openedAt });
  });

  it("has the provider send the customer back to where we say thanks", async () => {
    const { ports } = await stage();
    const asked: string[] = [];
    const createCardUpdateLink: typeof ports.payments.createCardUpdateLink = async (link) => {
      asked.push(link.returnUrl);
      return { url: "https://provider.example/session" };
    };
    const open = createUpdatePayment({ ...ports, payments: { ...ports.payments, createCardUpdateLink } });
    await open(request("POST", { token: tokenFor() }));
    const { origin, pathname, searchParams } = new URL(asked[0] ?? "");
    expect(`${origin}${pathname}`).toBe("https://holdfast.example/update-payment");
    const page = await open(request("GET", Object.fromEntries(searchParams)));
    expect([page.statusCode, page.body.includes("<form")]).toEqual([200, false]);
  });

  it.each(["settling", "closed"] as const)("says that nothing is owed once the case is %s", async (status) => {
    const outcome = { kind: "recovered", at: openedAt, how: "outside" } as const;
    const { ports } = await stage({ status, outcome });
    for (const method of ["GET", "POST"]) {
      const page = await createUpdatePayment(ports)(request(method, { token: tokenFor() }));
      expect(page.statusCode).toBe(200);
      expect(page.body).not.toContain("<form");
    }
  });

  it.each([
    ["forged", "x.y", 404],
    ["missing", "", 404],
    ["made for somebody else's case", tokenFor({ caseId: "stripe-in_2" }), 404],
    ["expired", tokenFor({ expiresAt: plusMs(openedAt, -1000) }), 410],
  ])("refuses a link that is %s", async (_, token, status) => {
    const { ports } = await stage();
    const page = await createUpdatePayment(ports)(request("POST", { token }));
    expect(page.statusCode).toBe(status);
    expect(page.body).not.toContain("€49.00");
  });

  it("offers to try again where the provider does not answer", async () => {
    const { ports, read } = await stage();
    const createCardUpdateLink = async () => {
      throw new RetryableError("no answer");
    };
    const payments = { ...ports.payments, createCardUpdateLink };
    const logged: unknown[] = [];
    const log = { ...ports.log, error: (...line: unknown[]) => void logged.push(line) };
    const page = await createUpdatePayment({ ...ports, payments, log })(request("POST", { token: tokenFor() }));
    expect(page.statusCode).toBe(503);
    // The runbook looks for this line.
    const facts = { caseId: "stripe-in_1", error: "RetryableError", reason: "no answer" };
    expect(logged).toEqual([["portal-unavailable", facts]]);
    expect(page.body).toContain("<form");
    expect((await read()).linkUsed).toBeUndefined();
  });

  it("thanks whoever comes back from the provider", async () => {
    const { ports } = await stage();
    const page = await createUpdatePayment(ports)(request("GET", { token: tokenFor(), returned: "yes" }));
    expect(page.statusCode).toBe(200);
    expect(page.body).not.toContain("<form");
  });

  it("keeps the token out of caches and referrers", async () => {
    const { ports } = await stage();
    const { headers } = await createUpdatePayment(ports)(request("GET", { token: tokenFor() }));
    expect(headers).toMatchObject({ "cache-control": "no-store", "referrer-policy": "no-referrer" });
  });
});

const eur = (amountMinor: number) => ({ amountMinor, currency: "EUR" });
const hostedUrl = "https://pay.provider.example/i/in_1";
const toConfirm = { decline: { providerCode: "authentication_required" } };

/** The page of a case, where the provider says this of its invoice. */
async function pageOf(
  changes: Partial<DunningCase>,
  says: Partial<ProviderInvoice> = {},
  more: readonly DunningCase[] = [],
) {
  const { ports, read } = await stage(changes);
  for (const other of more) await ports.state.save(caseItem(other, 0, openedAt, ports.policy));
  const returnUrls: string[] = [];
  const word = { ...says };
  const payments = {
    ...ports.payments,
    readInvoice: async (invoiceId: string): Promise<ProviderInvoice> => ({
      ...{ invoiceId, status: "open", amountRemaining: eur(4900) },
      ...word,
    }),
    createCardUpdateLink: async ({ returnUrl }: { readonly returnUrl: string }) => {
      returnUrls.push(returnUrl);
      return { url: "https://provider.example/session" };
    },
  };
  const handler = createUpdatePayment({ ...ports, payments });
  const get = (query: Record<string, string> = {}) => handler(request("GET", { token: tokenFor(), ...query }));
  const press = (query: Record<string, string> = {}) => handler(request("POST", { token: tokenFor(), ...query }));
  /** Back from the provider's page, by the address it was given, after it has changed its word. */
  const back = (changed: Partial<ProviderInvoice>) => {
    Object.assign(word, changed);
    return handler(request("GET", Object.fromEntries(new URL(returnUrls.at(-1) ?? "").searchParams)));
  };
  return { get, press, back, read };
}

const actionsIn = (body: string) => [...body.matchAll(/action="[^"]*token=[^"&]*([^"]*)"/g)].map(([, rest]) => rest);

describe("a payment that the bank wants confirmed", () => {
  it("leads to the provider's page of the invoice, and remembers that the link was followed", async () => {
    const { get, press, read } = await pageOf(toConfirm, { hostedUrl });
    const page = await get();
    expect(page.body).toContain("Confirm the payment");
    expect(actionsIn(page.body)).toEqual(["&amp;pay=stripe-in_1"]);
    const answer = await press({ pay: "stripe-in_1" });
    expect([answer.statusCode, answer.headers["location"]]).toEqual([303, hostedUrl]);
    expect((await read()).linkUsed?.message).toBe("payment-failed");
  });

  it("asks for a card where the provider has no such page", async () => {
    const { get, press } = await pageOf(toConfirm);
    expect((await get()).body).toContain("Update your card");
    expect((await press()).headers["location"]).toBe("https://provider.example/session");
  });

  it("leads nowhere else, whatever the address says", async () => {
    const { press } = await pageOf(toConfirm, { hostedUrl });
    for (const pay of ["stripe-in_2", "", "__proto__", "https://evil.example"])
      expect((await press({ pay })).headers["location"]).toBe("https://provider.example/session");
  });
});

describe("the page says what is so at the provider this moment", () => {
  it("what remains, and that a part is paid", async () => {
    const { body } = await (await pageOf({}, { amountRemaining: eur(2900), amountPaid: eur(2000) })).get();
    expect(body).toContain("The remaining €29.00 of your payment");
    expect(body).toContain("€20.00");
    expect(body).not.toContain("€49.00");
  });

  it.each([
    ["paid", "There’s nothing left to pay"],
    ["void", "This invoice has been withdrawn"],
    ["uncollectible", "closed the invoice"],
  ] as const)("that it is %s already, and then a press changes nothing", async (status, words) => {
    const { get, press, read } = await pageOf({}, { status });
    expect((await get()).body).toContain(words);
    expect((await press()).statusCode).toBe(200);
    expect((await read()).linkUsed).toBeUndefined();
  });

  it("that a payment is on its way", async () => {
    const { get, press } = await pageOf({}, { paymentInProgress: { kind: "sepa-debit" } });
    for (const page of [await get(), await press()]) {
      expect(page.body).toContain("Your payment is on its way");
      expect(page.body).not.toContain("<form");
    }
  });

  it("and is there all the same where the provider does not answer", async () => {
    const { ports } = await stage();
    const readInvoice = async () => {
      throw new RetryableError("no answer");
    };
    const page = await createUpdatePayment({ ...ports, payments: { ...ports.payments, readInvoice } })(
      request("GET", { token: tokenFor() }),
    );
    expect([page.statusCode, page.body.includes("€49.00")]).toEqual([200, true]);
  });
});

describe("whoever comes back from the provider's page", () => {
  const old = { methodId: "pm_1", kind: "card", brand: "Visa", last4: "4242" } as const;
  const fresh = { methodId: "pm_2", kind: "card", brand: "Mastercard", last4: "4444" } as const;

  it("is told that the new card is there, once the provider says so", async () => {
    const { press, back } = await pageOf({}, { customerDefault: old });
    await press();
    const { body } = await back({ customerDefault: fresh });
    expect(body).toContain("Your new card, Mastercard ending in 4444, is saved.");
    expect(body).toContain("We’ll take €49.00 within a few minutes");
    expect(body).not.toContain("<form");
  });

  it("is told the same of a first card, and of a subscription's own", async () => {
    const first = await pageOf({}, {});
    await first.press();
    expect((await first.back({ customerDefault: fresh })).body).toContain("ending in 4444");
    const own = await pageOf({}, { customerDefault: old, subscriptionDefault: old });
    await own.press();
    expect((await own.back({ subscriptionDefault: fresh })).body).toContain("ending in 4444");
  });

  it("is told that nothing has changed, and may try again", async () => {
    const { press, back } = await pageOf({ cardBrand: "Visa", cardLast4: "4242" }, { customerDefault: old });
    await press();
    const { body } = await back({});
    expect(body).toContain("What we have on file is still Visa ending in 4242; nothing new has been saved.");
    expect(actionsIn(body)).toEqual([""]);
  });

  it("is told that all is settled, if it is", async () => {
    const { press, back } = await pageOf({}, { customerDefault: old });
    await press();
    expect((await back({ customerDefault: fresh, status: "paid" })).body).toContain("There’s nothing left to pay");
  });

  it("is thanked where the provider does not say what is there", async () => {
    const { press, back } = await pageOf({}, {});
    await press();
    expect((await back({})).body).toContain("If you saved a new way to pay");
  });
});

describe("the page after the end", () => {
  const at = "2026-02-04T11:00:00.000Z";
  const lost = (result: string): Partial<DunningCase> => ({
    status: "closed",
    outcome: { kind: "lost", at },
    done: { "end:close": { at, result } },
    planName: "Orbit Team",
  });

  it.each([
    ["cancel-subscription", "Your subscription has ended"],
    ["mark-uncollectible", "closed the invoice"],
    ["leave-open", "The invoice is still open"],
  ])("by %s says so, on which day, and how to come back", async (result, words) => {
    const { body } = await (await pageOf(lost(result), { status: "uncollectible" })).get();
    expect(body).toContain(words);
    expect(body).toMatch(/4\sFebruary/);
    expect(body).toContain("If you’d like to use Orbit again");
    expect(body).not.toContain("There’s nothing left to pay");
    expect(body).not.toContain("<form");
  });

  it("lets an invoice that was left open be paid", async () => {
    const { get, press } = await pageOf(lost("leave-open"), { hostedUrl });
    expect(actionsIn((await get()).body)).toEqual(["&amp;pay=stripe-in_1"]);
    expect((await press({ pay: "stripe-in_1" })).headers["location"]).toBe(hostedUrl);
  });

  it("says that it is paid, if it has been since", async () => {
    const { get } = await pageOf(lost("mark-uncollectible"), { status: "paid" });
    expect((await get()).body).toContain("There’s nothing left to pay");
  });

  it("of an invoice given up by somebody else says that, whatever the policy's end", async () => {
    const { get } = await pageOf({ status: "closed", outcome: { kind: "lost", at } }, { status: "uncollectible" });
    expect((await get()).body).toContain("closed the invoice");
  });

  it("of a subscription that was cancelled says that, and of a withdrawn invoice that", async () => {
    const cancelled = await pageOf({ status: "closed", outcome: { kind: "cancelled", at } });
    expect((await cancelled.get()).body).toContain("Your subscription ended on");
    const voided = await pageOf({ status: "closed", outcome: { kind: "voided", at } });
    expect((await voided.get()).body).toContain("This invoice has been withdrawn");
  });
});

describe("a payer's other invoices", () => {
  const other = (changes: Partial<DunningCase> = {}) =>
    sampleCase({ caseId: "stripe-in_2", invoiceId: "in_2", amount: eur(1000), planName: "Orbit Storage", ...changes });

  it("are on the page, which pays them all", async () => {
    const { body } = await (await pageOf({}, {}, [other()])).get();
    for (const fact of ["2 of your payments, €59.00 in all", "Orbit Storage", "€10.00", "€49.00"])
      expect(body).toContain(fact);
    expect(actionsIn(body)).toEqual([""]);
  });

  it("are confirmed each by itself", async () => {
    const { get, press } = await pageOf({}, { hostedUrl }, [other(toConfirm)]);
    // Its page is known from the provider's event only once it has been heard of; here the press asks.
    expect((await press({ pay: "stripe-in_2" })).headers["location"]).toBe(hostedUrl);
    expect((await get()).statusCode).toBe(200);
  });

  it("are what a link of a settled one is about", async () => {
    const outcome = { kind: "recovered", at: openedAt, how: "outside" } as const;
    const { get } = await pageOf({ status: "closed", outcome }, { amountRemaining: eur(1000) }, [other()]);
    const { body } = await get();
    expect(body).toContain("Your payment of €10.00");
    expect(body).not.toContain("There’s nothing left to pay");
  });

  it("of somebody else are never shown, nor paid", async () => {
    const strangers = other({ providerCustomerId: "cus_2" });
    const { get, press } = await pageOf({}, { hostedUrl }, [strangers]);
    expect((await get()).body).not.toContain("Orbit Storage");
    expect((await press({ pay: "stripe-in_2" })).headers["location"]).toBe("https://provider.example/session");
  });
});
