/** One request as it reached the in-test Stripe. */
export interface Asked {
  readonly method: string;
  readonly path: string;
  /** The form of a POST, the query of anything else. */
  readonly form: URLSearchParams;
  readonly headers: Headers;
}

/** An answer of Stripe: status, body and headers; or a failure of the connection. */
export type Answer =
  | { readonly status: number; readonly body: object; readonly headers?: Record<string, string> }
  | Error;

/**
 * Stripe's HTTP interface with prepared answers: `answers` is asked for each request in turn. This is the boundary;
 * the client library above it is the real one.
 */
export function fakeStripe(answers: (asked: Asked, number: number) => Answer) {
  const asked: Asked[] = [];
  const fakeFetch: typeof fetch = async (input, init) => {
    const request = new Request(input, init);
    const url = new URL(request.url);
    const form = request.method === "POST" ? new URLSearchParams(await request.text()) : url.searchParams;
    const now = { method: request.method, path: url.pathname, form, headers: request.headers };
    asked.push(now);
    const answer = answers(now, asked.length);
    if (answer instanceof Error) throw answer;
    return Response.json(answer.body, { status: answer.status, headers: { "request-id": "req_1", ...answer.headers } });
  };
  return { asked, fetch: fakeFetch };
}

export const ok = (body: object): Answer => ({ status: 200, body });
export const refused = (status: number, error: object): Answer => ({ status, body: { error } });
export const invalid = (message: string, fields: object = {}): Answer =>
  refused(400, { type: "invalid_request_error", message, ...fields });

export const card = (brand: string, last4 = "0341") => ({
  id: "pm_1",
  object: "payment_method",
  card: {
    brand,
    country: "PL",
    exp_month: 8,
    exp_year: 2027,
    last4,
    networks: { available: [brand], preferred: null },
  },
  type: "card",
});

/** As the error of a declined `POST /v1/invoices/:id/pay`, and as `last_payment_error` of its payment intent. */
export const cardError = (fields: object = {}) => ({
  charge: "ch_1",
  code: "card_declined",
  decline_code: "insufficient_funds",
  doc_url: "https://docs.stripe.com/error-codes/card-declined",
  message: "Your card has insufficient funds.",
  network_decline_code: "51",
  payment_method: card("visa"),
  type: "card_error",
  ...fields,
});

const list = (data: readonly object[]) => ({ object: "list", data, has_more: false, url: "/v1/invoice_payments" });

/** One attempt to settle an invoice, its payment intent expanded. */
export const invoicePayment = (intent: object, created = 1767571200) => ({
  id: `inpay_${created}`,
  object: "invoice_payment",
  created,
  invoice: "in_1",
  is_default: true,
  payment: {
    type: "payment_intent",
    payment_intent: { id: "pi_1", object: "payment_intent", last_payment_error: null, ...intent },
  },
  status: "open",
});

export const invoice = (fields: object = {}, payments: readonly object[] = []) => ({
  id: "in_1",
  object: "invoice",
  amount_due: 4900,
  amount_remaining: 4900,
  currency: "eur",
  customer: "cus_1",
  payments: list(payments),
  status: "open",
  ...fields,
});
