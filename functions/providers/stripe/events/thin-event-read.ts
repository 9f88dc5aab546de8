import * as z from "zod/mini";
import type { RecordReference } from "../../../billing/provider-records.ts";
import { TerminalError } from "../../../platform/errors.ts";
import { type Instant, later, msOf } from "../../../platform/instant.ts";
import type { ReaderSetting } from "../../event-reader.ts";
import { maybe, parse, text } from "./fields.ts";
import { isThin } from "./thin-event.ts";
import { isTranslated } from "./translate.ts";

const thinSchema = z.object({
  id: z.string(),
  type: z.string(),
  created: z.string(),
  /** The account it happened in, if that is not the one whose destination got it. */
  context: text,
  related_object: maybe(z.object({ id: z.string(), type: z.string() })),
});

/** A thin event about an object that has whole events as well is called as they are, with the API's version before it. */
const wholeType = (type: string): string | undefined => (type.startsWith("v1.") ? type.slice(3) : undefined);

/** The event itself, read again, names its object where the delivery did not. */
export function missingIn(raw: unknown, { ownAccount }: ReaderSetting): RecordReference | undefined {
  if (!isThin(raw)) return chargeOfDispute(raw);
  const { id, type, context, related_object } = parse(thinSchema, raw, "event");
  if (context !== undefined && context !== ownAccount) return undefined;
  if (!isTranslated(wholeType(type) ?? "")) return undefined;
  return related_object ?? { type: "v2.core.event", id };
}

const disputeEventSchema = z.looseObject({
  type: z.string(),
  data: z.looseObject({ object: z.looseObject({ object: z.literal("dispute"), charge: z.string() }) }),
});

const isOfDispute = (raw: unknown): boolean =>
  typeof raw === "object" &&
  raw !== null &&
  "type" in raw &&
  typeof raw.type === "string" &&
  raw.type.startsWith("charge.dispute.");

/** A dispute does not say whose the money is: its charge does. Most events are of none, and are not looked into for it. */
function chargeOfDispute(raw: unknown): RecordReference | undefined {
  if (!isOfDispute(raw)) return undefined;
  const dispute = disputeEventSchema.safeParse(raw);
  if (!dispute.success || !isTranslated(dispute.data.type)) return undefined;
  return { type: "charge", id: dispute.data.data.object.charge };
}

function withCharge(raw: unknown, charge: unknown): unknown {
  const { data, ...event } = parse(disputeEventSchema, raw, "event");
  return { ...event, data: { ...data, object: { ...data.object, charge } } };
}

/** Said by the type of the event alone, at its time: an invoice shows no longer that it once failed. */
const failuresOfInvoice: ReadonlySet<string> = new Set(["invoice.payment_failed", "invoice.payment_action_required"]);
/** An object of one moment, which says itself what became of it. */
const failuresOfPayment: ReadonlySet<string> = new Set(["charge.failed", "payment_intent.payment_failed"]);

/**
 * An object says how it is when it is read, so that is its time; only what the event itself says, that a charge failed, is as of
 * the event. Both times are true in any order of events.
 */
export function completed(raw: unknown, { object, at }: { readonly object: unknown; readonly at: Instant }): unknown[] {
  if (!isThin(raw)) return [withCharge(raw, object)];
  const { id, type, created } = parse(thinSchema, raw, "event");
  if (isThin(object))
    throw new TerminalError(`${type} ${id} names no object, neither as it came nor as Stripe has it.`);
  const whole = wholeType(type) ?? type;
  const eventAt = (type: string, instant: Instant) => ({
    id,
    type,
    created: Math.floor(msOf(instant) / 1000),
    data: { object },
  });
  const readAt = later(created, at);
  if (failuresOfInvoice.has(whole)) return [eventAt(whole, created), eventAt("invoice.updated", readAt)];
  return [eventAt(whole, failuresOfPayment.has(whole) ? created : readAt)];
}
