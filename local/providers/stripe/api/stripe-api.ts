import { type Context, Hono } from "hono";
import type { Account } from "../account.ts";
import { readCustomer } from "../customers.ts";
import { apiVersions, type Json } from "../shapes/shape.ts";
import { type Answer, noSuch, ok, rateLimited, refusal, serverError, unauthorized } from "./answers.ts";
import { expand } from "./expand.ts";
import type { Faults } from "./faults.ts";
import { idempotentAnswers } from "./idempotency.ts";
import {
  finalizeRequest,
  listInvoices,
  markUncollectibleRequest,
  payRequest,
  updateInvoice,
  voidRequest,
} from "./invoice-requests.ts";
import { lookup, lookupInvoice } from "./lookup.ts";
import { listMethods } from "./method-requests.ts";
import { createPortalSession, type PortalVisit } from "./portal-sessions.ts";
import { standsAgainst } from "./stands-against.ts";
import { cancelRequest, readSubscription, updateSubscription } from "./subscription-requests.ts";

/** The simulated Stripe's API, `fetch`-compatible, so that the real client library talks to it. */
export interface StripeApi {
  readonly fetch: (input: string | URL | Request, init?: RequestInit) => Promise<Response>;
}

interface ApiRequest {
  readonly method: string;
  readonly path: string;
  /** The form of a POST, the query of anything else. */
  readonly form: URLSearchParams;
  readonly idempotencyKey: string | null;
  readonly authorized: boolean;
}

export function stripeApi(options: {
  readonly account: Account;
  readonly visits: Map<string, PortalVisit>;
  readonly faults: Faults;
}): StripeApi {
  const app = routes(options);
  // A server's request cannot be made into another one, and need not be.
  const requestFor = (input: string | URL | Request, init: RequestInit | undefined): Request =>
    input instanceof Request && init === undefined ? input : new Request(input, init);
  return { fetch: async (input, init) => app.fetch(requestFor(input, init)) };
}

function routes({ account, visits, faults }: Parameters<typeof stripeApi>[0]): Hono {
  const answers = idempotentAnswers();
  let number = 0;

  const answerOnce = (request: ApiRequest, act: (request: ApiRequest) => Answer): Answer => {
    const { idempotencyKey: key, method, path, form } = request;
    if (method !== "POST" || key === null) return act(request);
    const fingerprint = `${path}?${form}`;
    const first = answers.recall(key, fingerprint, account.clock.now());
    if (first) return first;
    const answer = act(request);
    answers.remember(key, fingerprint, account.clock.now(), answer);
    return answer;
  };

  const route = (act: (request: ApiRequest, id: string) => Answer) => async (context: Context) => {
    const request = await requestOf(context);
    if (!request.authorized) return respond(unauthorized);
    number += 1;
    const fault = faults({ number, method: request.method, path: request.path });
    if (fault === "rate-limited") return respond(rateLimited);
    if (fault === "unavailable") return respond(serverError);
    if (fault === "unreachable") throw new TypeError("fetch failed: connect ETIMEDOUT");
    const acting = fault === "failed-inside" ? () => serverError : (asked: ApiRequest) => act(asked, idOf(context));
    const against = request.method === "GET" ? undefined : standsAgainst(account, idOf(context));
    const first = answerOnce(request, acting);
    if (request.method !== "GET")
      account.books.changes.push({
        ...asked(request, idOf(context)),
        against,
        at: account.clock.now(),
        status: first.status,
      });
    const answer = expanded(account, first, request.form);
    if (fault === "answer-lost") throw new TypeError("fetch failed: the connection was lost");
    return respond(answer);
  };

  const app = new Hono();
  app.get(
    "/v1/account",
    route(() => ok(accountShape)),
  );
  app.get(
    "/v1/invoices",
    route(({ form }) => listInvoices(account, form)),
  );
  app.get(
    "/v1/customers/:id/payment_methods",
    route(({ form }, id) => listMethods(account, id, form)),
  );
  app.post(
    "/v1/invoices/:id",
    route((asked, id) => updateInvoice(account, id, asked.form)),
  );
  app.post(
    "/v1/invoices/:id/finalize",
    route((asked, id) => finalizeRequest(account, id, asked.form)),
  );
  app.get(
    "/v1/invoices/:id",
    route((_, id) => found("invoice", id, lookupInvoice(account, id))),
  );
  app.post(
    "/v1/invoices/:id/pay",
    route((asked, id) => payRequest(account, id, asked.form, asked.idempotencyKey)),
  );
  app.post(
    "/v1/invoices/:id/mark_uncollectible",
    route((_, id) => markUncollectibleRequest(account, id)),
  );
  app.post(
    "/v1/invoices/:id/void",
    route((_, id) => voidRequest(account, id)),
  );
  app.get(
    "/v1/subscriptions/:id",
    route((_, id) => readSubscription(account, id)),
  );
  app.post(
    "/v1/subscriptions/:id",
    route((asked, id) => updateSubscription(account, id, asked.form)),
  );
  app.delete(
    "/v1/subscriptions/:id",
    route((_, id) => cancelRequest(account, id)),
  );
  app.get(
    "/v1/customers/:id",
    route((_, id) => found("customer", id, customerOf(account, id))),
  );
  app.get(
    "/v1/payment_methods/:id",
    route((_, id) => found("payment_method", id, lookup(account, id))),
  );
  app.get(
    "/v1/payment_intents/:id",
    route((_, id) => found("payment_intent", id, lookup(account, id))),
  );
  app.get(
    "/v1/charges/:id",
    route((_, id) => found("charge", id, lookup(account, id))),
  );
  app.post(
    "/v1/billing_portal/sessions",
    route((asked) => createPortalSession(account, visits, asked.form)),
  );
  app.notFound((context) => respond(unknownUrl(context)));
  app.onError((thrown) => {
    throw thrown;
  });
  return app;
}

