import * as z from "zod/mini";
import { invoiceStatuses } from "../../../billing/invoice.ts";
import type { RecordReference } from "../../../billing/provider-records.ts";
import { type Instant, instantOfSeconds, msOf } from "../../../platform/instant.ts";
import type { ListedInvoice, ReadInvoice, ToldEvent } from "../../event-reader.ts";
import { maybe, parse, reference, text, unixTime } from "./fields.ts";

const listedSchema = z.object({
  id: z.string(),
  customer: maybe(reference),
  status: maybe(z.enum(invoiceStatuses)),
  collection_method: text,
  attempt_count: maybe(z.int()),
  created: unixTime,
  status_transitions: maybe(
    z.object({
      finalized_at: maybe(unixTime),
      paid_at: maybe(unixTime),
      voided_at: maybe(unixTime),
      marked_uncollectible_at: maybe(unixTime),
    }),
  ),
});

const where = "an invoice of the list";

export function listed(invoice: unknown): ListedInvoice {
  const { id, customer, status = "draft", ...rest } = parse(listedSchema, invoice, where);
  const { finalized_at, paid_at, voided_at, marked_uncollectible_at } = rest.status_transitions ?? {};
  const settled = {
    paid: paid_at,
    void: voided_at,
    uncollectible: marked_uncollectible_at,
    open: undefined,
    draft: undefined,
  };
  return {
    invoiceId: id,
    providerCustomerId: customer,
    status,
    wasCharged: rest.collection_method !== "send_invoice" && (rest.attempt_count ?? 0) > 0,
    askedAt: finalized_at ?? rest.created,
    settledAt: settled[status],
  };
}

/** Kept as it is, so that it can be read once more as an event's object. */
const intentSchema = z.looseObject({
  id: z.string(),
  status: z.string(),
  last_payment_error: z.nullish(z.looseObject({ charge: z.nullish(z.string()) })),
  latest_charge: z.nullish(z.string()),
});
type Intent = z.infer<typeof intentSchema>;

/** The charge that failed last. */
const failedChargeOf = ({ last_payment_error, latest_charge }: Intent): string | undefined =>
  last_payment_error?.charge ?? latest_charge ?? undefined;

const chargeSchema = z.object({ id: z.string(), status: z.string(), created: unixTime });
const paymentSchema = z.object({
  payment: maybe(
    z.object({
      payment_intent: maybe(z.union([intentSchema, z.string()])),
      charge: maybe(z.union([chargeSchema, z.string()])),
    }),
  ),
});
const readSchema = z.object({
  id: z.string(),
  status: maybe(z.enum(invoiceStatuses)),
  customer: maybe(reference),
  subscription: maybe(reference),
  parent: maybe(z.object({ subscription_details: maybe(z.object({ subscription: maybe(reference) })) })),
  payments: maybe(z.object({ data: z.array(paymentSchema) })),
});

const readOf = (invoice: unknown) => parse(readSchema, invoice, "an invoice as Stripe has it");

const expanded = <T extends object>(value: T | string | undefined): T[] => (typeof value === "object" ? [value] : []);
const intentsOf = ({ payments }: z.infer<typeof readSchema>) =>
  (payments?.data ?? []).flatMap(({ payment }) => expanded(payment?.payment_intent));
const chargesOf = ({ payments }: z.infer<typeof readSchema>) =>
  (payments?.data ?? []).flatMap(({ payment }) => expanded(payment?.charge));

/** Nothing came of these: a charge failed, or the bank wants its customer to confirm. */
const withoutSuccess: ReadonlySet<string> = new Set(["requires_payment_method", "requires_action"]);

export function hasFailed(invoice: unknown): boolean {
  const read = readOf(invoice);
  const statuses = [...intentsOf(read), ...chargesOf(read)].map(({ status }) => status);
  if (statuses.some((status) => status === "processing" || status === "pending")) return false;
  return statuses.some((status) => withoutSuccess.has(status) || status === "failed");
}

/** The customer, the subscription, and the last charge of each payment. */
export function surroundingsOf(invoice: unknown): RecordReference[] {
  const read = readOf(invoice);
  const subscription = read.subscription ?? read.parent?.subscription_details?.subscription;
  const references = [
    { type: "customer", id: read.customer },
    { type: "subscription", id: subscription },
    ...intentsOf(read).map((intent) => ({ type: "charge", id: failedChargeOf(intent) })),
  ];
  return references.flatMap(({ type, id }) => (id === undefined ? [] : [{ type, id }]));
}

const surroundingSchema = z.object({
  object: z.string(),
  id: z.string(),
  deleted: maybe(z.boolean()),
  status: text,
  created: maybe(unixTime),
});

/** What an event would say, and when that was so. */
interface Told {
  readonly type: string;
  readonly at: Instant;
  readonly object: unknown;
}

/** A snapshot is as of when it was read; a charge, and that the invoice failed, as of when that was. */
export function toldBy({ invoice, surroundings, at }: ReadInvoice): readonly ToldEvent[] {
  const around = surroundings.flatMap((object) => toldOf(object, at));
  return [...around, ...failedIntents(invoice, around), ...toldOfInvoice(invoice, at)].map(eventOf);
}

/** What a payment last failed with, at the time of its charge. */
function failedIntents(invoice: unknown, around: readonly Told[]): Told[] {
  const { askedAt } = listed(invoice);
  const failing = intentsOf(readOf(invoice)).filter(
    ({ last_payment_error, status }) => last_payment_error && withoutSuccess.has(status),
  );
  return failing.map((intent) => {
    const charge = around.find(
      ({ type, object }) => type === "charge.failed" && idIn(object) === failedChargeOf(intent),
    );
    return { type: "payment_intent.payment_failed", at: charge?.at ?? askedAt, object: intent };
  });
}

const settledTypes: ReadonlyMap<string, string> = new Map([
  ["paid", "invoice.paid"],
  ["void", "invoice.voided"],
  ["uncollectible", "invoice.marked_uncollectible"],
]);

function toldOfInvoice(invoice: unknown, at: Instant): Told[] {
  const { status, askedAt } = listed(invoice);
  const snapshot = { type: settledTypes.get(status) ?? "invoice.updated", at, object: invoice };
  const failed = { type: "invoice.payment_failed", at: askedAt, object: invoice };
  return status === "open" && hasFailed(invoice) ? [snapshot, failed] : [snapshot];
}

function toldOf(object: unknown, at: Instant): Told[] {
  const { object: kind, deleted, status, created } = parse(surroundingSchema, object, "what Stripe has");
  switch (kind) {
    case "customer":
      return [{ type: deleted === true ? "customer.deleted" : "customer.updated", at, object }];
    case "subscription":
      return [{ type: "customer.subscription.updated", at, object }];
    case "charge":
      return status === "failed" ? [{ type: "charge.failed", at: created ?? at, object }] : [];
    default:
      return [];
  }
}

const idIn = (object: unknown): string => parse(surroundingSchema, object, "what Stripe has").id;

/** Stripe's ids of events begin otherwise. */
function eventOf({ type, at, object }: Told): ToldEvent {
  const created = Math.floor(msOf(at) / 1000);
  const id = `read_${idIn(object)}_${type}_${created}`;
  return {
    envelope: { eventId: id, eventType: type, occurredAt: instantOfSeconds(created) },
    raw: { id, object: "event", type, created, data: { object } },
  };
}
