import { describe, expect, it } from "vitest";
import { signLink } from "../../../functions/links/links.ts";
import { plus } from "../../../functions/platform/duration.ts";
import { RetryableError } from "../../../functions/platform/errors.ts";
import type { HttpRequest } from "../../../functions/platform/http/http-handler.ts";
import { plusMs } from "../../../functions/platform/instant.ts";
import { createUpdatePayment } from "../../../functions/portal/update-payment.ts";
import { openedAt } from "../dunning/sample-case.ts";
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