/** Whose key it is. */
const accountShape: Json = {
  id: "acct_000001",
  object: "account",
  business_profile: { name: "Orbit" },
  charges_enabled: true,
  country: "SE",
  default_currency: "eur",
  livemode: false,
  type: "standard",
};

/** A request that may change something, as the books keep it. */
const asked = ({ method, path, form }: ApiRequest, id: string) => ({
  id,
  request: `${method} ${path}`,
  form: decodeURIComponent(form.toString()),
});

const idOf = (context: Context): string => context.req.param("id") ?? "";

const customerOf = ({ books }: Account, id: string) => {
  const customer = books.customers.get(id);
  return customer && readCustomer(customer);
};

const found = (what: string, id: string, object: Json | undefined): Answer => (object ? ok(object) : noSuch(what, id));

async function requestOf({ req }: Context): Promise<ApiRequest> {
  const url = new URL(req.url);
  return {
    method: req.method,
    path: url.pathname,
    form: req.method === "POST" ? new URLSearchParams(await req.text()) : url.searchParams,
    idempotencyKey: req.header("idempotency-key") ?? null,
    authorized: /^Bearer \S+/.test(req.header("authorization") ?? ""),
  };
}

/** `expand[]=a.b` or `expand[0]=a.b`, deepest last. */
function expanded(account: Account, answer: Answer, form: URLSearchParams): Answer {
  if (answer.status !== 200) return answer;
  const paths = [...form].filter(([name]) => /^expand\[\d*\]$/.test(name)).map(([, path]) => path);
  const body = paths.reduce((object, path) => expand(object, path, (id) => lookup(account, id)), answer.body);
  return { status: answer.status, body: withoutUnasked(body, paths) };
}

/** An invoice's payments come only when asked for, in a list too. */
function withoutUnasked(body: Json, paths: readonly string[]): Json {
  const { object, data } = body;
  if (object === "list" && Array.isArray(data)) {
    const within = paths.flatMap((path) => (path.startsWith("data.") ? [path.slice("data.".length)] : []));
    return { ...body, data: data.map((entry) => withoutUnasked(entry, within)) };
  }
  if (object !== "invoice" || paths.some((path) => path.split(".")[0] === "payments")) return body;
  const { payments: _unasked, ...rest } = body;
  return rest;
}

/** Stripe asks those who come too often to come back so many seconds later. */
const comeBackSeconds = "2";

const respond = ({ status, body }: Answer): Response =>
  Response.json(body, {
    status,
    headers: {
      "stripe-version": apiVersions.current,
      "request-id": "req_sandbox",
      ...(status === 429 && { "retry-after": comeBackSeconds }),
    },
  });

const unknownUrl = ({ req }: Context): Answer =>
  refusal(404, {
    message: `Unrecognized request URL (${req.method}: ${req.path}). The simulated Stripe knows only what Holdfast asks for.`,
    type: "invalid_request_error",
  });
