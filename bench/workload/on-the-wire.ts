import { createHash } from "node:crypto";
import type { StripeApi } from "../../local/providers/stripe/api/stripe-api.ts";

/** What an event weighs when it arrives, in bytes: about what Stripe's own, indented as they are, have in the mean. */
export const wireBytes = 5_120;

/** How long Stripe's ids are, prefix included. */
const idLengths: Readonly<Record<string, number>> = {
  ...{ evt: 28, in: 27, sub: 28, cus: 18, ch: 27, pi: 27, pm: 27, si: 17, inpay: 30 },
};
const shortId = new RegExp(`\\b(${Object.keys(idLengths).join("|")})_\\d{6}\\b`, "g");

/** Members of Stripe's objects that the simulated Stripe leaves out, since nobody here reads them. */
const unread = (
  "account_tax_ids amount_overpaid amount_shipping application application_fee application_fee_amount " +
  "automatic_payment_methods automatically_finalizes_at balance_transaction billing_mode billing_thresholds " +
  "calculated_statement_descriptor confirmation_secret custom_fields customer_account customer_shipping " +
  "customer_tax_exempt customer_tax_ids default_source default_tax_rates destination discounts dispute " +
  "ending_balance failure_balance_transaction footer fraud_details from_invoice future_requirements invoice_pdf " +
  "invoice_settings issuer latest_revision managed_payments next_pending_invoice_item_invoice on_behalf_of " +
  "payment_method_configuration_details payment_method_options post_payment_credit_notes_amount " +
  "pre_payment_credit_notes_amount processing radar_options receipt_email receipt_number receipt_url rendering " +
  "review setup_future_usage shipping shipping_cost shipping_details source source_transfer starting_balance " +
  "statement_descriptor statement_descriptor_suffix subtotal_excluding_tax test_clock threshold_reason " +
  "total_discount_amounts total_excluding_tax total_pretax_credit_amounts total_taxes transfer_data transfer_group " +
  "trial_settings webhooks_delivered_at"
).split(" ");

/**
 * An event of the simulated Stripe as Stripe itself would send it: ids of their true length, indented, and brought to
 * `wireBytes` by members that are null, as most are, and by a description as merchants write them, one line for each thing
 * that was ordered, with a number of its own. One that is larger stays as it is.
 */
export function onTheWire(rawBody: string): string {
  const event: unknown = JSON.parse(rawBody.replaceAll(shortId, trueId));
  if (!isEvent(event)) throw new TypeError("An event of the simulated Stripe has no data.object.");
  let filled = 0;
  const text = (words: string) => {
    const members = Object.fromEntries(unread.slice(0, filled).map((name) => [name, null]));
    const object = { ...members, ...event.data.object, ...(words && { description: words }) };
    return JSON.stringify({ ...event, data: { ...event.data, object } }, null, 2);
  };
  while (filled < unread.length && Buffer.byteLength(text("")) < wireBytes) filled += 1;
  const short = wireBytes - Buffer.byteLength(text("x"));
  return short <= 0 ? text("") : text(description(String(event.id), short));
}

interface Event {
  readonly id: unknown;
  readonly data: { readonly object: object };
}

const isEvent = (value: unknown): value is Event =>
  typeof value === "object" &&
  value !== null &&
  "data" in value &&
  typeof value.data === "object" &&
  value.data !== null &&
  "object" in value.data;

const shortIds = new Map<string, string>();

/** @returns the same id for the same short one, always. */
function trueId(short: string): string {
  const prefix = short.slice(0, short.indexOf("_"));
  const long = `${prefix}_1${noise(short, (idLengths[prefix] ?? 0) - prefix.length - 2)}`;
  shortIds.set(long, short);
  return long;
}

/** The simulated Stripe's API for those who know objects by their true ids. */
export const withTrueIds =
  (fetch: StripeApi["fetch"]): StripeApi["fetch"] =>
  async (input, init) => {
    const body = typeof init?.body === "string" ? { body: withShortIds(init.body) } : {};
    const answer = await fetch(withShortIds(String(input)), { ...init, ...body });
    const text = (await answer.text()).replaceAll(shortId, trueId);
    return new Response(text, { status: answer.status, headers: answer.headers });
  };

const withShortIds = (text: string): string => text.replaceAll(/\b[a-z]+_1\w+/g, (id) => shortIds.get(id) ?? id);

/** So much text of an order's lines. */
function description(seed: string, length: number): string {
  const lines = Array.from({ length: Math.ceil(length / 40) }, (_, line) => {
    const number = noise(`${seed} ${line}`, 8);
    return `Order ${number}: one seat of Orbit Team, monthly, billed to the office in Stockholm; `;
  });
  return lines.join("").slice(0, length);
}

/** Letters and digits that follow from `seed` and from nothing else. */
function noise(seed: string, length: number): string {
  let text = "";
  for (let part = 0; text.length < length; part++)
    text += createHash("sha256")
      .update(`${seed} ${part}`)
      .digest("base64")
      .replaceAll(/[^A-Za-z0-9]/g, "");
  return text.slice(0, length);
}
