import * as z from "zod/mini";
import type {
  InvoicesAsked,
  ProviderAccount,
  ProviderRecords,
  RecordReference,
} from "../../../billing/provider-records.ts";
import { TerminalError } from "../../../platform/errors.ts";
import { msOf } from "../../../platform/instant.ts";
import { type StripeConnection, stripeClient } from "./stripe-client.ts";
import { answered } from "./stripe-failure.ts";

/** Where objects of a kind lie, by the kind's name in a thin event. */
const places: ReadonlyMap<string, string> = new Map([
  ["charge", "/v1/charges"],
  ["credit_note", "/v1/credit_notes"],
  ["customer", "/v1/customers"],
  ["dispute", "/v1/disputes"],
  ["invoice", "/v1/invoices"],
  ["payment_intent", "/v1/payment_intents"],
  ["payment_method", "/v1/payment_methods"],
  ["refund", "/v1/refunds"],
  ["subscription", "/v1/subscriptions"],
  ["v2.core.event", "/v2/core/events"],
]);

/** Beside the object itself. */
const expansions: ReadonlyMap<string, readonly string[]> = new Map([
  ["invoice", ["payments.data.payment.payment_intent", "payments.data.payment.charge"]],
]);

/** As many as Stripe gives at once. */
const pageSize = 100;

const accountSchema = z.object({ id: z.string() });
const listSchema = z.object({ data: z.array(z.looseObject({ id: z.string() })), has_more: z.boolean() });
type StripeList = z.infer<typeof listSchema>;

/** `sk_live_...`, `rk_test_...`: a key says which of its account's two worlds it opens. */
const keyShape = /^[a-z]+_(live|test)_/;

/** Stripe's own records, as its API words them. */
export function stripeRecords(connection: StripeConnection): ProviderRecords {
  const client = stripeClient(connection);
  const get = async (path: string, doing: string): Promise<unknown> => {
    const stripe = await client();
    return answered(doing, () => stripe.rawRequest("GET", path));
  };
  const mode = async () => {
    const named = keyShape.exec(await connection.providerKey.providerApiKey())?.[1];
    return named === "live" || named === "test" ? named : undefined;
  };
  return {
    mode,
    account: async () => accountOf(await get("/v1/account", "Reading the account of the key"), await mode()),
    read: async (reference) => get(pathOf(reference), `Reading ${reference.type} ${reference.id}`),
    listInvoices: async (asked) => pageOf(await get(listPath(asked), `Listing ${asked.status} invoices`)),
  };
}

function accountOf(answer: unknown, mode: ProviderAccount["mode"] | undefined): ProviderAccount {
  const parsed = accountSchema.safeParse(answer);
  if (parsed.success && mode !== undefined) return { accountId: parsed.data.id, mode };
  throw new TerminalError(
    "Stripe does not say whose the key is, or the key not whether it is a live one: sk_live_..., rk_test_...",
  );
}

/** @throws TerminalError for a kind that nobody reads. */
function pathOf({ type, id }: RecordReference): string {
  const place = places.get(type);
  if (place === undefined)
    throw new TerminalError(`Nobody reads objects of the kind ${type}; send whole events of it instead of thin ones.`);
  const query = (expansions.get(type) ?? []).map((path) => `expand[]=${path}`).join("&");
  return `${place}/${encodeURIComponent(id)}${query === "" ? "" : `?${query}`}`;
}

function listPath({ status, createdSince, after }: InvoicesAsked): string {
  const query = new URLSearchParams({ status, limit: String(pageSize) });
  if (createdSince !== undefined) query.set("created[gte]", String(Math.floor(msOf(createdSince) / 1000)));
  if (after !== undefined) query.set("starting_after", after);
  return `/v1/invoices?${query}`;
}

function pageOf(answer: unknown) {
  const parsed = listSchema.safeParse(answer);
  if (!parsed.success)
    throw new TerminalError("Stripe's list of invoices is none: it has no data, or does not say whether more follows.");
  return { invoices: parsed.data.data, next: nextOf(parsed.data) };
}

const nextOf = ({ data, has_more }: StripeList): string | undefined => (has_more ? data.at(-1)?.id : undefined);
