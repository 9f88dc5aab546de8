import * as z from "zod/mini";
import type { BillingEvent } from "../../../billing/billing-event.ts";
import type { MetadataKeys } from "../../../billing/policy-slice.ts";
import { parse, text, unixTime } from "./fields.ts";
import type { StripeEvent, Translation } from "./stripe-event.ts";
import { isThin } from "./thin-event.ts";
import { legacyCardFacts, paymentMethodFacts } from "./translate-card.ts";
import { failedChargeFacts } from "./translate-charge.ts";
import { customerDeleted, customerFacts } from "./translate-customer.ts";
import { invoiceFacts } from "./translate-invoice.ts";
import { invoicePaymentFacts } from "./translate-invoice-payment.ts";
import { failedPaymentIntentFacts } from "./translate-payment-intent.ts";
import { creditNoteFacts, disputeFacts, refundFacts } from "./translate-returned-money.ts";
import { subscriptionFacts } from "./translate-subscription.ts";

const translations: readonly (readonly [RegExp, (event: StripeEvent) => Translation])[] = [
  [/^customer\.(created|updated)$/, customerFacts],
  [/^customer\.deleted$/, customerDeleted],
  [/^customer\.subscription\./, subscriptionFacts],
  [/^customer\.(source|card)\./, legacyCardFacts],
  // An upcoming invoice does not exist yet; a deleted one was a draft and never owed anything.
  [/^invoice\.(?!upcoming$|deleted$)/, invoiceFacts],
  [/^invoice_payment\./, invoicePaymentFacts],
  [/^charge\.failed$/, failedChargeFacts],
  [/^payment_intent\.payment_failed$/, failedPaymentIntentFacts],
  [/^payment_method\./, paymentMethodFacts],
  [/^charge\.refunded$/, refundFacts],
  [/^charge\.dispute\./, disputeFacts],
  [/^credit_note\./, creditNoteFacts],
];

const translationOf = (type: string) => translations.find(([pattern]) => pattern.test(type))?.[1];

/** Whether events of this type mean anything here. */
export const isTranslated = (type: string): boolean => translationOf(type) !== undefined;

const eventSchema = z.object({
  id: z.string(),
  type: z.string(),
  created: unixTime,
  /** In events of Connect: the connected account whose customer this is. */
  account: text,
  data: z.object({ object: z.unknown(), previous_attributes: z.optional(z.unknown()) }),
});

/**
 * What a Stripe event says, in both shapes its payloads have had (before and since API version 2025-03-31), or
 * undefined if it means nothing here: another type, an object that belongs to no customer, a customer of a connected
 * account, whom our API key does not know, or a thin event, whose object must be read first.
 * @param ownAccount the account of our API key; an event that names it is our own.
 * @throws TerminalError naming the field that is not as Stripe documents it.
 */
export function translateStripe(
  raw: unknown,
  metadataKeys: MetadataKeys,
  ownAccount?: string,
): BillingEvent | undefined {
  if (isThin(raw)) return undefined;
  const { id, type, created, account, data } = parse(eventSchema, raw, "event");
  if (account !== undefined && account !== ownAccount) return undefined;
  const translated = translationOf(type)?.({
    type,
    occurredAt: created,
    object: data.object,
    previous: data.previous_attributes,
    name: `${type} ${id}`,
    metadataKeys,
  });
  const { providerCustomerId, facts = [] } = translated ?? {};
  if (providerCustomerId === undefined || facts.length === 0) return undefined;
  return { provider: "stripe", eventId: id, occurredAt: created, providerCustomerId, facts };
}
